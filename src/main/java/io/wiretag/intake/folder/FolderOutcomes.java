package io.wiretag.intake.folder;

import io.wiretag.files.FileTrouble;
import io.wiretag.intake.IntakeException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Notes what has become of files, moves them where it shows, and tells it. Used by one thread. */
final class FolderOutcomes {
    private static final int MAX_LINES = 5;

    private final Path folder;
    private final FolderTrays trays;
    private final FolderJournal journal;
    private final Consumer<String> tell;
    private List<FolderJournal.Note> noted = List.of();
    private long done;
    private long failed;

    FolderOutcomes(Path folder, FolderTrays trays, Consumer<String> tell) {
        this.folder = folder;
        this.trays = trays;
        this.journal = new FolderJournal(trays.journal());
        this.tell = tell;
    }

    /** Files that went to {@code done}. */
    long done() {
        return done;
    }

    /** Files that went to {@code failed}. */
    long failed() {
        return failed;
    }

    /**
     * Moves what the last owner had noted.
     *
     * @return what it had in flight without a note
     */
    List<Path> recover() throws IOException {
        Map<String, FolderJournal.Note> notes = journal.read();
        List<Path> leftOver = new ArrayList<>();
        for (Path file : trays.inFlight()) {
            FolderJournal.Note note = notes.get(file.getFileName().toString());
            if (note != null && FileDispatch.sha256(file).orElse("").equals(note.sha256())) {
                move(file, note, note.reasons().isEmpty() ? "published before" : "not wholly published before");
            } else {
                leftOver.add(file);
            }
        }
        trays.force();
        journal.clear();
        return leftOver;
    }

    /**
     * Notes and moves files whose articles are all acknowledged or refused for good.
     *
     * @throws IntakeException if one cannot be moved; the notes stay
     */
    void settle(List<FileDispatch> settled) throws IOException {
        noted = settled.stream().map(FileDispatch::note).toList();
        trays.force();
        journal.write(noted);
        for (int i = 0; i < settled.size(); i++) {
            FileDispatch each = settled.get(i);
            move(each.file(), noted.get(i), count(each.published()));
            tellSome(each.complaints(), "and %d more, in its " + FolderTrays.REASON);
            tellSome(each.warnings(), "and %d more of the kind");
        }
        trays.force();
        journal.clear();
    }

    /** After a file could not be moved: notes these too, for the next owner. */
    void noteAlso(List<FileDispatch> settled) throws IOException {
        List<FolderJournal.Note> all = new ArrayList<>(noted);
        settled.stream().map(FileDispatch::note).forEach(all::add);
        journal.write(all);
    }

    private void move(Path file, FolderJournal.Note note, String what) {
        String tray = note.reasons().isEmpty() ? FolderTrays.DONE : FolderTrays.FAILED;
        try {
            Path moved = note.reasons().isEmpty() ? trays.toDone(file) : trays.toFailed(file, note.reasons());
            tell.accept("%s: %s, now %s/%s".formatted(file.getFileName(), what, tray, moved.getFileName()));
        } catch (IOException e) {
            throw new IntakeException(
                    "%s: %s, but it cannot be moved to %s: %s; when this is mended, start again: it is not published twice"
                            .formatted(file.getFileName(), what, folder.resolve(tray), FileTrouble.reason(e)),
                    e);
        }
        if (note.reasons().isEmpty()) {
            done++;
        } else {
            failed++;
        }
    }

    private void tellSome(List<String> lines, String rest) {
        lines.stream().limit(MAX_LINES).forEach(line -> tell.accept("  " + line));
        if (lines.size() > MAX_LINES) {
            tell.accept("  " + rest.formatted(lines.size() - MAX_LINES));
        }
    }

    private static String count(int articles) {
        return articles == 1 ? "1 article published" : articles + " articles published";
    }
}
