package io.wiretag.intake.folder;

import io.wiretag.files.FileTrouble;
import io.wiretag.intake.Backoff;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Files in flight whose reading failed. Each is tried again after a pause that grows from the first retry to a minute, and the
 * others go on meanwhile; one that failed {@value #MAX_FAILURES} times, which takes some five minutes, is given up. One
 * thread uses it.
 */
final class UnreadFiles {

    static final int MAX_FAILURES = 12;

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private static final class Trials {
        private final Backoff pauses;
        private int failures;
        private long due;
        private String reason;

        private Trials(Duration firstRetry) {
            this.pauses = new Backoff(firstRetry, LONGEST_PAUSE);
        }
    }

    private final Duration firstRetry;
    private final Consumer<String> tell;
    private final Map<Path, Trials> files = new LinkedHashMap<>();

    UnreadFiles(Duration firstRetry, Consumer<String> tell) {
        this.firstRetry = firstRetry;
        this.tell = tell;
    }

    int size() {
        return files.size();
    }

    /** The one that should have been tried again first of all whose pause is over. */
    Optional<Path> due() {
        long now = System.nanoTime();
        return files.entrySet().stream()
                .filter(each -> now - each.getValue().due >= 0)
                .min(Comparator.comparingLong(each -> each.getValue().due - now))
                .map(Map.Entry::getKey);
    }

    /**
     * Notes a failure, and says the first of a file.
     *
     * @return a dispatch without articles if the file is given up; a file that is not seen, for its drive is away, never is
     */
    Optional<FileDispatch> failed(Path file, IOException failure) {
        Trials trials = files.computeIfAbsent(file, first -> new Trials(firstRetry));
        trials.failures++;
        trials.reason = FileTrouble.reason(failure);
        if (trials.failures >= MAX_FAILURES && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            files.remove(file);
            return Optional.of(FileDispatch.unreadable(file, "%s, %d times".formatted(trials.reason, trials.failures)));
        }
        if (trials.failures == 1) {
            tell.accept("%s: cannot be read: %s; it is tried again, and the others go on"
                    .formatted(file.getFileName(), trials.reason));
        }
        trials.due = System.nanoTime() + trials.pauses.next().toNanos();
        return Optional.empty();
    }

    /** It could be read after all. */
    void read(Path file) {
        files.remove(file);
    }

    /** Which are left; empty if none is. */
    Optional<String> sentence() {
        Iterator<Map.Entry<Path, Trials>> left = files.entrySet().iterator();
        if (!left.hasNext()) {
            return Optional.empty();
        }
        Map.Entry<Path, Trials> first = left.next();
        String others = files.size() == 1 ? "" : ", and %d more".formatted(files.size() - 1);
        return Optional.of(
                "%s cannot be read: %s%s".formatted(first.getKey().getFileName(), first.getValue().reason, others));
    }
}
