/** Datasets: named collections that change only by getting new versions. It touches the table of datasets and nothing else of the service. Names, drafts and etags enter, datasets leave. */
@NullMarked
package dev.assay.dataset.dataset;

import org.jspecify.annotations.NullMarked;
