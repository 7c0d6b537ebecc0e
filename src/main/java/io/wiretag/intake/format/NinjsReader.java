package io.wiretag.intake.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Reads IPTC ninjs 1.x, 2.x and 3.x: one object, an array of objects, or one object after another. In JSON lines a
 * broken line costs that line only; in any other form the articles before the broken place are taken.
 *
 * <p>The same property twice in an object is refused, since nobody can tell which of the two was meant. Size, depth and
 * number of items have limits. What an item must have is said by {@link NinjsArticle}.
 */
final class NinjsReader {

    private static final int MAX_DEPTH = 100;
    private static final int MAX_TOKENS = 2_000_000;

    static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(Source.MAX_BYTES)
                    .maxDocumentLength(Source.MAX_BYTES)
                    .maxTokenCount(MAX_TOKENS)
                    .build())
            .build();

    // numbers that travel on as JSON text keep every digit
    private static final ObjectMapper MAPPER = JsonMapper.builder(JSON)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final Source source;
    private final List<Reading> readings = new ArrayList<>();
    private int items;

    private NinjsReader(Source source) {
        this.source = source;
    }

    static List<Reading> read(Source source, String text) {
        NinjsReader reader = new NinjsReader(source);
        if (isJsonLines(text)) {
            int line = 1;
            for (String json : (Iterable<String>) text.lines()::iterator) {
                reader.readDocument(json, line++);
            }
        } else {
            reader.readDocument(text, 1);
        }
        if (reader.readings.isEmpty()) {
            reader.readings.add(new Reading.Complaint(
                    source.name(), OptionalInt.empty(), "an empty list: there is no article in it"));
        }
        return List.copyOf(reader.readings);
    }

    /**
     * Whether every line opens an object and somewhere one closes at the end of a line before the next opens. No
     * single JSON document can look so, so the lines can be read apart.
     */
    private static boolean isJsonLines(String text) {
        boolean parted = false;
        char last = 0;
        for (String line : (Iterable<String>) text.lines()::iterator) {
            String json = line.strip();
            if (!json.isEmpty()) {
                if (json.charAt(0) != '{') {
                    return false;
                }
                parted |= last == '}';
                last = json.charAt(json.length() - 1);
            }
        }
        return parted;
    }

    private void readDocument(String json, int firstLine) {
        try (JsonParser parser = JSON.createParser(json)) {
            JsonToken token;
            while (!isFull() && (token = parser.nextToken()) != null) {
                if (token == JsonToken.START_ARRAY) {
                    for (int i = 0; !isFull() && parser.nextToken() != JsonToken.END_ARRAY; i++) {
                        readItem(parser, json, firstLine, "/" + i);
                    }
                } else {
                    readItem(parser, json, firstLine, "");
                }
            }
        } catch (JsonProcessingException e) {
            readings.add(fault(e, firstLine, "ninjs").complaint(source));
        } catch (IOException e) {
            throw new UncheckedIOException("a string cannot fail to be read", e);
        }
    }

    private boolean isFull() {
        return items > ArticleReaders.MAX_ARTICLES;
    }

    private void readItem(JsonParser parser, String json, int firstLine, String prefix) throws IOException {
        int line = firstLine - 1 + parser.currentTokenLocation().getLineNr();
        int start = Math.toIntExact(parser.currentTokenLocation().getCharOffset());
        JsonNode item = MAPPER.readTree(parser);
        int end = Math.toIntExact(parser.currentLocation().getCharOffset());
        if (items == ArticleReaders.MAX_ARTICLES) {
            items++;
            readings.add(new Reading.Complaint(
                    source.name(),
                    OptionalInt.of(line),
                    "more than %d items in one input: the rest is left out, split it"
                            .formatted(ArticleReaders.MAX_ARTICLES)));
            return;
        }
        try {
            if (!(item instanceof ObjectNode object)) {
                String what = prefix.isEmpty() ? "the input" : prefix;
                throw new UnreadableException(
                        OptionalInt.of(line),
                        what + " is " + NinjsItem.described(item) + ": a ninjs item is an object");
            }
            NinjsItem.Text text = new NinjsItem.Text(json.substring(start, end), line);
            readings.add(new Reading.Read(NinjsArticle.of(new NinjsItem(object, text, prefix))));
        } catch (UnreadableException e) {
            readings.addAll(e.complaints(source));
        }
        items++;
    }

    /** @param format whose JSON it was to be */
    static UnreadableException fault(JsonProcessingException e, int firstLine, String format) {
        int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
        String reason = "not JSON as %s has it: ".formatted(format)
                // Jackson tells the place a second time behind the first line, or in brackets
                + e.getOriginalMessage().split("\\R| \\(start marker at", 2)[0];
        if (e instanceof JsonEOFException) {
            reason = "the JSON ends in the middle of an item: it is cut off, send it whole";
        } else if (e instanceof StreamConstraintsException) {
            // and names the method that sets the limit
            reason = "no news item is built so: " + e.getOriginalMessage().replaceAll(", from `[^`]*`", "");
        }
        return new UnreadableException(line < 1 ? OptionalInt.empty() : OptionalInt.of(firstLine - 1 + line), reason);
    }
}
