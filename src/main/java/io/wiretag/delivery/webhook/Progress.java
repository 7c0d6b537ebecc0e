package io.wiretag.delivery.webhook;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * What is written beside a committed position: {@code ID 41}.
 *
 * @param topicId id of the topic that the position is of
 * @param ahead offset up to which kills have been looked for, and kept
 */
record Progress(String topicId, long ahead) {
    private static final Pattern WRITTEN = Pattern.compile("(\\S+) (\\d{1,18})");

    OffsetAndMetadata at(long offset) {
        return new OffsetAndMetadata(offset, topicId + " " + ahead);
    }

    /** Empty if there is none: an operator has set the position. */
    static Optional<Progress> of(OffsetAndMetadata position) {
        return Optional.of(WRITTEN.matcher(position.metadata()))
                .filter(Matcher::matches)
                .map(parts -> new Progress(parts.group(1), Long.parseLong(parts.group(2))));
    }
}
