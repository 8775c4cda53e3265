package dev.assay.runner.cache;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Puts the cache together. */
@Singleton
public class AnswerCacheConfig {

    @Produces
    @Singleton
    AnswerCache cache(CacheRepository repository, CacheConfig settings) {
        return new AnswerCache(
                repository,
                settings.maxAge(),
                settings.maxBytes().asLongValue(),
                settings.maxEntryBytes().asLongValue());
    }
}
