package io.wiretag.ops.rejected;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a record stands in its topic; {@code 3:17} in text. */
public record RecordPlace(int partition, long offset) implements Comparable<RecordPlace> {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,9}):(\\d{1,18})");
    private static final Comparator<RecordPlace> ORDER =
            Comparator.comparingInt(RecordPlace::partition).thenComparingLong(RecordPlace::offset);

    /** Neither is negative. */
    public RecordPlace {
        if (partition < 0 || offset < 0) {
            throw new IllegalArgumentException("no record stands at " + partition + ":" + offset);
        }
    }

    /** Empty if the text is not of the form {@code PARTITION:OFFSET}. */
    public static Optional<RecordPlace> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(new RecordPlace(Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

    @Override
    public int compareTo(RecordPlace other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return partition + ":" + offset;
    }
}
