package io.wiretag.intake.format;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.wiretag.intake.format.text.AnpaText;
import io.wiretag.intake.format.text.LanguageGuess;
import io.wiretag.intake.format.text.SmallLetters;
import io.wiretag.intake.format.time.IsoTime;
import io.wiretag.schema.Article;
import io.wiretag.schema.PubStatus;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
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
 * Reads ANPA 1312, the high-speed wire format of the American Newspaper Publishers Association (bulletin 1312, last
 * revised in 1989): any number of messages.
 *
 * <pre>
 * SYN SYN SOH V0107 US asian                               service and number, selector
 * f l DC3 DC1 BC-AS--Vietnam-Coffee 1stLd 08-03 0061       priority, category, format, keyword, version, date, words
 * STX ^BC-AS--Vietnam-Coffee,60&lt;                           fields, see AnpaText
 *     ^Coffee farmers hope for rain&lt;
 *         BUON MA THUOT, Vietnam (AP) _ Farmers ...        text, each paragraph indented
 * ETX AP-WF-08-03-26 0920GMT                               month, day, year, time of sending
 * EOT
 * </pre>
 *
 * <p><b>Identity.</b> The {@code uri} is service and number as they stand, and comes again as that of {@link
 * Iptc7901Reader}. The version in the header ("1st Ld") names a lead and does not count versions of a number; so there is
 * no {@code version}, and {@code versionCreated} tells which is later. A kill comes as a message for people and is read as
 * any other.
 *
 * <p>Priorities f, b, u, r, d (flash, bulletin, urgent, regular, deferred) are the urgencies 1, 2, 3, 5, 6; of others
 * each agency has its own. The header is kept in {@code additionalProperties} as {@code anpa1312}.
 */
final class AnpaReader {

    private static final Pattern NUMBER = Pattern.compile("(\\p{Alpha}?\\d{1,6})([^\\x1F\\n]*)\\x1F?(.*)");
    private static final Pattern STORY = Pattern.compile("(\\p{Alnum}) +(\\p{Alnum})([\\x11-\\x14 ]+)(\\S+)(.*)");
    private static final Pattern FILED = Pattern.compile("(?<!\\S)(\\d{1,2}-\\d{1,2})(?: +(\\d{1,6}))?\\s*$");

    /** AP, AFP: month first; the agency and its service in front. */
    private static final Pattern AMERICAN = Pattern.compile(
            "(?<mon>\\d{2})-(?<d>\\d{2})-(?<y>\\d{2}) +(?<h>\\d{2}):?(?<min>\\d{2}) ?(?<zone>[A-Z]{1,3})");

    /** CP: the time first, then the day. */
    private static final Pattern CANADIAN = Pattern.compile(
            "(?<h>\\d{2}):(?<min>\\d{2}) ?(?<zone>[A-Z]{1,3}) +(?<d>\\d{2})-(?<mon>\\d{2})-(?<y>\\d{2})");

    private static final Map<String, String> ZONES = Map.ofEntries(
            Map.entry("GMT", "Z"),
            Map.entry("UTC", "Z"),
            Map.entry("Z", "Z"),
            Map.entry("ICT", "Asia/Ho_Chi_Minh"),
            Map.entry("ET", "America/New_York"),
            Map.entry("EST", "-05:00"),
            Map.entry("EDT", "-04:00"),
            Map.entry("CST", "-06:00"),
            Map.entry("CDT", "-05:00"),
            Map.entry("MST", "-07:00"),
            Map.entry("MDT", "-06:00"),
            Map.entry("PST", "-08:00"),
            Map.entry("PDT", "-07:00"));

    private static final Map<String, Integer> URGENCIES = Map.of("f", 1, "b", 2, "u", 3, "r", 5, "d", 6);

    private static final char TABULAR = 0x12;

    private AnpaReader() {}

    static List<Reading> read(Source source) {
        return Transmission.read(source, AnpaReader::article);
    }

