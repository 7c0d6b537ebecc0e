package io.wiretag.intake;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * Turns an input into articles: the one door to all readers.
 *
 * <p>{@link Format#AUTO} looks at the content. A transmission of IPTC 7901 or ANPA 1312 is known by its control
 * characters; otherwise the first character decides: <code>{</code> and <code>[</code> are ninjs (but {@code [Photo] ...}
 * is a headline), {@code <} is XML, anything else is text. Formats that are known and not read yet are named in the
 * complaint.
 */
public final class ArticleReaders {

    private static final char START_OF_HEADING = 0x01;
    private static final char END_OF_TRANSMISSION = 0x04;
    private static final char SYNCHRONOUS_IDLE = 0x16;

    /** The control characters of a transmission stand around its header; this many bytes are searched for them. */
    private static final int HEADER_BYTES = 256;

    private ArticleReaders() {}

    /**
     * Reads all articles of an input, in their order. The list is never empty: an input without an article gives a
     * complaint.
     *
     * <p>Never throws on content.
     */
    public static List<Reading> read(Source source, Format format) {
        Objects.requireNonNull(format, "format");
        try {
            if (source.bytes().length > Source.MAX_BYTES) {
                throw refusal("larger than %d MiB: one input holds one wire or a batch of them, split it"
                        .formatted(Source.MAX_BYTES >> 20));
            }
            if (format == Format.AUTO) {
                refuseTransmission(source.bytes());
            }
            String text = Utf8.decode(source.bytes());
            if (text.isBlank()) {
                throw refusal("empty: there is no article in it");
            }
            return switch (format == Format.AUTO ? formatOf(text) : format) {
                case NINJS -> NinjsReader.read(source, text);
                case TEXT, AUTO -> List.of(PlainTextReader.read(text));
            };
        } catch (UnreadableException e) {
            return List.of(e.complaint(source));
        }
    }

    private static Format formatOf(String text) throws UnreadableException {
        String start = text.stripLeading();
        return switch (start.charAt(0)) {
            case '{' -> Format.NINJS;
            case '[' -> Character.isLetter(firstOf(start.substring(1).stripLeading())) ? Format.TEXT : Format.NINJS;
            case '<' ->
                throw refusal("%s: XML formats (NewsML-G2, RSS, Atom) are not read yet; send ninjs or plain text"
                        .formatted(start.toLowerCase(Locale.ROOT).contains("<html") ? "an HTML page" : "XML"));
            default -> Format.TEXT;
        };
    }

    private static void refuseTransmission(byte[] bytes) throws UnreadableException {
        for (int i = 0; i < Math.min(bytes.length, HEADER_BYTES); i++) {
            if (bytes[i] == SYNCHRONOUS_IDLE) {
                throw refusal("a transmission in ANPA 1312, known by its character SYN: that format is not read yet;"
                        + " send ninjs or plain text");
            }
            if (bytes[i] >= START_OF_HEADING && bytes[i] <= END_OF_TRANSMISSION) {
                throw refusal("a transmission in IPTC 7901, known by its characters SOH, STX, ETX, EOT: that format is"
                        + " not read yet; send ninjs or plain text");
            }
        }
    }

    private static char firstOf(String text) {
        return text.isEmpty() ? 0 : text.charAt(0);
    }

    private static UnreadableException refusal(String reason) {
        return new UnreadableException(OptionalInt.empty(), reason);
    }
}
