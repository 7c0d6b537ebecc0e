package io.wiretag.proof;

import io.wiretag.schema.Operation;
import io.wiretag.schema.PubStatus;
import java.util.Set;

/**
 * A record of a sink, as far as it can be known beforehand.
 *
 * @param version of the article
 * @param provinces codes of its province tags
 * @param origins codes of its agencies of origin
 * @param body of the article, or empty where the text may not be told
 */
record Delivery(
        Place place,
        Operation operation,
        String version,
        PubStatus status,
        Set<String> provinces,
        Set<String> origins,
        String body) {

    /** Without the body, which may be long. */
    @Override
    public String toString() {
        return place + " " + operation + " version " + version + " " + status + " " + provinces + " " + origins
                + " text " + Integer.toHexString(body.hashCode());
    }
}
