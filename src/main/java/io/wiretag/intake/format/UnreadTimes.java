package io.wiretag.intake.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wiretag.schema.Article;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Says which times of an article could not be read. All readers take such an article, since a story is worth more than its date,
 * and keep the words in {@code additionalProperties}; but {@code versionCreated} may decide which version is later, so whoever
 * sends it must hear of it.
 *
 * @param versionCreated local names of the properties that stand for it
 * @param firstCreated likewise
 */
record UnreadTimes(List<String> versionCreated, List<String> firstCreated) {

    /** All but feeds use these names. */
    static final UnreadTimes OWN =
            new UnreadTimes(List.of("versionCreated", "versioncreated"), List.of("firstCreated", "firstcreated"));

    static final UnreadTimes OF_FEEDS = new UnreadTimes(
            List.of("updated", "modified", "pubDate", "date", "published", "issued"),
            List.of("published", "issued", "created"));

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The readings, each article with its warnings. */
    List<Reading> told(Source source, List<Reading> readings) {
        return readings.stream().map(reading -> told(source, reading)).toList();
    }

    private Reading told(Source source, Reading reading) {
        if (!(reading instanceof Reading.Read read)) {
            return reading;
        }
        Article article = read.article();
        List<Reading.Complaint> warnings = new ArrayList<>();
        if (article.getVersionCreated() == null) {
            warn(source, article, versionCreated, warnings);
        }
        if (article.getFirstCreated() == null) {
            // of a feed one element stands for both
            List<String> others = warnings.isEmpty()
                    ? firstCreated
                    : firstCreated.stream()
                            .filter(name -> !versionCreated.contains(name))
                            .toList();
            warn(source, article, others, warnings);
        }
        return read.warned(warnings);
    }

    private static void warn(Source source, Article article, List<String> names, List<Reading.Complaint> warnings) {
        for (Map.Entry<String, String> property :
                article.getAdditionalProperties().entrySet()) {
            String name = property.getKey();
            String value = words(property.getValue());
            if (names.contains(name.substring(name.indexOf(':') + 1)) && !value.isBlank()) {
                String reason = "%s of %s is %s, no time that can be read: the article goes without it; write it as"
                        + " 2026-08-04T10:00:00+07:00";
                warnings.add(new Reading.Complaint(
                        source.name(),
                        OptionalInt.empty(),
                        reason.formatted(name, Faults.quoted(article.getUri()), Faults.quoted(value))));
            }
        }
    }

    /** Of JSON text. */
    private static String words(String json) {
        try {
            JsonNode value = JSON.readTree(json);
            return value.isNull() ? "" : value.isValueNode() ? value.asText() : json;
        } catch (JsonProcessingException e) {
            return json;
        }
    }
}
