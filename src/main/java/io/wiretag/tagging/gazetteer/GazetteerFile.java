package io.wiretag.tagging.gazetteer;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * A file of an editor that has been read, to be kept and read again.
 *
 * @param name that its problems and entries are told by
 * @param text all of it; a mark of the byte order at its start stays
 */
public record GazetteerFile(String name, String text) {
    public GazetteerFile {
        Objects.requireNonNull(name, "name of a gazetteer file");
        Objects.requireNonNull(text, "text of a gazetteer file");
    }

    /** As it lies on disk, in UTF-8. */
    public byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
