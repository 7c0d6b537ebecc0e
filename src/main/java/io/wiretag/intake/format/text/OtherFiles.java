package io.wiretag.intake.format.text;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Files that hold no text to read, known by their first bytes, so that a newsroom hears what it has sent. */
public final class OtherFiles {

    private static final Map<String, String> BY_START = Map.of(
            "\u001F\u008B", "gzip: unpack it",
            "PK\u0003\u0004",
                    "a ZIP archive, which .docx, .odt and .epub are too: unpack it, or save the story as plain text",
            "%PDF-", "a PDF: send the story as text or in a format of newsrooms",
            "\u00D0\u00CF\u0011\u00E0",
                    "a file of an old Microsoft Office (.doc): save the story as plain text in UTF-8",
            "{\\rtf", "RTF: save the story as plain text in UTF-8",
            "\u00FF\u00D8\u00FF", "a picture (JPEG): send the article that it belongs to",
            "\u0089PNG", "a picture (PNG): send the article that it belongs to",
            "GIF8", "a picture (GIF): send the article that it belongs to",
            "7z\u00BC\u00AF", "a 7-Zip archive: unpack it");

    private static final int LONGEST = 8;

    private OtherFiles() {}

    /** What the file is and what to do, if it is one of these. */
    public static Optional<String> name(byte[] bytes) {
        String start = new String(bytes, 0, Math.min(LONGEST, bytes.length), StandardCharsets.ISO_8859_1);
        return BY_START.entrySet().stream()
                .filter(each -> start.startsWith(each.getKey()))
                .map(each -> "this is " + each.getValue())
                .findFirst();
    }
}
