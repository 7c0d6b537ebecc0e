package io.wiretag.retag;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Where a record stands in its topic. */
public record RecordPlace(int partition, long offset) {
    private static final Pattern WRITTEN = Pattern.compile("(\\d{1,9}):(\\d{1,18})");

    /** Offsets of several partitions run beside each other: as records have it, they would fall on each other. */
    @Override
    public int hashCode() {
        return Long.hashCode((offset * 4096 + partition) * 0x9E3779B97F4A7C15L);
    }

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
