package io.wiretag.scoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wiretag.tagging.gazetteer.Role;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What is right, in a line of JSON. */
final class WantedTags {
    private static final Map<Subject, String> OPTIONAL = Map.of(
            Subject.PROVINCES, "optional",
            Subject.ABOUT, "about_optional",
            Subject.AGENCIES, "agencies_optional");

    private WantedTags() {}

    static Map<Subject, Wanted> read(ObjectNode line) {
        Map<Subject, Wanted> wanted = new EnumMap<>(Subject.class);
        for (Subject subject : Subject.values()) {
            LineValues.list(line, subject.key())
                    .ifPresent(tags -> wanted.put(
                            subject,
                            new Wanted(
                                    tags.stream().map(tag -> tag(subject, tag)).toList(), optional(subject, line))));
        }
        return wanted;
    }

    private static Set<String> optional(Subject subject, ObjectNode line) {
        Set<String> optional = new LinkedHashSet<>();
        items(line, OPTIONAL.get(subject)).forEach(item -> optional.add(disputed(subject, item)));
        // in a text that is about agencies alone they may stand under the one word
        if (subject == Subject.AGENCIES && !line.has(Subject.PROVINCES.key())) {
            items(line, OPTIONAL.get(Subject.PROVINCES)).forEach(item -> optional.add(disputed(subject, item)));
        }
        return optional;
    }

    private static Stream<JsonNode> items(ObjectNode line, String key) {
        return LineValues.list(line, key).orElse(List.of()).stream();
    }

    /** Of an agency with its role, or the code alone, whatever its role. */
    private static String disputed(Subject subject, JsonNode item) {
        return item.isTextual() ? item.textValue() : tag(subject, item);
    }

    private static String tag(Subject subject, JsonNode item) {
        if (subject != Subject.AGENCIES) {
            return LineValues.text(subject.key(), item);
        }
        if (!(item instanceof ObjectNode agency)) {
            throw new IllegalArgumentException(
                    "'agencies' has %s: write {\"code\": \"VNA\", \"role\": \"origin\"}".formatted(item));
        }
        String code = LineValues.string(agency, "code")
                .orElseThrow(
                        () -> new IllegalArgumentException("an agency has no 'code': write {\"code\": \"VNA\", ...}"));
        if (code.indexOf(' ') >= 0) {
            throw new IllegalArgumentException("'%s' is no code of an agency, which is one word".formatted(code));
        }
        return Wanted.agency(code, role(code, LineValues.string(agency, "role").orElse("")));
    }

    private static Role role(String code, String role) {
        for (Role each : Role.values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(role)) {
                return each;
            }
        }
        throw new IllegalArgumentException(
                "agency '%s' has the role '%s': write origin, credit or mention".formatted(code, role));
    }

    static void write(Map<Subject, Wanted> wanted, ObjectNode line) {
        wanted.forEach((subject, each) -> {
            ArrayNode tags = line.putArray(subject.key());
            each.tags().forEach(tag -> put(tag, tags));
            ArrayNode optional = line.putArray(OPTIONAL.get(subject));
            each.optional().forEach(tag -> put(tag, optional));
        });
    }

    private static void put(String tag, ArrayNode array) {
        String code = Wanted.code(tag);
        if (code.equals(tag)) {
            array.add(tag);
        } else {
            array.addObject().put("code", code).put("role", tag.substring(code.length() + 1));
        }
    }
}
