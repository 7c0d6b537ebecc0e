package io.wiretag.intake.format;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.wiretag.intake.format.text.LanguageGuess;
import io.wiretag.intake.format.text.SmallLetters;
import io.wiretag.intake.format.text.WrappedLines;
import io.wiretag.intake.format.time.IsoTime;
import io.wiretag.schema.Article;
import io.wiretag.schema.PubStatus;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
 * <p><b>Identity.</b> Agencies count anew each day or year, so that a number comes again. The {@code uri} is source, number and
 * the day of sending, as the message says it: {@code vna0417:2026-08-26}; without a day source and number alone. There is no
 * version and no status: a kill comes as a message for people and is read as any other.
 *
 * <p>Priority 1 to 9 is the urgency. A line of the headline that begins with "By" is the byline. What follows "not for
 * publication", "note to editors" or a notebook is the note to editors and never part of the body. The header is kept in {@code additionalProperties} as {@code iptc7901}.
 */
final class Iptc7901Reader {

    private static final Pattern HEADER = Pattern.compile(
            "(\\p{Alpha}{1,10} ?\\d{1,8})(?: +(\\d))?(?: +(\\p{Alpha}{1,3}))?" + "(?: +(\\d{1,6}))?(?: +(\\S.*))?");

    private static final Pattern TIME = Pattern.compile(
            "(?<d>\\d{2})(?<h>\\d{2})(?<min>\\d{2}) ?"
                    + "(?<zone>GMT|UTC|Z|ICT|MESZ|MEZ|[+-]\\d{2}:?\\d{2})? ?(?<mon>\\p{L}{3})\\p{L}*\\.? ?(?<y>\\d{4}|\\d{2})(?!\\d)");

    /** English and German, by their first three letters. */
    private static final Map<String, Integer> MONTHS = Map.ofEntries(
            Map.entry("jan", 1),
            Map.entry("feb", 2),
            Map.entry("mar", 3),
            Map.entry("mär", 3),
            Map.entry("mrz", 3),
            Map.entry("apr", 4),
            Map.entry("may", 5),
            Map.entry("mai", 5),
            Map.entry("jun", 6),
            Map.entry("jul", 7),
            Map.entry("aug", 8),
            Map.entry("sep", 9),
            Map.entry("oct", 10),
            Map.entry("okt", 10),
            Map.entry("nov", 11),
            Map.entry("dec", 12),
            Map.entry("dez", 12));

    /** As a line of its own: within a sentence it is part of the story. */
    private static final Pattern NOT_FOR_PUBLICATION = Pattern.compile(
            "^\\W*(?:the following (?:information|notes?) (?:is|are) )?not (?:intended )?for publication\\W*$"
                    + "|^\\W*(?:notebook|notes? (?:to|for) (?:the )?editors?|editors'? note|lưu ý biên tập|ghi chú biên tập)"
                    + "\\W*(?::.*)?$",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CHARACTER_CLASS);

    private static final Pattern BYLINE =
            Pattern.compile("((?iu:by|von|par|por|bài|tin|tin, ảnh|bài, ảnh)[: ]+\\p{Lu}.{1,80}?)\\s*=?");
    /** What stands right before the note and belongs to it: its heading, and rows of stars. */
    private static final Pattern HEADING_OF_NOTE = Pattern.compile("\\s*|#.*|[^\\p{L}\\p{N}]*", Pattern.DOTALL);

    private Iptc7901Reader() {}

    static List<Reading> read(Source source) {
        return Transmission.read(source, Iptc7901Reader::article);
    }

    /** Whether a line is a header of such a message: source and number, and more behind them. */
    static boolean isHeader(String line) {
        Matcher header = HEADER.matcher(line.strip());
        return header.matches() && header.group(2) != null;
    }

    /** Whether a line is the time of sending. */
    static boolean isTrailer(String line) {
        return TIME.matcher(line.strip()).matches();
    }

    static Article article(Transmission message) throws UnreadableException {
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
        dayOf(message.trailer()).ifPresent(day -> article.setUri(article.getUri() + ":" + day));
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
        if (!message.isUtf8()) {
            json.put("charset", message.charset());
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

    /** As the message says it, in whatever zone: an identity must not hang on one. */
    private static Optional<LocalDate> dayOf(String trailer) {
        Matcher time = TIME.matcher(trailer);
        try {
            return time.find()
                    ? Optional.of(LocalDate.of(year(time), month(time), Integer.parseInt(time.group("d"))))
                    : Optional.empty();
        } catch (DateTimeException noSuchDay) {
            return Optional.empty();
        }
    }

    private static int year(Matcher time) {
        int year = Integer.parseInt(time.group("y"));
        return year < 100 ? 2000 + year : year;
    }

    private static int month(Matcher time) {
        return MONTHS.getOrDefault(SmallLetters.of(time.group("mon")), 0);
    }

    /** A time without a zone is Viet Nam's, as everywhere; one of another zone that is named by letters is left alone. */
    private static Optional<Instant> time(String trailer) {
        Matcher time = TIME.matcher(trailer);
        if (!time.find()) {
            return Optional.empty();
        }
        String zone = time.group("zone") == null ? "ICT" : time.group("zone");
        try {
            ZoneId place = switch (zone) {
                case "ICT" -> IsoTime.DEFAULT_ZONE;
                case "GMT", "UTC", "Z" -> ZoneOffset.UTC;
                case "MEZ", "MESZ" -> ZoneId.of("Europe/Berlin");
                default -> ZoneOffset.of(zone);
            };
            return IsoTime.inMillis(LocalDateTime.of(
                            year(time),
                            month(time),
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
        List<String> head = new ArrayList<>(lines.subList(0, body));
        if (head.size() > 1) {
            Matcher byline = BYLINE.matcher(head.get(head.size() - 1).strip());
            if (byline.matches()) {
                article.setBy(byline.group(1));
                head.remove(head.size() - 1);
            }
        }
        String headline = String.join(" ", head)
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