    private static Article article(Transmission message) throws UnreadableException {
        List<String> lines = message.header().strip().lines().toList();
        Matcher number = NUMBER.matcher(lines.isEmpty() ? "" : lines.get(0).strip());
        if (!number.matches()) {
            throw message.fault("the header is %s: ANPA 1312 has service and number first, as a0107"
                    .formatted(Faults.quoted(lines.isEmpty() ? "" : lines.get(0))));
        }
        Matcher story = STORY.matcher(lines.size() < 2 ? "" : lines.get(1).strip());
        boolean known = story.matches();
        AnpaText text = AnpaText.of(message.text(), known && story.group(3).indexOf(TABULAR) >= 0);
        if (text.body().isEmpty() && text.headline().isEmpty()) {
            throw message.fault("the message %s has no text: there is no article in it".formatted(number.group(1)));
        }
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("anpa1312", headerAsJson(number, known ? story : null, lines, text, message));
        Article.Builder article = Article.newBuilder()
                .setPubStatus(PubStatus.usable)
                .setInfoSources(List.of())
                .setUri(number.group(1))
                .setUrgency(known ? URGENCIES.get(SmallLetters.of(story.group(1))) : null)
                .setSlugline(known ? story.group(4) : null)
                .setHeadline(text.headline().orElse(null))
                .setBody(text.body().isEmpty() ? null : text.body())
                .setBy(text.by().orElse(null))
                .setEdNote(text.edNote().orElse(null));
        Optional<Instant> time = time(message.trailer());
        time.ifPresent(article::setVersionCreated);
        String trailer = message.trailer().replaceAll("[\\s\\p{Cntrl}<]+", " ").strip();
        if (time.isEmpty() && !trailer.isEmpty()) {
            properties.put("versionCreated", TextNode.valueOf(trailer).toString());
        }
        article.setLanguage(LanguageGuess.of(Stream.of(article.getHeadline(), article.getBody())
                        .filter(Objects::nonNull)
                        .collect(Collectors.joining("\n")))
                .orElse(null));
        return article.setAdditionalProperties(properties).build();
    }

    private static String headerAsJson(
            Matcher number, Matcher story, List<String> lines, AnpaText text, Transmission message) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        put(json, "channel", number.group(2));
        put(json, "selector", number.group(3));
        if (story == null) {
            put(json, "header", String.join(" ", lines.subList(1, lines.size())));
        } else {
            put(json, "priority", story.group(1));
            put(json, "category", story.group(2));
            put(json, "keyword", story.group(4));
            String rest = story.group(5);
            Matcher filed = FILED.matcher(rest);
            if (filed.find()) {
                put(json, "version", rest.substring(0, filed.start()));
                put(json, "filed", filed.group(1));
                put(json, "words", filed.group(2));
            } else {
                put(json, "version", rest);
            }
        }
        text.keywordLine().ifPresent(line -> put(json, "keywordLine", line));
        if (!text.others().isEmpty()) {
            text.others().forEach(json.withArray("fields")::add);
        }
        if (!message.isUtf8()) {
            put(json, "charset", message.charset());
        }
        return json.toString();
    }

    private static void put(ObjectNode json, String name, String value) {
        String words =
                value == null ? "" : value.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
        if (!words.isEmpty()) {
            json.put(name, words);
        }
    }

    private static Optional<Instant> time(String trailer) {
        for (Pattern pattern : List.of(AMERICAN, CANADIAN)) {
            Matcher time = pattern.matcher(trailer);
            if (time.find() && ZONES.containsKey(time.group("zone"))) {
                try {
                    return IsoTime.inMillis(LocalDateTime.of(
                                    2000 + Integer.parseInt(time.group("y")),
                                    Integer.parseInt(time.group("mon")),
                                    Integer.parseInt(time.group("d")),
                                    Integer.parseInt(time.group("h")),
                                    Integer.parseInt(time.group("min")))
                            .atZone(ZoneId.of(ZONES.get(time.group("zone"))))
                            .toInstant());
                } catch (DateTimeException noSuchTime) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }
}
