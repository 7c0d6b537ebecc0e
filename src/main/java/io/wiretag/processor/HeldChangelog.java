package io.wiretag.processor;

import io.wiretag.topology.EmbargoStore;
import java.time.Instant;
import java.util.Optional;

/**
 * Where the processor says which articles it holds under embargo, for whoever looks on: a key is there while its article is held.
 * Values are the processor's own.
 */
public final class HeldChangelog {
    private HeldChangelog() {}

    /** An article that is held. */
    public record Held(String uri, Instant until) {}

    /** The topic. */
    public static String topic(String applicationId) {
        return StartCheck.changelog(applicationId, EmbargoStore.STORE);
    }

    /** What a key says; empty of one that is no article's. */
    public static Optional<Held> of(byte[] key) {
        return EmbargoStore.key(key).map(each -> new Held(each.uri(), each.until()));
    }
}
