package io.wiretag.intake.format.time;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times as feeds write them: RFC 3339 in Atom, RFC 822 in RSS, and whatever a site's software takes for a date. A day that no calendar has is no time.
 */
public final class FeedTime {

    /** The longest text that is looked at; a date is shorter. */
    private static final int LONGEST = 100;

    /** {@code Mon, 4 May 26 12:05:08 +0700}; the name of the day is often wrong and counts for nothing. */
    private static final Pattern RFC_822 = Pattern.compile(
            "(?:[\\p{L}\\s]{2,15}\\.?,?\\s+)?(?<d>\\d{1,2})[\\s.-]+(?<mon>"
                    + Months.NAME
                    + ")\\.?[\\s-]+(?<y>\\d{4}|\\d{2}),?\\s+(?<h>\\d{1,2}):(?<min>\\d{2})(?::(?<s>\\d{2})(?:[.]\\d+)?)?"
                    + "(?:\\s*(?<zone>[+-]\\d{2}:?\\d{2}|[a-z]{1,4}|(?:gmt|utc)\\s?[+-]\\d{1,2}(?::?\\d{2})?)(?:\\s\\(.*\\))?)?");

    /** Hours of the zones that RFC 822 names. */
    private static final Map<String, Integer> HOURS = Map.ofEntries(
            Map.entry("gmt", 0),
            Map.entry("ut", 0),
            Map.entry("utc", 0),
            Map.entry("z", 0),
            Map.entry("ict", 7),
            Map.entry("est", -5),
            Map.entry("edt", -4),
            Map.entry("cst", -6),
            Map.entry("cdt", -5),
            Map.entry("mst", -7),
            Map.entry("mdt", -6),
            Map.entry("pst", -8),
            Map.entry("pdt", -7),
            Map.entry("bst", 1),
            Map.entry("cet", 1),
            Map.entry("cest", 2),
            Map.entry("jst", 9));

    private FeedTime() {}

    /**
     * @param order how the feed writes dates in figures
     * @param zone of a time that names none
     */
    public static Optional<Instant> of(String text, DateOrder order, ZoneId zone) {
        String date = text.strip();
        if (date.isEmpty() || date.length() > LONGEST) {
            return Optional.empty();
        }
        return IsoTime.about(date, zone).or(() -> {
            Matcher rfc822 = RFC_822.matcher(Months.plain(date));
            return rfc822.matches() ? time(rfc822, zone) : WireTime.of(date, order, zone);
        });
    }

    private static Optional<Instant> time(Matcher rfc822, ZoneId otherwise) {
        try {
            return IsoTime.inMillis(LocalDateTime.of(
                            year(rfc822.group("y")),
                            Months.number(rfc822.group("mon")),
                            Integer.parseInt(rfc822.group("d")),
                            Integer.parseInt(rfc822.group("h")),
                            Integer.parseInt(rfc822.group("min")),
                            rfc822.group("s") == null ? 0 : Integer.parseInt(rfc822.group("s")))
                    .atZone(rfc822.group("zone") == null ? otherwise : zone(rfc822.group("zone")))
                    .toInstant());
        } catch (DateTimeException noSuchTime) {
            return Optional.empty();
        }
    }

    /** Two figures are those of RFC 2822: 1950 to 2049. */
    static int year(String figures) {
        int year = Integer.parseInt(figures);
        return figures.length() > 2 ? year : year < 50 ? 2000 + year : 1900 + year;
    }

    private static ZoneId zone(String zone) {
        String offset = zone.replaceFirst("^(?:gmt|utc)\\s?(?=[+-])", "");
        if (offset.matches("[+-].*")) {
            String digits = offset.substring(1).replace(":", "");
            int hours = Integer.parseInt(digits.length() > 2 ? digits.substring(0, digits.length() - 2) : digits);
            int minutes = digits.length() > 2 ? Integer.parseInt(digits.substring(digits.length() - 2)) : 0;
            return ZoneOffset.ofTotalSeconds((offset.charAt(0) == '-' ? -60 : 60) * (60 * hours + minutes));
        }
        Integer hours = HOURS.get(offset);
        if (hours == null) {
            throw new DateTimeException("no zone: " + zone);
        }
        return ZoneOffset.ofHours(hours);
    }
}
