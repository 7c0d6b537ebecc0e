package io.wiretag.tagging.gazetteer;

import java.util.List;
import java.util.Objects;

/**
 * One entry of a gazetteer as an editor wrote it.
 *
 * @param keyword that the line begins with: {@code city}, {@code mark}, {@code not}, {@code street before}, {@code force}
 * @param owner code of the province or agency that the entry belongs to; empty for words and traps that belong to none
 * @param text the name, word or phrase; of an override what it goes by: {@code uri: ...} or {@code text: ...}
 * @param notes those in brackets; of an override the role of the agency
 * @param file that has the entry
 * @param line in that file, counted from 1
 * @param builtIn whether it comes with the product
 */
public record ListedEntry(
        String keyword, String owner, String text, List<String> notes, String file, int line, boolean builtIn) {
    public ListedEntry {
        Objects.requireNonNull(keyword, "keyword of an entry");
        Objects.requireNonNull(owner, "owner of an entry");
        Objects.requireNonNull(text, "text of an entry");
        Objects.requireNonNull(file, "file of an entry");
        notes = List.copyOf(notes);
    }

    /** {@code FILE:LINE}. */
    public String place() {
        return file + ":" + line;
    }
}
