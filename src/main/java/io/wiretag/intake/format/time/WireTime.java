package io.wiretag.intake.format.time;

import io.wiretag.intake.format.text.SmallLetters;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the date line of a wire or a web page, in English or Vietnamese: {@code February 09, 2021 9:12 AM GMT+7},
 * {@code Thứ Ba, 09/02/2021, 09:12 (GMT+7)}, {@code 9 giờ 12, ngày 9 tháng 2 năm 2021}.
 *
 * <p>Date, time and zone are looked for apart, since sites put them in every order. Figures are day first, as in Viet
 * Nam. Without a zone the time is Viet Nam's; without a time it is the start of the day.
 */
public final class WireTime {

    private static final String MONTH = "(?<m>" + Months.NAME + ")(?![a-z])\\.?";
    private static final String DAY = "(?<!\\d)(?<d>\\d{1,2})(?:st|nd|rd|th)?";
    private static final String YEAR = "(?<y>\\d{4})(?!\\d)";

    private static final List<Pattern> DATES = List.of(
            Pattern.compile("(?<!\\d)" + "(?<y>\\d{4})-(?<m>\\d{1,2})-(?<d>\\d{1,2})(?!\\d)"),
            Pattern.compile(
                    "(?<!\\d)(?<d>\\d{1,2})(?<sep>[/.-])(?<m>\\d{1,2})\\k<sep>(?<y>\\d{4}|\\d{2}(?=,? \\d{1,2}:))(?!\\d)"),
            Pattern.compile("(?<!\\d)(?<d>\\d{1,2}),? (?:tháng|thg|th) ?(?<m>\\d{1,2}),?(?: năm)? " + YEAR),
            Pattern.compile(MONTH + " " + DAY + ",? " + YEAR),
            Pattern.compile(DAY + "[ -](?:of )?" + MONTH + ",?[ -]" + YEAR));

    private static final Pattern TIME = Pattern.compile("(?<![\\d+])(?<h>\\d{1,2})"
            + "(?: ?: ?(?<min>\\d{2})(?::(?<s>\\d{2})(?:\\.\\d+)?)?| ?(?:h|giờ) ?(?<viMin>\\d{2})?(?: phút)?)(?!\\d)"
            + "(?: ?(?<half>am|pm|a\\.m|p\\.m|sa|ch|sáng|trưa|chiều|tối)\\b)?"
            + "(?: ?(?<zone>z\\b|[+-]\\d{2}:?\\d{2}\\b))?");

    private static final Pattern ZONE = Pattern.compile(
            "\\b(?:(?:gmt|utc) ?(?<sign>[+-]) ?(?<h>\\d{1,2})(?::?(?<min>\\d{2}))?|(?<name>gmt|utc|ict)\\b)");

    private WireTime() {}

    /** The moment that the line names; empty if it names no day that exists. */
    public static Optional<Instant> of(String line) {
        return of(line, DateOrder.DAY_FIRST, IsoTime.DEFAULT_ZONE);
    }

    static Optional<Instant> of(String line, DateOrder order, ZoneId otherwise) {
        String text = SmallLetters.of(Normalizer.normalize(line, Normalizer.Form.NFC))
                .replaceAll("[\\s\\p{Z}]+", " ")
                .replaceAll("[\\u2010-\\u2015]", "-");
        try {
            Optional<LocalDate> date = date(text, order);
            if (date.isEmpty()) {
                return Optional.empty();
            }
            Matcher time = TIME.matcher(text);
            boolean timed = time.find();
            LocalTime clock = timed ? time(time) : LocalTime.MIDNIGHT;
            ZoneId zone = timed && time.group("zone") != null
                    ? ZoneOffset.of(time.group("zone").toUpperCase(Locale.ROOT))
                    : zone(text, otherwise);
            return IsoTime.inMillis(date.get().atTime(clock).atZone(zone).toInstant());
        } catch (DateTimeException noSuchTime) {
            return Optional.empty();
        }
    }

    private static Optional<LocalDate> date(String text, DateOrder order) {
        for (Pattern pattern : DATES) {
            Matcher date = pattern.matcher(text);
            if (date.find()) {
                boolean swapped = order == DateOrder.MONTH_FIRST && date.group().contains("/");
                String month = date.group(swapped ? "d" : "m");
                return Optional.of(LocalDate.of(
                        FeedTime.year(date.group("y")), month(month), number(date.group(swapped ? "m" : "d"))));
            }
        }
        return Optional.empty();
    }

    private static int month(String text) {
        return Character.isDigit(text.charAt(0)) ? number(text) : Months.number(text);
    }

    private static LocalTime time(Matcher time) {
        int hour = number(time.group("h"));
        String half = time.group("half");
        if (half != null) {
            boolean morning = half.startsWith("a") || half.equals("sáng") || half.equals("sa");
            if (morning && hour == 12) {
                hour = 0;
            } else if (!morning && hour < 12 && !(half.equals("trưa") && hour > 3)) {
                hour += 12;
            }
        }
        return LocalTime.of(hour, number(time.group("min")) + number(time.group("viMin")), number(time.group("s")));
    }

    private static ZoneId zone(String text, ZoneId otherwise) {
        Matcher zone = ZONE.matcher(text);
        if (!zone.find()) {
            return otherwise;
        }
        if ("ict".equals(zone.group("name"))) {
            return IsoTime.DEFAULT_ZONE;
        }
        int minutes = number(zone.group("h")) * 60 + number(zone.group("min"));
        return ZoneOffset.ofTotalSeconds(60 * ("-".equals(zone.group("sign")) ? -minutes : minutes));
    }

    private static int number(String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }
}
