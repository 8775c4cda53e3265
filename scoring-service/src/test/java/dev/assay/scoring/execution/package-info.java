@NullMarked
package dev.assay.scoring.execution;

import org.jspecify.annotations.NullMarked;
