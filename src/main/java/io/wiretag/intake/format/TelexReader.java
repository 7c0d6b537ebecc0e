package io.wiretag.intake.format;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes messages out of the envelope of a telex line: {@code ZCZC}, the message, {@code NNNN}; any number of them. Within may stand
 * any format; a first line like {@code VNA0012 3 I 0120} is a header of IPTC 7901 without its control characters, and what
 * follows up to an empty line the slugline.
 */
final class TelexReader {

    private static final Pattern START = Pattern.compile("[\\s\\p{Cntrl}]*+ZCZC\\b[^\\n]{0,80}\\n?");
    private static final Pattern END = Pattern.compile("(?m)^[ \\t]*NNNN[\\p{Cntrl} &&[^\\n]]*+$");

    /** Where nothing else stands in so many characters, no message follows. */
    private static final int BLANKS = 1000;

    private TelexReader() {}

    /** Whether a message begins so. */
    static boolean isTelex(byte[] bytes) {
        String start = new String(bytes, 0, Math.min(bytes.length, 100), StandardCharsets.ISO_8859_1);
        return START.matcher(start).lookingAt();
    }

    static List<Reading> read(Source source, String text) {
        List<Reading> readings = new ArrayList<>();
        String all = text.replace("\r\n", "\n").replace('\r', '\n');
        Matcher start = START.matcher(all);
        Matcher end = END.matcher(all);
        int at = 0;
        int line = 1;
        while (at < all.length()
                && !all.substring(at, Math.min(all.length(), at + BLANKS)).isBlank()) {
            if (readings.size() >= ArticleReaders.MAX_ARTICLES) {
                readings.add(fault(
                                line,
                                "more than %d messages in one input: the rest is left out, split it"
                                        .formatted(ArticleReaders.MAX_ARTICLES))
                        .complaint(source));
                break;
            }
            if (!start.region(at, all.length()).lookingAt()) {
                readings.add(fault(line, "text outside a message: each begins with ZCZC")
                        .complaint(source));
                break;
            }
            if (!end.find(start.end())) {
                readings.add(fault(line, "the message has no end (NNNN): it is cut off, send it whole")
                        .complaint(source));
                break;
            }
            readings.addAll(message(source, all.substring(start.end(), end.start()), line));
            line += (int)
                    all.substring(at, end.end()).chars().filter(c -> c == '\n').count();
            at = end.end();
        }
        return readings;
    }

    private static List<Reading> message(Source source, String message, int line) {
        List<String> lines = message.lines().toList();
        int header = 0;
        while (header < lines.size() && lines.get(header).isBlank()) {
            header++;
        }
        if (header == lines.size() || !Iptc7901Reader.isHeader(lines.get(header))) {
            byte[] inner = message.strip().getBytes(StandardCharsets.UTF_8);
            return isTelex(inner) || MailReader.isMail(inner)
                    ? List.of(fault(line, "a mail or another envelope within the envelope: send it alone")
                            .complaint(source))
                    : ArticleReaders.read(new Source(source.name(), inner), Format.AUTO);
        }
        int text = header;
        while (text < lines.size() && !lines.get(text).isBlank()) {
            text++;
        }
        try {
            return List.of(new Reading.Read(Iptc7901Reader.article(new Transmission(
                    String.join("\n", lines.subList(header, text)),
                    String.join("\n", lines.subList(text, lines.size())).strip(),
                    "",
                    StandardCharsets.UTF_8.name(),
                    line))));
        } catch (UnreadableException e) {
            return List.of(e.complaint(source));
        }
    }

    private static UnreadableException fault(int line, String reason) {
        return new UnreadableException(OptionalInt.of(line), reason);
    }
}
