package io.wiretag.intake.format;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.wiretag.intake.format.time.IsoTime;
import io.wiretag.schema.Article;
import io.wiretag.schema.PubStatus;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads IPTC 7901, the text transmission format (recommendation of the IPTC, last revised in 1995): any number of
 * messages, each with a header, a text, and the time it was sent.
 *
 * <pre>
 * SOH vna0417 4 i 096 vietnam flood    source and number, priority, category, words, keyword
 *     Vietnam-flood/                   slugline
 * STX Two dead in flash flood =        headline
 *        Hanoi (VNA) - Two people ...  text
 * ETX 030920 GMT Aug 26                day, hour, minute; zone; month and year
 * EOT
 * </pre>
 *
 * <p><b>Identity.</b> The {@code uri} is source and number as they stand. Agencies count anew each day or year, so the
 * number comes again: {@code versionCreated}, from the time of sending, tells which is later, and who needs all of them
 * for longer must give them another {@code uri}. There is no version and no status: a kill comes as a message for people
 * and is read as any other.
 *
 * <p>Priority 1 to 9 is the urgency. What follows "not for publication" is the note to editors and never part of the
 * body. The header is kept in {@code additionalProperties} as {@code iptc7901}.
 */
final class Iptc7901Reader {

    private static final Pattern HEADER = Pattern.compile(
            "(\\p{Alpha}{1,10} ?\\d{1,8})(?: +(\\d))?(?: +(\\p{Alpha}{1,3}))?" + "(?: +(\\d{1,6}))?(?: +(\\S.*))?");

    private static final Pattern TIME = Pattern.compile(
            "(?<d>\\d{2})(?<h>\\d{2})(?<min>\\d{2}) ?"
                    + "(?<zone>GMT|UTC|Z|ICT|[+-]\\d{2}:?\\d{2})? ?(?<mon>\\p{Alpha}{3})\\p{Alpha}* ?(?<y>\\d{4}|\\d{2})(?!\\d)");

    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

    private static final Pattern NOT_FOR_PUBLICATION =
            Pattern.compile("\\bnot (?:intended )?for publication\\b", Pattern.CASE_INSENSITIVE);

    /** What stands right before the note and belongs to it: its heading, and rows of stars. */
    private static final Pattern HEADING_OF_NOTE = Pattern.compile("\\s*|#.*|[^\\p{L}\\p{N}]*", Pattern.DOTALL);

    private Iptc7901Reader() {}

    static List<Reading> read(Source source) {
        return Transmission.read(source, Iptc7901Reader::article);
    }

    private static Article article(Transmission message) throws UnreadableException {
        List<String> lines = message.header().strip().lines().map(String::strip).toList();
        Matcher header = HEADER.matcher(lines.isEmpty() ? "" : lines.get(0));
        if (!header.matches()) {
            throw message.fault("the header is %s: IPTC 7901 has source and number first, as vna0417"
                    .formatted(Faults.quoted(lines.isEmpty() ? "" : lines.get(0))));
        }
        Article.Builder article = Article.newBuilder()
                .setPubStatus(PubStatus.usable)
                .setInfoSources(List.of())
                .setUri(header.group(1).replace(" ", ""));
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("iptc7901", headerAsJson(header, message));
        String priority = header.group(2);
        if (priority != null && !priority.equals("0")) {
            article.setUrgency(Integer.valueOf(priority));
        }
        String slugline = lines.stream()
                .skip(1)
                .map(line -> line.replaceFirst("/$", ""))
                .filter(line -> !line.isBlank())
                .collect(Collectors.joining(" "));
        article.setSlugline(slugline.isEmpty() ? null : slugline);
        setTime(article, message.trailer(), properties);
        setText(article, message.text().lines().toList());
        if (article.getHeadline() == null && article.getBody() == null) {
            throw message.fault("the message %s has no text: there is no article in it".formatted(article.getUri()));
        }
        article.setLanguage(LanguageGuess.of(Stream.of(article.getHeadline(), article.getBody())
                        .filter(Objects::nonNull)
                        .collect(Collectors.joining("\n")))
                .orElse(null));
        return article.setAdditionalProperties(properties).build();
    }

