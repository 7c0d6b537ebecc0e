package io.wiretag.cli.print;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Lengths of time as people write and read them. */
public final class DurationFormat implements ITypeConverter<Duration> {
    private static final Pattern SHORT = Pattern.compile("(\\d{1,9})(ms|s|m|min|h|d)");

    @Override
    public Duration convert(String text) {
        Matcher matcher = SHORT.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (matcher.matches()) {
            long number = Long.parseLong(matcher.group(1));
            return switch (matcher.group(2)) {
                case "ms" -> Duration.ofMillis(number);
                case "s" -> Duration.ofSeconds(number);
                case "h" -> Duration.ofHours(number);
                case "d" -> Duration.ofDays(number);
                default -> Duration.ofMinutes(number);
            };
        }
        try {
            Duration duration = Duration.parse(text.strip());
            if (!duration.isNegative()) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            // told below
        }
        throw new TypeConversionException("'" + text + "' is no length of time like 30s, 5m, 2h or PT30S");
    }

    /** To about two digits; in eight columns at most. */
    public static String text(Duration span) {
        double seconds = span.toMillis() / 1000.0;
        if (seconds < 9.95) {
            return seconds == 0 ? "0 s" : String.format(Locale.ROOT, "%.1f s", seconds);
        }
        if (seconds < 119.5) {
            return Math.round(seconds) + " s";
        }
        if (seconds < 119.5 * 60) {
            return Math.round(seconds / 60) + " min";
        }
        double hours = seconds / 3600;
        return hours < 48 ? Math.round(hours) + " h" : Math.round(hours / 24) + " d";
    }
}
