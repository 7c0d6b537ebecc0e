package io.wiretag;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a client of delivery keeps in a file: a line for each event, with the cursor behind it, so that what it was told and where
 * it stands are written together. A line that a kill has cut off was never written.
 */
final class EventJournal implements AutoCloseable {
    private static final String NONE = "-";

    private final RandomAccessFile file;
    private Optional<String> cursor;

    /**
     * One line.
     *
     * @param operation {@code cursor} where it is no article
     * @param cursor empty within a snapshot, from which nobody goes on
     */
    record Entry(String id, String operation, String uri, String version, Optional<String> cursor) {
        static Entry of(String cursor) {
            return new Entry(NONE, "cursor", NONE, NONE, Optional.of(cursor));
        }

        boolean isArticle() {
            return !operation.equals("cursor");
        }

        private static Entry parse(String line) {
            String[] parts = line.split("\t");
            return new Entry(
                    parts[0],
                    parts[1],
                    parts[2],
                    parts[3],
                    Optional.of(parts[4]).filter(each -> !each.equals(NONE)));
        }

        private String line() {
            return String.join("\t", id, operation, uri, version, cursor.orElse(NONE)) + "\n";
        }
    }

    /** Goes on behind the last whole line, or anew where there is no cursor to go on from. */
    EventJournal(Path path) throws IOException {
        List<Entry> entries = read(path);
        this.cursor = last(entries);
        this.file = new RandomAccessFile(path.toFile(), "rw");
        file.setLength(cursor.isPresent() ? Files.readString(path).lastIndexOf('\n') + 1 : 0);
        file.seek(file.length());
    }

    /** Its whole lines; none if there is no file yet. */
    static List<Entry> read(Path path) throws IOException {
        List<Entry> entries = new ArrayList<>();
        if (Files.exists(path)) {
            String text = Files.readString(path);
            text.substring(0, text.lastIndexOf('\n') + 1)
                    .lines()
                    .map(Entry::parse)
                    .forEach(entries::add);
        }
        return entries;
    }

    /** From where the client goes on. */
    static Optional<String> last(List<Entry> entries) {
        return entries.isEmpty()
                ? Optional.empty()
                : entries.get(entries.size() - 1).cursor();
    }

    Optional<String> cursor() {
        return cursor;
    }

    void add(Entry entry) throws IOException {
        file.write(entry.line().getBytes(StandardCharsets.UTF_8));
        cursor = entry.cursor();
    }

    /** As if nothing had been. */
    void clear() throws IOException {
        file.setLength(0);
        file.seek(0);
        cursor = Optional.empty();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
