package io.wiretag.intake;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.jdom2.Element;

/**
 * Turns an input into articles: the one door to all readers.
 *
 * <p>{@link Format#AUTO} looks at the content. A transmission of IPTC 7901 or ANPA 1312 is known by its control
 * characters; otherwise the first character decides: <code>{</code> and <code>[</code> are ninjs (but {@code [Photo] ...}
 * is a headline), {@code <} is XML, of which the outermost element tells the format, anything else is text. Formats that
 * are known and not read yet are named in the complaint.
 */
public final class ArticleReaders {

    private static final char START_OF_HEADING = 0x01;
    private static final char END_OF_TRANSMISSION = 0x04;
    private static final char SYNCHRONOUS_IDLE = 0x16;

    /** The control characters of a transmission stand around its header; this many bytes are searched for them. */
    private static final int HEADER_BYTES = 256;

    private static final Pattern HTML =
            Pattern.compile("(<\\?xml[^>]*>)?\\s*<(!doctype\\s+)?html\\b.*", Pattern.DOTALL);

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
            byte[] bytes = source.bytes();
            if (bytes.length > Source.MAX_BYTES) {
                throw refusal("larger than %d MiB: one input holds one wire or a batch of them, split it"
                        .formatted(Source.MAX_BYTES >> 20));
            }
            if (format == Format.AUTO) {
                refuseTransmission(bytes);
            }
            if (format == Format.FEED || format == Format.AUTO && XmlText.isXml(bytes)) {
                return readXml(source, format);
            }
            String text = Utf8.decode(bytes);
            if (text.isBlank()) {
                throw refusal("empty: there is no article in it");
            }
            return (format == Format.AUTO ? formatOf(text) : format) == Format.NINJS
                    ? NinjsReader.read(source, text)
                    : List.of(PlainTextReader.read(text));
        } catch (UnreadableException e) {
            return List.of(e.complaint(source));
        }
    }

    private static List<Reading> readXml(Source source, Format format) throws UnreadableException {
        byte[] bytes = source.bytes();
        String start = new String(bytes, 0, Math.min(bytes.length, HEADER_BYTES), StandardCharsets.ISO_8859_1);
        if (start.isBlank()) {
            throw refusal("empty: there is no article in it");
        }
        if (HTML.matcher(start.strip().toLowerCase(Locale.ROOT)).matches()) {
            throw refusal("an HTML page: send the article as ninjs, XML of news, or plain text");
        }
        XmlDocument document = XmlDocument.of(bytes);
        Element root = document.root();
        if (format == Format.FEED || FeedReader.isFeed(root)) {
            return FeedReader.read(source, document);
        }
        throw new UnreadableException(
                XmlDocument.lineOf(root),
                "the XML is <%s>, which is not read yet: RSS and Atom are; send that, ninjs or plain text"
                        .formatted(root.getQualifiedName()));
    }

    private static Format formatOf(String text) {
        String start = text.stripLeading();
        return switch (start.charAt(0)) {
            case '{' -> Format.NINJS;
            case '[' -> Character.isLetter(firstOf(start.substring(1).stripLeading())) ? Format.TEXT : Format.NINJS;
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
