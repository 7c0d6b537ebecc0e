package io.wiretag.intake.format;

import io.wiretag.intake.format.text.LegacyEncoding;
import io.wiretag.schema.Article;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * One message of a telegraph line, as IPTC 7901 and ANPA 1312 frame it: SOH, header, STX, text, ETX, what comes after it,
 * EOT.
 *
 * <p>Neither format says its encoding. What is UTF-8 is read so, what is Vietnamese in a {@link LegacyEncoding} as that, all
 * else as windows-1252 or, where that has no such character, as ISO 8859-1.
 *
 * @param header between SOH and STX
 * @param text between STX and ETX
 * @param trailer behind ETX, where the time of sending stands
 * @param charset name of what the text was read as
 * @param line line of the input on which the message begins, from 1
 */
record Transmission(String header, String text, String trailer, String charset, int line) {

    static final char START_OF_HEADING = 0x01;
    static final char START_OF_TEXT = 0x02;
    static final char END_OF_TEXT = 0x03;
    static final char END_OF_TRANSMISSION = 0x04;
    static final char SYNCHRONOUS_IDLE = 0x16;
    static final char UNIT_SEPARATOR = 0x1F;

    /** The header is searched for within this many bytes: the lines before it are short. */
    private static final int HEADER_BYTES = 256;

    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

    /** Bytes that windows-1252 leaves open, as Java's signed bytes. */
    private static final List<Byte> UNUSED_IN_1252 =
            List.of((byte) 0x81, (byte) 0x8D, (byte) 0x8F, (byte) 0x90, (byte) 0x9D);

    /** A message, or why it is none: a break in one does not hold up the next. */
    @FunctionalInterface
    interface Message {
        Transmission open() throws UnreadableException;
    }

    /** What makes an article of a message. */
    @FunctionalInterface
    interface Reader {
        Article article(Transmission message) throws UnreadableException;
    }

    /** Whether the control characters of such a message stand at the start; in text, JSON and XML they have no place. */
    static boolean isTransmission(byte[] bytes) {
        for (int i = 0; i < Math.min(bytes.length, HEADER_BYTES); i++) {
            if (bytes[i] == SYNCHRONOUS_IDLE || bytes[i] >= START_OF_HEADING && bytes[i] <= END_OF_TRANSMISSION) {
                return true;
            }
        }
        return false;
    }

    /** Whether the first header is one of ANPA 1312: that has SYN before it, and US and device controls within. */
    static boolean isAnpa(byte[] bytes) {
        for (int i = 0; i < Math.min(bytes.length, HEADER_BYTES) && bytes[i] != START_OF_TEXT; i++) {
            if (bytes[i] == SYNCHRONOUS_IDLE || bytes[i] == UNIT_SEPARATOR) {
                return true;
            }
        }
        return false;
    }

    /** The messages of an input, in their order; each begins with its SOH. */
    static List<Message> messages(byte[] bytes) {
        List<Message> messages = new ArrayList<>();
        int line = 1;
        int start = 0;
        int startLine = 1;
        for (int i = 0; i < bytes.length && messages.size() <= ArticleReaders.MAX_ARTICLES; i++) {
            if (bytes[i] == START_OF_HEADING) {
                add(messages, bytes, start, i, startLine);
                start = i;
                startLine = line;
            } else if (bytes[i] == '\n') {
                line++;
            }
        }
        add(messages, bytes, start, bytes.length, startLine);
        return messages;
    }

    /** Reads every message as one article, and tells those apart that cannot be read. */
    static List<Reading> read(Source source, Reader reader) {
        List<Reading> readings = new ArrayList<>();
        for (Message message : messages(source.bytes())) {
            if (readings.size() == ArticleReaders.MAX_ARTICLES) {
                readings.add(fault(
                                1,
                                "more than %d messages in one input: the rest is left out, split it"
                                        .formatted(ArticleReaders.MAX_ARTICLES))
                        .complaint(source));
                break;
            }
            try {
                Transmission open = message.open();
                readings.add(new Reading.Read(reader.article(open)).warned(open.warnings(source)));
            } catch (UnreadableException e) {
                readings.add(e.complaint(source));
            }
        }
        return readings.isEmpty()
                ? List.of(fault(1, "empty: there is no message in it").complaint(source))
                : List.copyOf(readings);
    }

    private static void add(List<Message> messages, byte[] bytes, int start, int end, int line) {
        for (int i = start; i < end; i++) {
            // fill and line ends between messages are none themselves
            if (bytes[i] > ' ' && bytes[i] != 0x7F || bytes[i] < 0) {
                messages.add(() -> of(bytes, start, end, line));
                return;
            }
        }
    }

    private static Transmission of(byte[] bytes, int start, int end, int line) throws UnreadableException {
        if (bytes[start] != START_OF_HEADING) {
            throw fault(line, "text outside a message: each begins with the character SOH (0x01)");
        }
        int text = indexOf(bytes, START_OF_TEXT, start, end);
        int etx = text < 0 ? -1 : indexOf(bytes, END_OF_TEXT, text, end);
        if (etx < 0) {
            throw fault(
                    line,
                    "the message has no %s: it is cut off, send it whole"
                            .formatted(text < 0 ? "text (STX, 0x02)" : "end (ETX, 0x03)"));
        }
        int eot = indexOf(bytes, END_OF_TRANSMISSION, etx, end);
        byte[] message = Arrays.copyOfRange(bytes, start, end);
        Optional<LegacyEncoding> legacy = Utf8.isUtf8(message) ? Optional.empty() : LegacyEncoding.of(message);
        Charset charset = charset(message);
        return new Transmission(
                part(bytes, start + 1, text, charset, legacy),
                part(bytes, text + 1, etx, charset, legacy),
                part(bytes, etx + 1, eot < 0 ? end : eot, charset, legacy),
                legacy.map(LegacyEncoding::toString).orElse(charset.name()),
                line);
    }

    boolean isUtf8() {
        return charset.equals(StandardCharsets.UTF_8.name());
    }

    private List<Reading.Complaint> warnings(Source source) {
        return Stream.of(LegacyEncoding.values())
                .filter(encoding -> encoding.toString().equals(charset))
                .map(encoding -> new Reading.Complaint(source.name(), OptionalInt.of(line), encoding.note()))
                .toList();
    }

    private static int indexOf(byte[] bytes, char wanted, int start, int end) {
        for (int i = start; i < end; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    private static Charset charset(byte[] message) {
        if (Utf8.isUtf8(message)) {
            return StandardCharsets.UTF_8;
        }
        for (byte b : message) {
            if (UNUSED_IN_1252.contains(b)) {
                return StandardCharsets.ISO_8859_1;
            }
        }
        return WINDOWS_1252;
    }

    private static String part(byte[] bytes, int start, int end, Charset charset, Optional<LegacyEncoding> legacy) {
        byte[] part = Arrays.copyOfRange(bytes, start, end);
        // line ends as everywhere; NUL and DEL are fill of the line
        return legacy.map(encoding -> encoding.decode(part))
                .orElseGet(() -> new String(part, charset))
                .replace("\r\n", "\n")
                .replace('\r', '\n')
                .replaceAll("[\\x00\\x7F]", "");
    }

    private static UnreadableException fault(int line, String reason) {
        return new UnreadableException(OptionalInt.of(line), reason);
    }

    UnreadableException fault(String reason) {
        return fault(line, reason);
    }
}
