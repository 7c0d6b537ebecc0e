package io.wiretag.intake.format;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
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
    private static final int DECLARATION_BYTES = 512;

    private static final Pattern ENCODING =
            Pattern.compile("^<\\?xml[^>]*?\\sencoding\\s*=\\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']");

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

    private static boolean isControl(int b) {
        return b < ' ' && b != 0 && b != '\t' && b != '\n' && b != '\r';
    }

    static String of(byte[] bytes) throws UnreadableException {
        Charset charset = charset(bytes);
        if (charset.equals(StandardCharsets.UTF_8)) {
            return withoutDeclaration(Utf8.decode(bytes));
        }
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
        return withoutDeclaration(text.startsWith("\uFEFF") ? text.substring(1) : text);
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

    private static Charset charset(byte[] bytes) throws UnreadableException {
        if (Utf8.startsWith(bytes, 0xFE, 0xFF) || Utf8.startsWith(bytes, 0, '<')) {
            return StandardCharsets.UTF_16BE;
        }
        if (Utf8.startsWith(bytes, 0xFF, 0xFE) || Utf8.startsWith(bytes, '<', 0)) {
            return StandardCharsets.UTF_16LE;
        }
        String start = new String(bytes, 0, Math.min(bytes.length, DECLARATION_BYTES), StandardCharsets.ISO_8859_1);
        Matcher encoding = ENCODING.matcher(start.stripLeading());
        if (Utf8.startsWith(bytes, 0xEF, 0xBB, 0xBF) || !encoding.find()) {
            return StandardCharsets.UTF_8;
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
