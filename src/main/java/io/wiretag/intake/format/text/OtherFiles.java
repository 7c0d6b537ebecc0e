package io.wiretag.intake.format.text;

import static java.util.Map.entry;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Files that hold no text to read, known by their beginning, so that a newsroom hears what it has sent. */
public final class OtherFiles {

    private static final Map<String, String> BY_START = Map.ofEntries(
            entry("\u001F\u008B", "gzip: unpack it"),
            entry(
                    "PK\u0003\u0004",
                    "a ZIP archive, which .docx, .odt and .epub are too: unpack it, or save the story as plain text"),
            entry("%PDF-", "a PDF: send the story as text or in a format of newsrooms"),
            entry(
                    "\u00D0\u00CF\u0011\u00E0",
                    "a file of an old Microsoft Office (.doc): save the story as plain text in UTF-8"),
            entry("{\\rtf", "RTF: save the story as plain text in UTF-8"),
            entry("\u00FF\u00D8\u00FF", "a picture (JPEG): send the article that it belongs to"),
            entry("\u0089PNG", "a picture (PNG): send the article that it belongs to"),
            entry("GIF8", "a picture (GIF): send the article that it belongs to"),
            entry("7z\u00BC\u00AF", "a 7-Zip archive: unpack it"),
            entry("\u007FELF", "a program: send the story as text or in a format of newsrooms"));

    private static final int LONGEST = 8;

    /** So much of a file tells whether it is text. */
    private static final int BEGINNING = 4096;
    /** A short message of a telegraph line is little more than its frame. */
    private static final int FEWEST_CONTROLS = 16;
    /** Bytes of any value are controls to a tenth, the densest of wires to a fiftieth. */
    private static final double MOST_CONTROLS = 0.06;
    /** UTF-16 is half of zero bytes, a program often more; telegraph lines have some as fill. */
    private static final double MOST_ZEROS = 0.35;

    private OtherFiles() {}

    /** What the file is and what to do, if it is one of these. */
    public static Optional<String> name(byte[] bytes) {
        String start = new String(bytes, 0, Math.min(LONGEST, bytes.length), StandardCharsets.ISO_8859_1);
        Optional<String> known = BY_START.entrySet().stream()
                .filter(each -> start.startsWith(each.getKey()))
                .map(each -> "this is " + each.getValue())
                .findFirst();
        return known.or(
                () -> isText(bytes)
                        ? Optional.empty()
                        : Optional.of(
                                "this is no text and in no format of newsrooms: its bytes are those of a program, of packed data, or of UTF-16 without its mark: send UTF-8"));
    }

    /** UTF-16 says itself what it is, or begins with markup. */
    private static boolean isText(byte[] bytes) {
        if (bytes.length > 1
                && (bytes[0] == (byte) 0xFE
                        || bytes[0] == (byte) 0xFF
                        || bytes[0] == '<'
                        || bytes[0] == 0 && bytes[1] == '<')) {
            return true;
        }
        int first = 0;
        while (first < bytes.length && bytes[first] == 0) {
            first++;
        }
        int end = Math.min(bytes.length, first + BEGINNING);
        int controls = 0;
        int zeros = 0;
        for (int i = first; i < end; i++) {
            byte each = bytes[i];
            if (each == 0) {
                zeros++;
            } else if (each > 0 && each < ' ' && each != '\t' && each != '\n' && each != '\r' && each != '\f') {
                controls++;
            }
        }
        int length = end - first;
        return (controls < FEWEST_CONTROLS || controls < MOST_CONTROLS * length) && zeros <= MOST_ZEROS * length;
    }
}
