package io.wiretag.retag;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Where a record stands in its topic. */
public record RecordPlace(int partition, long offset) {
    private static final Pattern WRITTEN = Pattern.compile("(\\d{1,9}):(\\d{1,18})");

    static RecordPlace of(ConsumerRecord<?, ?> each) {
        return new RecordPlace(each.partition(), each.offset());
    }

    /** As headers have it; empty if it is none: anybody may have written it. */
    static Optional<RecordPlace> of(String written) {
        Matcher place = WRITTEN.matcher(written);
        return place.matches()
                ? Optional.of(new RecordPlace(Integer.parseInt(place.group(1)), Long.parseLong(place.group(2))))
                : Optional.empty();
    }
}
