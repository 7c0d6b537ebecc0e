package io.wiretag.subscribers;

import io.wiretag.topics.WiretagHeader;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Headers;

/**
 * Which record this is of those that come from one partition of published articles to one partition of a sink: see
 * {@link WiretagHeader#SEQ}.
 *
 * @param epoch in which it was numbered; the later one is greater
 * @param source partition of published articles
 * @param number from 1 on, without a gap
 */
public record SequenceNumber(long epoch, int source, long number) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,18}):(\\d{1,9}):(\\d{1,18})");

    /** Of a record; empty if it has none, or none that can be read. */
    public static Optional<SequenceNumber> of(Headers headers) {
        return WiretagHeader.SEQ
                .of(headers)
                .map(FORM::matcher)
                .filter(Matcher::matches)
                .map(parts -> new SequenceNumber(
                        Long.parseLong(parts.group(1)),
                        Integer.parseInt(parts.group(2)),
                        Long.parseLong(parts.group(3))));
    }

    @Override
    public String toString() {
        return epoch + ":" + source + ":" + number;
    }
}
