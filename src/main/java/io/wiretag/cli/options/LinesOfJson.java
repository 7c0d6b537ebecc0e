package io.wiretag.cli.options;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wiretag.intake.format.Source;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** JSON lines in UTF-8, each an object with an id. What is wrong with one regards that line alone. */
public final class LinesOfJson {
    /** The byte order mark of UTF-8, a character for each byte. */
    private static final String MARK = "\u00ef\u00bb\u00bf";

    /** Of a line, in bytes: one is an article, and no input may fill the memory. */
    private static final int LONGEST = Source.MAX_BYTES;

    // numbers keep every digit
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    /** What is not yet taken lies from here to {@code end}. */
    private int at;

    private int end;
    private boolean afterCarriageReturn;
    private int number;

    public LinesOfJson(InputStream in) {
        this.in = in;
    }

    /**
     * One line.
     *
     * @param number counted from 1, blank lines too
     * @param bytes what stands in it, not yet looked at; no more than one beyond 16 MiB
     */
    public record Line(int number, byte[] bytes) {

        /**
         * What it says.
         *
         * @throws IllegalArgumentException if that is not one JSON object with an id; what and remedy in one sentence
         */
        public ObjectNode request() {
            if (bytes.length > LONGEST) {
                throw new IllegalArgumentException(
                        "the line is larger than " + LONGEST / (1024 * 1024) + " MiB: write one object a line");
            }
            JsonNode request;
            boolean more;
            if (isMarked()) {
                throw new IllegalArgumentException(
                        "the line begins with a byte order mark, which only the first may have: take it out");
            }
            try (JsonParser parser = MAPPER.createParser(text())) {
                request = MAPPER.readTree(parser);
                more = parser.nextToken() != null;
            } catch (CharacterCodingException e) {
                throw new IllegalArgumentException("the line is not UTF-8: convert it", e);
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException(
                        "the line is no JSON: "
                                + e.getOriginalMessage().lines().findFirst().orElse("")
                                + "; write one object a line",
                        e);
            } catch (IOException e) {
                throw new UncheckedIOException("a string cannot fail to be read", e);
            }
            if (more) {
                throw new IllegalArgumentException(
                        "something stands behind the first value of the line: write one object a line");
            }
            if (!(request instanceof ObjectNode object)) {
                throw new IllegalArgumentException("the line is no JSON object: write {\"id\": ..., \"text\": ...}");
            }
            JsonNode id = object.path("id");
            if (!isId(id)) {
                throw new IllegalArgumentException(
                        "the line must have an 'id', a string or a number that others can read, "
                                + (id.isMissingNode() ? "but has none" : "but it is " + id + ": put it in quotes"));
            }
            return object;
        }

        /** The id as it came, also where something behind it is wrong; null if there is none. */
        public JsonNode id() {
            // not strict: what is no UTF-8 may stand behind it
            try (JsonParser parser = MAPPER.createParser(new String(bytes, StandardCharsets.UTF_8))) {
                parser.nextToken();
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    parser.nextToken();
                    JsonNode value = parser.readValueAsTree();
                    if (name.equals("id") && isId(value)) {
                        return value;
                    }
                }
            } catch (IOException e) {
                // what stands behind it cannot be had
            }
            return NullNode.getInstance();
        }

        /** Whoever reads the answer must find the number that he gave: most programs read 1e400 as infinite. */
        private static boolean isId(JsonNode id) {
            return id.isTextual() || id.isNumber() && Double.isFinite(id.doubleValue());
        }

        private boolean isMarked() {
            return new String(bytes, 0, Math.min(bytes.length, MARK.length()), StandardCharsets.ISO_8859_1)
                    .equals(MARK);
        }

        private String text() throws CharacterCodingException {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        }
    }

    /** The next line that is not blank; empty at the end. */
    public Optional<Line> next() throws IOException {
        for (Optional<byte[]> line = line(); line.isPresent(); line = line()) {
            number++;
            byte[] bytes = line.get();
            if (number == 1 && new Line(number, bytes).isMarked()) {
                bytes = Arrays.copyOfRange(bytes, MARK.length(), bytes.length);
            }
            if (!isBlank(bytes)) {
                return Optional.of(new Line(number, bytes));
            }
        }
        return Optional.empty();
    }

    private static boolean isBlank(byte[] bytes) {
        for (byte each : bytes) {
            if (!Character.isWhitespace(each & 0xFF)) {
                return false;
            }
        }
        return true;
    }

    /** Without its end. Of one that is too long what follows is passed over, so that the next is found. */
    private Optional<byte[]> line() throws IOException {
        // only now: who sends a line and waits may have sent no more
        if (afterCarriageReturn && fill() && buffer[at] == '\n') {
            at++;
        }
        afterCarriageReturn = false;
        if (!fill()) {
            return Optional.empty();
        }
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (fill()) {
            int from = at;
            while (at < end && buffer[at] != '\n' && buffer[at] != '\r') {
                at++;
            }
            line.write(buffer, from, Math.min(at - from, LONGEST + 1 - line.size()));
            if (at < end) {
                afterCarriageReturn = buffer[at++] == '\r';
                break;
            }
        }
        return Optional.of(line.toByteArray());
    }

    /** Whether there is more. */
    private boolean fill() throws IOException {
        if (at == end) {
            at = 0;
            end = Math.max(0, in.read(buffer));
        }
        return at < end;
    }
}
