package io.wiretag.intake.format.time;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Times as ninjs writes them: ISO 8601, by RFC 3339 with a zone. Systems also write {@code +0700} without the colon, a
 * blank for the T, and leave out the seconds, the zone or the time of day.
 */
public final class IsoTime {

    /** The zone of times that name none: the feed carries news of Viet Nam. */
    public static final ZoneId DEFAULT_ZONE = ZoneId.of("Asia/Ho_Chi_Minh");

    // strict: 30 February is nonsense, not the 28th
    private static final DateTimeFormatter FORMAT = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendPattern("[['T'][' ']")
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .appendPattern("[XXX][XX][X]]")
            .toFormatter()
            .withResolverStyle(ResolverStyle.STRICT);

    /** {@code 20261103T092000+0700}, as NITF and NewsML 1 write it. */
    private static final Pattern BASIC = Pattern.compile("^(\\d{4})(\\d{2})(\\d{2})(T)(\\d{2})(\\d{2})(\\d{2})(?!\\d)");

    private static final Pattern BASIC_DAY = Pattern.compile("^(\\d{4})(\\d{2})(\\d{2})$");

    private IsoTime() {}

    /** The moment, where the text names one without any doubt: with date, time and zone. */
    public static Optional<Instant> exact(String text) {
        return parsed(text).filter(OffsetDateTime.class::isInstance).flatMap(time -> instant(time, DEFAULT_ZONE));
    }

    /** The moment, in {@link #DEFAULT_ZONE} if the text names no zone, at the start of the day if it names no time. */
    public static Optional<Instant> about(String text) {
        return about(text, DEFAULT_ZONE);
    }

    /** The moment, in this zone if the text names none, at the start of the day if it names no time. */
    static Optional<Instant> about(String text, ZoneId zone) {
        return parsed(text).flatMap(time -> instant(time, zone));
    }

    /** The moment in whole milliseconds, which is what the schema holds; empty if these overflow 64 bits. */
    public static Optional<Instant> inMillis(Instant instant) {
        try {
            return Optional.of(Instant.ofEpochMilli(instant.toEpochMilli()));
        } catch (ArithmeticException overflow) {
            return Optional.empty();
        }
    }

    private static Optional<TemporalAccessor> parsed(String text) {
        String extended = BASIC_DAY
                .matcher(BASIC.matcher(text.strip()).replaceFirst("$1-$2-$3$4$5:$6:$7"))
                .replaceFirst("$1-$2-$3");
        try {
            return Optional.of(FORMAT.parseBest(extended, OffsetDateTime::from, LocalDateTime::from, LocalDate::from));
        } catch (DateTimeException unusable) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> instant(TemporalAccessor time, ZoneId zone) {
        if (time instanceof OffsetDateTime exact) {
            return inMillis(exact.toInstant());
        }
        LocalDateTime local =
                time instanceof LocalDateTime day ? day : LocalDate.from(time).atStartOfDay();
        return inMillis(local.atZone(zone).toInstant());
    }
}
