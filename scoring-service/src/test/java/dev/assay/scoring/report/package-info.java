@NullMarked
package dev.assay.scoring.report;

import org.jspecify.annotations.NullMarked;
