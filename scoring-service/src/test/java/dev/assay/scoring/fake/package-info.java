@NullMarked
package dev.assay.scoring.fake;

import org.jspecify.annotations.NullMarked;
