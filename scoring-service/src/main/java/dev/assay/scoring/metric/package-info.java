/**
 * The metrics as such, for those who have answers already. It touches the metrics library and the conversion of JSON, no other room. A
 * metric's name with inputs and settings enters; its value, or the reason why there is none, leaves.
 */
@NullMarked
package dev.assay.scoring.metric;

import org.jspecify.annotations.NullMarked;
