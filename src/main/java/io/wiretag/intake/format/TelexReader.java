package io.wiretag.intake.format;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
        int line = 1;
        int counted = 0;
        for (int at = next(all, 0); at < all.length(); at = next(all, end.end())) {
            line += (int)
                    all.substring(counted, at).chars().filter(c -> c == '\n').count();
            counted = at;
            Optional<String> fault = readings.size() >= ArticleReaders.MAX_ARTICLES
                    ? Optional.of("more than %d messages in one input: the rest is left out, split it"
                            .formatted(ArticleReaders.MAX_ARTICLES))
                    : !start.region(at, all.length()).lookingAt()
                            ? Optional.of("text outside a message: each begins with ZCZC")
                            : !end.find(start.end())
                                    ? Optional.of("the message has no end (NNNN): it is cut off, send it whole")
                                    : Optional.empty();
            if (fault.isPresent()) {
                readings.add(fault(line, fault.get()).complaint(source));
                break;
            }
            readings.addAll(message(source, all.substring(start.end(), end.start()), line));
        }
        return readings;
    }

    /** Behind blanks and fill of the line. */
    private static int next(String all, int from) {
        int at = from;
        while (at < all.length()
                && (Character.isWhitespace(all.charAt(at)) || Character.isISOControl(all.charAt(at)))) {
            at++;
        }
        return at;
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
        int end = lines.size();
        while (end > text && lines.get(end - 1).isBlank()) {
            end--;
        }
        boolean timed = end > text && Iptc7901Reader.isTrailer(lines.get(end - 1));
        try {
            return List.of(new Reading.Read(Iptc7901Reader.article(new Transmission(
                    String.join("\n", lines.subList(header, text)),
                    String.join("\n", lines.subList(text, timed ? end - 1 : end))
                            .strip(),
                    timed ? lines.get(end - 1) : "",
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
