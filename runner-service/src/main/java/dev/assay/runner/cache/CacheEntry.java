package dev.assay.runner.cache;

import com.google.protobuf.ByteString;

/**
 * An answer that is to be kept.
 *
 * @param project it is found in this project only
 * @param key what it is found by
 * @param content a serialized {@code assay.runner.v1.Completion} that holds the name of the completion it was bought for, the answer, and
 *     the usage
 */
public record CacheEntry(String project, ByteString key, ByteString content) {}
