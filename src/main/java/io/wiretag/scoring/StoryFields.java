package io.wiretag.scoring;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wiretag.tagging.Story;
import io.wiretag.tagging.Story.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The texts of a story in a line of JSON; named and ordered as those of an article that came by Kafka. */
final class StoryFields {
    private StoryFields() {}

    static void check(List<Story.Field> fields) {
        Set<Kind> single = EnumSet.noneOf(Kind.class);
        for (Story.Field field : fields) {
            boolean several = field.kind() == Kind.CAPTION || field.kind() == Kind.PROVIDER;
            if (!several && !single.add(field.kind())) {
                throw new IllegalArgumentException("a story has one text of kind " + field.kind() + ", not several");
            }
        }
        if (fields.stream().allMatch(field -> field.text().isBlank())) {
            throw new IllegalArgumentException("the line has no 'text': give it one, a string");
        }
    }

    static List<Story.Field> read(ObjectNode line) {
        List<Story.Field> fields = new ArrayList<>();
        addOne(fields, Kind.HEADLINE, "headline", line);
        addOne(fields, Kind.BYLINE, "by", line);
        addOne(fields, Kind.LOCATED, "located", line);
        addOne(fields, Kind.BODY, "body", line);
        addAll(fields, Kind.CAPTION, "captions[%d]", line);
        addAll(fields, Kind.PROVIDER, "infoSources[%d].name", line);
        return fields;
    }

    private static void addOne(List<Story.Field> fields, Kind kind, String name, ObjectNode line) {
        LineValues.string(line, key(kind))
                .filter(text -> !text.isEmpty())
                .ifPresent(text -> fields.add(new Story.Field(kind, name, text)));
    }

    private static void addAll(List<Story.Field> fields, Kind kind, String name, ObjectNode line) {
        List<String> texts = LineValues.list(line, key(kind)).orElse(List.of()).stream()
                .map(item -> LineValues.text(key(kind), item))
                .toList();
        for (int i = 0; i < texts.size(); i++) {
            fields.add(new Story.Field(kind, name.formatted(i), texts.get(i)));
        }
    }

    /** Always with a text, be it empty: other programs look for it. */
    static void write(List<Story.Field> fields, ObjectNode line) {
        for (Story.Field field : fields) {
            switch (field.kind()) {
                case HEADLINE, BODY, BYLINE, LOCATED -> line.put(key(field.kind()), field.text());
                case CAPTION, PROVIDER -> line.withArray(key(field.kind())).add(field.text());
            }
        }
        if (!line.has(key(Kind.BODY))) {
            line.put(key(Kind.BODY), "");
        }
    }

    private static String key(Kind kind) {
        return switch (kind) {
            case HEADLINE -> "headline";
            case BODY -> "text";
            case CAPTION -> "captions";
            case BYLINE -> "by";
            case LOCATED -> "located";
            case PROVIDER -> "providers";
        };
    }
}
