package io.wiretag.intake.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wiretag.codec.FieldNames;
import io.wiretag.intake.format.text.TextVariant;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One object of a ninjs input: asks for its properties by type, and remembers which of them were carried over in full,
 * so that the rest can travel on. What is wrong with a property is noted, and the property counts as absent; {@link
 * #requireSound} tells all of it.
 *
 * <p>The three generations of ninjs spell the same property differently; so a property is asked for by all its names,
 * newest first. The newest that is there counts, and an older one beside it stays among the rest. A property that is
 * {@code null}, or a blank string, counts as absent.
 */
final class NinjsItem {

    /** The text the whole item was read from, to find the line of a fault. */
    record Text(String json, int firstLine) {

        /** The line of the value that the pointer names. Reads the text again: only a complaint pays for its line. */
        OptionalInt lineOf(JsonPointer pointer) {
            try (JsonParser parser = NinjsReader.JSON.createParser(json)) {
                JsonToken token;
                while ((token = parser.nextToken()) != null) {
                    if (token != JsonToken.FIELD_NAME
                            && parser.getParsingContext().pathAsPointer().equals(pointer)) {
                        return OptionalInt.of(
                                firstLine - 1 + parser.currentTokenLocation().getLineNr());
                    }
                }
            } catch (IOException e) {
                throw new IllegalStateException("this text was read before", e);
            }
            return OptionalInt.empty();
        }
    }

    private final ObjectNode node;
    private final Text text;
    private final JsonPointer here;
    private final String prefix;
    private final Faults faults;
    private final Set<String> carried = new HashSet<>();

    /** A whole item; {@code prefix} is its pointer within the input, "" or "/3". */
    NinjsItem(ObjectNode node, Text text, String prefix) {
        this(node, text, prefix, JsonPointer.empty(), new Faults());
    }

    private NinjsItem(ObjectNode node, Text text, String prefix, JsonPointer here, Faults faults) {
        this.node = node;
        this.faults = faults;
        this.text = text;
        this.prefix = prefix;
        this.here = here;
    }

    Optional<String> text(String... names) {
        Optional<String> name = present(names);
        if (name.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> value = string(node.get(name.get()), here.appendProperty(name.get()));
        carried.add(name.get());
        return value.filter(v -> !v.isBlank()).map(Utf8::mended);
    }

    /** Whether one of these has a value, be it blank. */
    boolean isNamed(String... names) {
        return present(names).isPresent();
    }

    /** A string in which not even a broken character may be mended, since that could make two identities one. */
    Optional<String> identity(String... names) {
        Optional<String> name = present(names);
        if (name.isPresent() && !Utf8.isSound(node.get(name.get()).asText())) {
            note(here.appendProperty(name.get()), "has half a surrogate pair in it: an identity must be whole text");
        }
        return text(names);
    }

    OptionalInt integer(int min, int max, String... names) {
        Optional<String> name = present(names);
        if (name.isEmpty()) {
            return OptionalInt.empty();
        }
        JsonNode value = node.get(name.get());
        // 5.0 is the integer 5: ninjs 2.x says "number"
        boolean whole = value.isNumber() && value.canConvertToExactIntegral() && value.canConvertToInt();
        if (!whole || value.intValue() < min || value.intValue() > max) {
            note(
                    here.appendProperty(name.get()),
                    "is %s: ninjs has an integer from %d to %d".formatted(described(value), min, max));
            return OptionalInt.empty();
        }
        carried.add(name.get());
        return OptionalInt.of(value.intValue());
    }

    /** A time that {@code reading} understands; one that it does not stays among the {@link #rest}. */
    Optional<Instant> time(Function<String, Optional<Instant>> reading, String... names) {
        Optional<Instant> time = text(names).flatMap(reading);
        if (time.isEmpty()) {
            present(names).ifPresent(carried::remove);
        }
        return time;
    }

    /**
     * The main one of {@code bodies[]}, or of {@code body}, {@code body_text}, {@code body_...} in ninjs 1.x, as plain
     * text. What does not tell the whole (markup, further variants) stays among the {@link #rest} too.
     */
    Optional<String> mainText(String plural, String singular) {
        List<TextVariant> variants = new ArrayList<>();
        for (NinjsItem entry : children(plural)) {
            variants.add(new TextVariant(
                    plural,
                    entry.text("role").orElse(""),
                    entry.text("contentType", "contenttype").orElse(""),
                    entry.text("value").orElse("")));
        }
        boolean several = variants.size() > 1;
        for (Map.Entry<String, JsonNode> property : node.properties()) {
            String name = property.getKey();
            if (name.equals(singular) && !property.getValue().isNull()) {
                string(property.getValue(), here.appendProperty(name))
                        .ifPresent(value -> variants.add(TextVariant.main(name, value)));
            } else if (name.startsWith(singular + "_") && !property.getValue().isNull()) {
                String role = name.substring(singular.length() + 1);
                string(property.getValue(), here.appendProperty(name))
                        .ifPresent(value -> variants.add(new TextVariant(name, role, "", value)));
            }
        }
        Optional<TextVariant> main = TextVariant.main(variants);
        main.filter(v -> !v.isMarkup() && !(several && v.property().equals(plural)))
                .ifPresent(v -> carried.add(v.property()));
        return main.map(TextVariant::plain).map(Utf8::mended).filter(v -> !v.isBlank());
    }

    /** The objects of a list, or in ninjs 1.x of an object that names them. */
    List<NinjsItem> children(String... names) {
        Optional<String> name = present(names);
        if (name.isEmpty()) {
            return List.of();
        }
        JsonNode list = node.get(name.get());
        JsonPointer pointer = here.appendProperty(name.get());
        List<NinjsItem> children = new ArrayList<>();
        if (list.isArray()) {
            for (int i = 0; i < list.size(); i++) {
                child(list.get(i), pointer.appendIndex(i)).ifPresent(children::add);
            }
        } else if (list.isObject()) {
            for (Map.Entry<String, JsonNode> entry : list.properties()) {
                child(entry.getValue(), pointer.appendProperty(entry.getKey())).ifPresent(children::add);
            }
        } else {
            note(pointer, "is %s: ninjs has a list of objects".formatted(described(list)));
        }
        return children;
    }

    /** Says that the property is carried over in full. */
    void carry(String... names) {
        present(names).ifPresent(carried::add);
    }

    boolean has(String... names) {
        return present(names).isPresent();
    }

    boolean hasText(String name) {
        return node.path(name).isTextual();
    }

    /** Whether all that stands in the object was asked for and carried over. */
    boolean isExhausted() {
        return rest().isEmpty();
    }

    /** The properties that were not carried over in full, by name, as JSON text. */
    Map<String, String> rest() {
        Map<String, String> rest = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> property : node.properties()) {
            if (!carried.contains(property.getKey())) {
                rest.put(
                        Utf8.mended(property.getKey()),
                        Utf8.mended(property.getValue().toString()));
            }
        }
        return rest;
    }

    /**
     * Notes every property that means one of these by another name, see {@link FieldNames}: it would be passed over, and what
     * it says with it.
     */
    void refuseOtherNames(String... names) {
        for (Map.Entry<String, JsonNode> property : node.properties()) {
            String name = property.getKey();
            if (!property.getValue().isNull()
                    && Stream.of(names).noneMatch(name::equals)
                    && Stream.of(names).anyMatch(known -> FieldNames.isOtherNameOf(name, known))) {
                note(
                        here.appendProperty(name),
                        "is %s, and would be passed over by this name: call it %s"
                                .formatted(described(property.getValue()), names[0]));
            }
        }
    }

    /** Notes a property of one of these names that is there and says nothing. */
    void requireWords(String remedy, String... names) {
        for (String name : names) {
            JsonNode value = node.get(name);
            if (value != null
                    && (value.isNull() || value.isTextual() && value.textValue().isBlank())) {
                note(here.appendProperty(name), "is %s, which says nothing: %s".formatted(described(value), remedy));
            }
        }
    }

    /** Notes a property of one of these names that contradicts a newer one beside it. */
    void requireOneValue(String... names) {
        List<String> there = Stream.of(names).filter(node::hasNonNull).toList();
        for (String name : there) {
            String newest = there.get(0);
            if (!node.get(name).equals(node.get(newest))) {
                note(
                        here.appendProperty(name),
                        "is %s, and /%s beside it %s: say it once"
                                .formatted(described(node.get(name)), newest, described(node.get(newest))));
            }
        }
    }

    /** Notes a fault of the item as a whole. */
    void note(String reason) {
        faults.note(
                this,
                () -> new UnreadableException(
                        OptionalInt.of(text.firstLine()), (prefix.isEmpty() ? "the item " : prefix + " ") + reason));
    }

    /** Notes a fault of the property that has one of the names. */
    void note(String reason, String... names) {
        present(names).ifPresent(name -> note(here.appendProperty(name), reason));
    }

    private void note(JsonPointer pointer, String reason) {
        faults.note(
                pointer,
                () -> new UnreadableException(text.lineOf(pointer), Faults.shortened(prefix + pointer) + " " + reason));
    }

    /** Whether the property that has one of the names has a fault already. */
    boolean isFaulty(String... names) {
        return present(names)
                .filter(name -> faults.has(here.appendProperty(name)))
                .isPresent();
    }

    /** @throws UnreadableException if a fault was noted, of the item or of what is in it */
    void requireSound() throws UnreadableException {
        faults.throwIfAny();
    }

    private Optional<NinjsItem> child(JsonNode value, JsonPointer pointer) {
        if (value.isNull()) {
            return Optional.empty();
        }
        if (value instanceof ObjectNode object) {
            return Optional.of(new NinjsItem(object, text, prefix, pointer, faults));
        }
        note(pointer, "is %s: ninjs has an object".formatted(described(value)));
        return Optional.empty();
    }

    private Optional<String> present(String... names) {
        for (String name : names) {
            if (node.hasNonNull(name)) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    private Optional<String> string(JsonNode value, JsonPointer pointer) {
        if (value.isTextual()) {
            return Optional.of(value.textValue());
        }
        String remedy = value.isValueNode() ? ": put it in quotes, " + Faults.quoted(value.asText()) : "";
        note(pointer, "is %s, but ninjs has a string%s".formatted(described(value), remedy));
        return Optional.empty();
    }

    static String described(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "a list";
            case OBJECT -> "an object";
            case NUMBER -> "the number " + Faults.shortened(value.asText());
            case BOOLEAN -> "the word " + value.asText();
            case STRING -> "the string " + Faults.quoted(value.asText());
            case NULL, MISSING -> "null";
            case BINARY, POJO -> "a " + value.getNodeType();
        };
    }
}
