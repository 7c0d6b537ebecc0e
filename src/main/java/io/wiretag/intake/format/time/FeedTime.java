package io.wiretag.intake.format.time;

import com.rometools.rome.io.impl.DateParser;
import java.time.Instant;
import java.util.Date;
import java.util.Locale;
import java.util.Optional;

/**
 * Times as feeds write them: RFC 3339 in Atom, RFC 822 in RSS, and whatever a site's software takes for a date. A time
 * without a zone is Viet Nam's.
 */
public final class FeedTime {

    /** The longest text that is looked at; a date is shorter. */
    private static final int LONGEST = 100;

    private FeedTime() {}

    public static Optional<Instant> of(String text) {
        String date = text.strip();
        if (date.isEmpty() || date.length() > LONGEST) {
            return Optional.empty();
        }
        return IsoTime.about(date).or(() -> rfc822(date)).or(() -> WireTime.of(date));
    }

    private static Optional<Instant> rfc822(String date) {
        return Optional.ofNullable(DateParser.parseRFC822(date, Locale.US)).map(Date::toInstant);
    }
}