    private static String headerAsJson(Matcher header, Transmission message) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        String[] names = {"priority", "category", "words", "keyword"};
        for (int i = 0; i < names.length; i++) {
            if (header.group(i + 2) != null) {
                json.put(names[i], header.group(i + 2));
            }
        }
        if (!message.charset().equals(StandardCharsets.UTF_8)) {
            json.put("charset", message.charset().name());
        }
        return json.toString();
    }

    private static void setTime(Article.Builder article, String trailer, Map<String, String> properties) {
        Optional<Instant> time = time(trailer);
        time.ifPresent(article::setVersionCreated);
        if (time.isEmpty() && !trailer.isBlank()) {
            properties.put("versionCreated", TextNode.valueOf(trailer.strip()).toString());
        }
    }

    /** A time without a zone is Viet Nam's, as everywhere; one of another zone that is named by letters is left alone. */
    private static Optional<Instant> time(String trailer) {
        Matcher time = TIME.matcher(trailer);
        if (!time.find()) {
            return Optional.empty();
        }
        int year = Integer.parseInt(time.group("y"));
        int month = MONTHS.indexOf(time.group("mon").toLowerCase(Locale.ROOT)) + 1;
        String zone = time.group("zone") == null ? "ICT" : time.group("zone");
        try {
            ZoneId place = switch (zone) {
                case "ICT" -> IsoTime.DEFAULT_ZONE;
                case "GMT", "UTC", "Z" -> ZoneOffset.UTC;
                default -> ZoneOffset.of(zone);
            };
            return IsoTime.inMillis(LocalDateTime.of(
                            year < 100 ? 2000 + year : year,
                            month,
                            Integer.parseInt(time.group("d")),
                            Integer.parseInt(time.group("h")),
                            Integer.parseInt(time.group("min")))
                    .atZone(place)
                    .toInstant());
        } catch (DateTimeException noSuchTime) {
            return Optional.empty();
        }
    }

    private static void setText(Article.Builder article, List<String> lines) {
        int note = startOfNote(lines);
        int body = endOfHeadline(lines.subList(0, note));
        String headline = String.join(" ", lines.subList(0, body))
                .replaceAll("\\s+", " ")
                .replaceFirst("\\s*=\\s*$", "")
                .strip();
        String text = WrappedLines.paragraphs(lines.subList(body, note));
        String edNote = String.join("\n", lines.subList(note, lines.size())).strip();
        article.setHeadline(headline.isEmpty() ? null : headline);
        article.setBody(text.isEmpty() ? null : text);
        article.setEdNote(edNote.isEmpty() ? null : edNote);
    }

    private static int startOfNote(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            if (NOT_FOR_PUBLICATION.matcher(lines.get(i)).find()) {
                int start = i;
                while (start > 0
                        && HEADING_OF_NOTE.matcher(lines.get(start - 1)).matches()) {
                    start--;
                }
                return start;
            }
        }
        return lines.size();
    }

    /**
     * The headline stands at the start of the text, up to an empty or indented line, if it ends with {@code =}, or is one
     * line that ends as no sentence does and more follows.
     */
    private static int endOfHeadline(List<String> lines) {
        List<String> block = new ArrayList<>();
        for (String line : lines) {
            if (line.isBlank() || Character.isWhitespace(line.charAt(0))) {
                break;
            }
            block.add(line.strip());
        }
        if (block.isEmpty()) {
            return 0;
        }
        String last = block.get(block.size() - 1);
        boolean marked = last.endsWith("=");
        boolean alone = block.size() == 1
                && lines.stream().skip(1).anyMatch(line -> !line.isBlank())
                && !last.matches(".*[.!?:;,]$");
        return marked || alone ? block.size() : 0;
    }
}
