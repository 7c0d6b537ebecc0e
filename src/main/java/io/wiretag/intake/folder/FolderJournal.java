package io.wiretag.intake.folder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wiretag.files.Durably;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Remembers, between the broker's acknowledgement and the move of the file, that the file is not to be published again. It
 * holds the notes of the files that are being moved just now and is empty otherwise.
 */
final class FolderJournal {

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * All articles of a file are acknowledged or refused for good.
     *
     * @param name of the file
     * @param sha256 of its content, for a sender may still have written to it
     * @param reasons why it goes to {@code failed}; empty: it goes to {@code done}
     */
    record Note(String name, String sha256, List<String> reasons) {

        Note {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(sha256, "sha256");
            reasons = List.copyOf(reasons);
        }
    }

    private final Path file;

    FolderJournal(Path file) {
        this.file = file;
    }

    /** Returns when the notes are safe on the disk; they take the place of earlier ones. */
    void write(List<Note> notes) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (Note note : notes) {
            lines.append(JSON.writeValueAsString(note)).append('\n');
        }
        Durably.replace(file, lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Forgets the notes: their files have been moved. Not forced, for a note without a file does no harm. */
    void clear() throws IOException {
        Files.deleteIfExists(file);
    }

    /**
     * The notes that the last owner left, by name. A line that cannot be read is left out: its file is published again,
     * which the processor ignores as a repetition.
     */
    Map<String, Note> read() throws IOException {
        Map<String, Note> notes = new HashMap<>();
        if (Files.isRegularFile(file)) {
            String lines = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            for (String line : lines.split("\n")) {
                try {
                    Note note = JSON.readValue(line, Note.class);
                    notes.put(note.name(), note);
                } catch (JsonProcessingException torn) {
                    // replaced as a whole, it can only be torn by a failing disk
                }
            }
        }
        return notes;
    }
}
