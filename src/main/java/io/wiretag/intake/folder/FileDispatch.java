package io.wiretag.intake.folder;

import io.wiretag.files.FileTrouble;
import io.wiretag.files.OneLine;
import io.wiretag.files.RegularFile;
import io.wiretag.files.Sha256;
import io.wiretag.intake.OrderedSending;
import io.wiretag.intake.PublishFailure;
import io.wiretag.intake.Receipt;
import io.wiretag.intake.format.ArticleReaders;
import io.wiretag.intake.format.Format;
import io.wiretag.intake.format.Reading;
import io.wiretag.intake.format.Source;
import io.wiretag.schema.Article;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** One file on its way to the broker: what was read of it, and what has become of each of its articles. */
final class FileDispatch {

    private final Path file;
    private final FileStamp stamp;
    private final String sha256;
    private final List<Article> articles = new ArrayList<>();
    private final List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    private FileDispatch(Path file, FileStamp stamp, String sha256) {
        this.file = file;
        this.stamp = stamp;
        this.sha256 = sha256;
    }

    /**
     * Reads a file; one that may not be read is a dispatch without articles.
     *
     * @throws IOException if it cannot be read just now: a network drive comes and goes
     */
    static FileDispatch read(Path file, Format format) throws IOException {
        String name = file.getFileName().toString();
        try {
            FileStamp stamp = FileStamp.of(file);
            Source source = source(file, name);
            FileDispatch dispatch = new FileDispatch(file, stamp, Sha256.hex(source.bytes()));
            for (Reading reading : ArticleReaders.read(source, format)) {
                if (reading instanceof Reading.Read read) {
                    dispatch.articles.add(read.article());
                    read.warnings().forEach(warning -> dispatch.warnings.add(warning.sentence()));
                } else if (reading instanceof Reading.Complaint complaint) {
                    dispatch.complaints.add(complaint.sentence());
                }
            }
            return dispatch;
        } catch (AccessDeniedException | NoSuchFileException e) {
            return unreadable(file, FileTrouble.reason(e));
        }
    }

    /** One without articles, which is settled as it is. */
    static FileDispatch unreadable(Path file, String reason) {
        FileDispatch dispatch = new FileDispatch(file, null, "");
        dispatch.complaints.add(OneLine.of(file.getFileName() + ": cannot be read: " + reason));
        return dispatch;
    }

    private static Source source(Path file, String name) throws IOException {
        RegularFile.requireIfThere(file, LinkOption.NOFOLLOW_LINKS);
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return Source.of(name, in);
        }
    }

    /** The hash of a file's content as far as it is read; empty if it cannot be read. */
    static Optional<String> sha256(Path file) {
        try {
            return Optional.of(Sha256.hex(source(file, "").bytes()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    Path file() {
        return file;
    }

    long size() {
        return stamp == null ? 0 : stamp.size();
    }

    /**
     * Sends what is not yet acknowledged or refused, in the order of the file, and stops where the world fails.
     *
     * @param whenOver called once what was sent has come to an end, good or bad; maybe on this thread
     */
    void send(OrderedSending sending, Runnable whenOver) {
        List<CompletableFuture<Receipt>> sent = new ArrayList<>();
        for (int i = 0; i < articles.size(); i++) {
            if (i < receipts.size() && isSettled(receipts.get(i))) {
                continue;
            }
            Optional<CompletableFuture<Receipt>> receipt = sending.send(articles.get(i));
            if (receipt.isEmpty()) {
                break;
            }
            sent.add(receipt.get());
            if (i < receipts.size()) {
                receipts.set(i, receipt.get());
            } else {
                receipts.add(receipt.get());
            }
        }
        CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new))
                .whenComplete((nothing, failure) -> whenOver.run());
    }

    private static boolean isSettled(CompletableFuture<Receipt> receipt) {
        return receipt.isDone()
                && OrderedSending.failure(receipt)
                        .map(PublishFailure::isArticles)
                        .orElse(true);
    }

    /** Whether every article is acknowledged, or refused for good. */
    boolean isSettled() {
        return receipts.size() == articles.size() && receipts.stream().allMatch(FileDispatch::isSettled);
    }

    /** Whether somebody has written to the file since it was read. */
    boolean isOutdated() throws IOException {
        return stamp != null && !stamp.equals(FileStamp.of(file));
    }

    int published() {
        return (int) receipts.stream().filter(FileDispatch::isAcknowledged).count();
    }

    /** What could not be published, one line each; to be asked when the dispatch is settled. */
    List<String> complaints() {
        List<String> all = new ArrayList<>(complaints);
        for (int i = 0; i < receipts.size(); i++) {
            Optional<Throwable> failure = OrderedSending.failure(receipts.get(i));
            if (failure.isPresent()) {
                String line = "%s: %s was refused: %s"
                        .formatted(
                                file.getFileName(), articles.get(i).getUri(), PublishFailure.sentence(failure.get()));
                all.add(OneLine.of(line));
            }
        }
        return all;
    }

    /** What the sender should know of what is published, one line each. */
    List<String> warnings() {
        return List.copyOf(warnings);
    }

    FolderJournal.Note note() {
        List<String> reasons = complaints();
        if (!reasons.isEmpty() && published() > 0) {
            reasons.add("");
            reasons.add("Published all the same:");
            for (int i = 0; i < receipts.size(); i++) {
                if (isAcknowledged(receipts.get(i))) {
                    reasons.add("  " + OneLine.of(named(articles.get(i))));
                }
            }
        }
        return new FolderJournal.Note(file.getFileName().toString(), sha256, reasons);
    }

    private static boolean isAcknowledged(CompletableFuture<Receipt> receipt) {
        return receipt.isDone() && !receipt.isCompletedExceptionally();
    }

    private static String named(Article article) {
        return article.getVersion() == null ? article.getUri() : article.getUri() + " version " + article.getVersion();
    }
}
