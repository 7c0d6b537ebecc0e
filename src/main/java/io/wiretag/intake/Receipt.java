package io.wiretag.intake;

import java.util.Objects;
import java.util.Optional;

/**
 * The broker's word that an article has arrived.
 *
 * @param uri identity of the article
 * @param version its version, if it has one
 * @param partition partition of the topic it lies in
 * @param offset place in that partition
 */
public record Receipt(String uri, Optional<String> version, int partition, long offset) {

    public Receipt {
        Objects.requireNonNull(uri, "uri");
        Objects.requireNonNull(version, "version");
    }
}
