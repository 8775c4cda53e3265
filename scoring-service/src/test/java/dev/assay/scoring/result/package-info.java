@NullMarked
package dev.assay.scoring.result;

import org.jspecify.annotations.NullMarked;
