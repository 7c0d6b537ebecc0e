package io.wiretag.intake.format;

import io.wiretag.intake.format.text.SmallLetters;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The characters of an XML document, in the encoding that its byte order mark or its declaration names; UTF-8 where
 * neither does (XML 1.0, appendix F).
 *
 * <p>Decoded here and not by the parser, for that one puts a mark in place of bytes that its encoding does not have, and
 * the story would go on without them.
 */
final class XmlText {

    /** A declaration stands at the very start; it has a few dozen characters. */
    private static final int DECLARATION_BYTES = 1024;

    private static final Pattern ENCODING =
            Pattern.compile("^<\\?xml[^>]*?\\sencoding\\s*=\\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']");

    /** The outermost element of a feed, or a single entry of Atom. */
    private static final Pattern FEED = Pattern.compile(
            "(?i)<(?:[a-z]{1,20}:)?(?:rss|rdf|feed|urlset|sitemapindex)[\\s/>]|<(?:[a-z]{1,20}:)?entry\\s[^>]*atom");

    private XmlText() {}

    /** Whether the bytes look like XML: a {@code <} is the first that is no blank. */
    static boolean isXml(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            int b = bytes[i] & 0xFF;
            if (b == '<') {
                return true;
            }
            // blanks, and what UTF-8 and UTF-16 put before the first character
            if (b > ' ' && b != 0xEF && b != 0xBB && b != 0xBF && b != 0xFE && b != 0xFF || isControl(b)) {
                return false;
            }
        }
        return false;
    }

    /** Whether a feed begins near the start, whatever stands before it. */
    static boolean looksLikeFeed(byte[] bytes) {
        String start = start(bytes).replace("\0", "");
        Matcher feed = FEED.matcher(start);
        boolean json =
                start.stripLeading().startsWith("{") || start.stripLeading().startsWith("[");
        return !json
                && feed.find()
                && (isXml(bytes) || start.substring(feed.end()).contains("<"));
    }

    /** Whether it may be an index of sitemaps: to ask costs nothing, as is done at each poll of every feed. */
    static boolean mayBeSitemapIndex(byte[] bytes) {
        return SmallLetters.of(start(bytes).replace("\0", "")).contains("sitemapindex");
    }

    private static boolean isControl(int b) {
        return b < ' ' && b != 0 && b != '\t' && b != '\n' && b != '\r';
    }

    /** Of a document type that declares nothing itself; or the start of another. */
    private static final Pattern DOCTYPE = Pattern.compile(
            "<!DOCTYPE\\s(?:[^<>\\[\"']++|\"[^\"<]*+\"|'[^'<]*+')*+(?<end>[>\\[])", Pattern.CASE_INSENSITIVE);

    private static final Pattern DOCTYPE_START = Pattern.compile("<!DOCTYPE", Pattern.CASE_INSENSITIVE);

    private static final int LONGEST_DOCTYPE = 1000;

    /** Whether a document type declares anything itself. */
    static boolean declaresEntities(String text) {
        Matcher start = DOCTYPE_START.matcher(text);
        return start.find() ? plainDoctype(text, start.start()).isEmpty() : text.contains("<!ENTITY");
    }

    /** A document type that only names a DTD is passed over, and nothing is fetched; its lines stay. */
    static String withoutDoctype(String text) {
        int start = endOfProlog(text);
        return plainDoctype(text, start)
                .map(doctype -> text.substring(0, start)
                        + doctype.replaceAll("[^\n]", " ")
                        + text.substring(start + doctype.length()))
                .orElse(text);
    }

    private static Optional<String> plainDoctype(String text, int start) {
        Matcher doctype = DOCTYPE.matcher(text).region(start, Math.min(text.length(), start + LONGEST_DOCTYPE));
        return doctype.lookingAt() && doctype.group("end").equals(">")
                ? Optional.of(doctype.group())
                : Optional.empty();
    }

    /** Behind blanks, comments and processing instructions. */
    private static int endOfProlog(String text) {
        int at = 0;
        while (at < text.length()) {
            String end = text.startsWith("<?", at) ? "?>" : text.startsWith("<!--", at) ? "-->" : "";
            int next = end.isEmpty() ? -1 : text.indexOf(end, at);
            if (next >= 0) {
                at = next + end.length();
            } else if (Character.isWhitespace(text.charAt(at))) {
                at++;
            } else {
                break;
            }
        }
        return at;
    }

    static String of(byte[] bytes) throws UnreadableException {
        Charset charset = charset(bytes);
        if (charset.equals(StandardCharsets.UTF_8)) {
            return withoutDeclaration(Utf8.decode(bytes));
        }
        return withoutDeclaration(decoded(bytes, charset));
    }

    private static String decoded(byte[] bytes, Charset charset) throws UnreadableException {
        CharsetDecoder decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate((int) Math.ceil(bytes.length * (double) decoder.maxCharsPerByte()) + 1);
        CoderResult result = decoder.decode(in, out, true);
        out.flip();
        if (result.isError()) {
            int line = 1 + (int) out.chars().filter(c -> c == '\n').count();
            throw new UnreadableException(
                    OptionalInt.of(line),
                    "the bytes at offset %d are not %s, which the XML declares: save it in the encoding it names"
                            .formatted(in.position(), charset.name()));
        }
        String text = out.toString();
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /**
     * As {@link #of}, but a few bytes that the encoding does not have cost themselves alone, not the feed.
     *
     * @param said by whom it was sent; counts where the document itself says nothing
     * @param tell takes a fault for each such byte
     */
    static String ofFeed(byte[] bytes, Optional<Charset> said, Consumer<UnreadableException> tell)
            throws UnreadableException {
        // servers say ISO-8859-1 of whatever they send
        Charset charset = said.isPresent() && !declares(bytes) && !Utf8.isUtf8(bytes) ? said.get() : charset(bytes);
        if (charset.equals(StandardCharsets.UTF_8)) {
            return withoutDeclaration(Utf8.mostly(bytes, tell));
        }
        return withoutDeclaration(decoded(bytes, charset));
    }

    private static boolean declares(byte[] bytes) {
        String start = start(bytes);
        return !charsetOfMark(bytes).isEmpty()
                || ENCODING.matcher(start.stripLeading()).find();
    }

    /** A declaration behind blank lines is against the rules and common; the lines stay, for complaints count them. */
    private static String withoutDeclaration(String text) {
        int end = text.indexOf("?>");
        if (text.startsWith("<?xml ")
                || end < 0
                || end > DECLARATION_BYTES
                || !text.stripLeading().startsWith("<?xml ")) {
            return text;
        }
        return text.substring(0, end).replaceAll("[^\n]", " ") + text.substring(end + 2);
    }

    private static Optional<Charset> charsetOfMark(byte[] bytes) {
        if (Utf8.startsWith(bytes, 0xFE, 0xFF) || Utf8.startsWith(bytes, 0, '<')) {
            return Optional.of(StandardCharsets.UTF_16BE);
        }
        if (Utf8.startsWith(bytes, 0xFF, 0xFE) || Utf8.startsWith(bytes, '<', 0)) {
            return Optional.of(StandardCharsets.UTF_16LE);
        }
        return Utf8.startsWith(bytes, 0xEF, 0xBB, 0xBF) ? Optional.of(StandardCharsets.UTF_8) : Optional.empty();
    }

    private static String start(byte[] bytes) {
        return new String(bytes, 0, Math.min(bytes.length, DECLARATION_BYTES), StandardCharsets.ISO_8859_1);
    }

    private static Charset charset(byte[] bytes) throws UnreadableException {
        Optional<Charset> mark = charsetOfMark(bytes);
        Matcher encoding = ENCODING.matcher(start(bytes).stripLeading());
        if (mark.isPresent() || !encoding.find()) {
            return mark.orElse(StandardCharsets.UTF_8);
        }
        String name = encoding.group(1);
        try {
            Charset charset = Charset.forName(name);
            // these bytes are plainly one byte a character, whatever a careless export says
            return charset.name().startsWith("UTF-16") || charset.name().startsWith("UTF-32")
                    ? StandardCharsets.UTF_8
                    : charset;
        } catch (IllegalArgumentException unknown) {
            throw new UnreadableException(
                    OptionalInt.of(1),
                    "the XML is in the encoding \"%s\", which is not known: save it as UTF-8".formatted(name));
        }
    }
}
