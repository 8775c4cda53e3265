@NullMarked
package dev.assay.scoring.gate;

import org.jspecify.annotations.NullMarked;
