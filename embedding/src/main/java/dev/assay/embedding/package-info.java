/**
 * The embedding model that runs in this process: all-MiniLM-L6-v2, its tokenizer and its weights. It may touch the port in the metrics
 * library and ONNX Runtime, no service and no framework. Texts enter; vectors of length 1 leave, the same for the same text
 * whatever else is embedded at the time.
 */
@NullMarked
package dev.assay.embedding;

import org.jspecify.annotations.NullMarked;
