package io.wiretag.intake.format;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** UTF-8 to text and back without a silent loss: Java's own conversions put a mark where they do not understand. */
final class Utf8 {

    private static final char REPLACEMENT = '\uFFFD';
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    /** Where more are bad, a text is in another encoding. */
    private static final int MOST_BAD_BYTES = 100;

    private Utf8() {}

    /** The text of the bytes without a byte order mark. */
    static String decode(byte[] bytes) throws UnreadableException {
        if (startsWith(bytes, 0xFF, 0xFE) || startsWith(bytes, 0xFE, 0xFF)) {
            throw new UnreadableException(OptionalInt.of(1), "the text is in UTF-16: save it as UTF-8");
        }
        int start = startsWith(bytes, 0xEF, 0xBB, 0xBF) ? 3 : 0;
        ByteBuffer in = ByteBuffer.wrap(bytes, start, bytes.length - start);
        // UTF-8 never gives more UTF-16 units than it has bytes
        CharBuffer out = CharBuffer.allocate(in.remaining());
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CoderResult result = decoder.decode(in, out, true);
        if (result.isError()) {
            throw notUtf8(bytes, in.position(), result.length());
        }
        return out.flip().toString();
    }

    /**
     * The text of bytes of which few are not UTF-8: each such byte becomes U+FFFD and is told.
     *
     * @throws UnreadableException if they are so many that the text is in another encoding
     */
    static String mostly(byte[] bytes, Consumer<UnreadableException> tell) throws UnreadableException {
        try {
            return decode(bytes);
        } catch (UnreadableException first) {
            List<UnreadableException> faults = new ArrayList<>();
            ByteBuffer in = ByteBuffer.wrap(bytes);
            CharBuffer out = CharBuffer.allocate(bytes.length);
            CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
            CoderResult result = decoder.decode(in, out, true);
            while (result.isError()) {
                if (result.length() > in.remaining() || faults.size() == MOST_BAD_BYTES) {
                    throw first;
                }
                faults.add(new UnreadableException(
                        lineOf(bytes, in.position()),
                        "byte 0x%02X at offset %d is not UTF-8: U+FFFD stands in its place"
                                .formatted(bytes[in.position()] & 0xFF, in.position())));
                in.position(in.position() + result.length());
                out.put(REPLACEMENT);
                result = decoder.decode(in, out, true);
            }
            String text = out.flip().toString();
            long beyondAscii =
                    text.chars().filter(c -> c > 0x7F && c != REPLACEMENT).count();
            if (startsWith(bytes, 0xFF, 0xFE)
                    || startsWith(bytes, 0xFE, 0xFF)
                    || faults.size() > 1 && faults.size() * 10L > beyondAscii) {
                throw first;
            }
            faults.forEach(tell);
            return text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
        }
    }

    /**
     * The text with every half of a surrogate pair replaced by U+FFFD, which has the same length. Only JSON escapes can
     * bring such halves in, mostly where a system cut an emoji in two; they cannot be written in UTF-8.
     */
    static String mended(String text) {
        if (isSound(text)) {
            return text;
        }
        StringBuilder mended = new StringBuilder(text);
        for (int i = 0; i < mended.length(); i++) {
            if (Character.isSurrogatePair(mended.charAt(i), i + 1 < mended.length() ? mended.charAt(i + 1) : 0)) {
                i++;
            } else if (Character.isSurrogate(mended.charAt(i))) {
                mended.setCharAt(i, REPLACEMENT);
            }
        }
        return mended.toString();
    }

    /** Whether the text can be written in UTF-8 as it stands. */
    static boolean isSound(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    static boolean isUtf8(byte[] bytes) {
        try {
            decode(bytes);
            return true;
        } catch (UnreadableException other) {
            return false;
        }
    }

    static boolean startsWith(byte[] bytes, int... expected) {
        if (bytes.length < expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if ((bytes[i] & 0xFF) != expected[i]) {
                return false;
            }
        }
        return true;
    }

    private static OptionalInt lineOf(byte[] bytes, int offset) {
        int line = 1;
        for (int i = 0; i < offset; i++) {
            if (bytes[i] == '\n') {
                line++;
            }
        }
        return OptionalInt.of(line);
    }

    private static UnreadableException notUtf8(byte[] bytes, int offset, int length) {
        String reason = offset + length >= bytes.length
                ? "the input ends within a character (offset %d): it is cut off, send it whole".formatted(offset)
                : "byte 0x%02X at offset %d is not UTF-8: convert the text to UTF-8 (from windows-1258, TCVN3, ...)"
                        .formatted(bytes[offset] & 0xFF, offset);
        return new UnreadableException(lineOf(bytes, offset), reason);
    }
}
