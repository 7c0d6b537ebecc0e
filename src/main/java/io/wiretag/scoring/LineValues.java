package io.wiretag.scoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Values of a line of JSON that a person may have written. Each throws an {@link IllegalArgumentException} that tells the remedy. */
public final class LineValues {
    private LineValues() {}

    /** Empty if it is not there or null. */
    public static Optional<String> string(ObjectNode line, String name) {
        JsonNode value = line.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw new IllegalArgumentException("'%s' must be a string, but is %s".formatted(name, value));
        }
        return Optional.of(value.textValue());
    }

    /** A day in Viet Nam, or a time. */
    public static Optional<Instant> date(ObjectNode line, String name) {
        return string(line, name).map(text -> date(name, text));
    }

    private static Instant date(String name, String text) {
        try {
            return text.indexOf('T') < 0
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.ofHours(7)).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "'%s' is '%s', no date of ISO 8601: write it as 2026-08-04 or 2026-08-04T10:00:00+07:00"
                            .formatted(name, text),
                    e);
        }
    }

    /** Empty if it is not there or null. */
    static Optional<List<JsonNode>> list(ObjectNode line, String name) {
        JsonNode value = line.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isArray()) {
            throw new IllegalArgumentException("'%s' must be a list, but is %s: write [...]".formatted(name, value));
        }
        List<JsonNode> items = new ArrayList<>();
        value.forEach(items::add);
        return Optional.of(items);
    }

    static String text(String name, JsonNode item) {
        if (!item.isTextual()) {
            throw new IllegalArgumentException("'%s' must be a list of strings, but has %s".formatted(name, item));
        }
        return item.textValue();
    }
}
