@NullMarked
package dev.assay.scoring.scorer;

import org.jspecify.annotations.NullMarked;
