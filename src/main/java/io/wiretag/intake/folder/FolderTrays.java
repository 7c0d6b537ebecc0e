package io.wiretag.intake.folder;

import io.wiretag.files.Durably;
import io.wiretag.files.FileTrouble;
import io.wiretag.files.SoleOwner;
import io.wiretag.intake.FolderLock;
import io.wiretag.intake.IntakeException;
import io.wiretag.intake.UnusableFolderException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The places of a hot folder that a file goes through: the folder itself, {@code .wiretag/inflight}, then {@code done} or
 * {@code failed}. Each step is one atomic rename, and none replaces a file that is there; this holds since a lock keeps a
 * second owner out.
 */
final class FolderTrays implements AutoCloseable {

    static final String DONE = "done";
    static final String FAILED = "failed";
    static final String OWN = ".wiretag";
    static final String IN_FLIGHT = "inflight";
    static final List<String> OWN_NAMES = List.of(DONE, FAILED, OWN);
    static final String REASON = ".reason.txt";

    private static final String PROBE = ".wiretag-probe";

    /** In bytes: most drives take 255, and number, extension and companion must still fit. */
    private static final int LONGEST_NAME = 180;

    private static final int MOST_NUMBERS = 100;

    private final Path folder;
    private final Path inFlight;
    private final Path done;
    private final Path failed;
    private final SoleOwner owner;

    /**
     * @throws IntakeException if the folder is in use
     * @throws UnusableFolderException if files cannot be moved to one of its places
     */
    FolderTrays(Path folder) {
        this.folder = folder;
        Path own = made(folder.resolve(OWN));
        this.owner = FolderLock.of(own.resolve("lock"), folder.toString());
        try {
            this.inFlight = made(own.resolve(IN_FLIGHT));
            this.done = made(folder.resolve(DONE));
            this.failed = made(folder.resolve(FAILED));
            requireMoves(List.of(own, inFlight, done, failed, folder));
        } catch (IOException e) {
            owner.close();
            throw new UnusableFolderException(
                    own + " cannot be used: " + FileTrouble.reason(e) + "; it must be writable", e);
        } catch (RuntimeException e) {
            owner.close();
            throw e;
        }
    }

    Path journal() {
        return folder.resolve(OWN).resolve("journal");
    }

    /** Files taken before and not yet finished, the earliest change first, then by name. */
    List<Path> inFlight() throws IOException {
        record Dated(Path file, FileStamp stamp) {}
        try (Stream<Path> files = Files.list(inFlight)) {
            List<Dated> dated = new ArrayList<>();
            for (Path file : files.toList()) {
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    dated.add(new Dated(file, FileStamp.of(file)));
                }
            }
            return dated.stream()
                    .sorted(Comparator.comparing((Dated each) -> each.stamp.modified())
                            .thenComparing(Dated::file))
                    .map(Dated::file)
                    .toList();
        }
    }

    /** Takes a file out of the folder, where its sender might still replace it by another of the same name. */
    Path take(Path file) throws IOException {
        return moved(file, inFlight.resolve(file.getFileName()));
    }

    /** Gives a file back to the folder, as one that has just come. */
    Path giveBack(Path file) throws IOException {
        return moved(file, freeName(folder, file, ""));
    }

    Path toDone(Path file) throws IOException {
        return moved(file, freeName(done, file, ""));
    }

    /** The reasons are written first: a file that lies in {@code failed} has them beside it. */
    Path toFailed(Path file, List<String> reasons) throws IOException {
        Path target = freeName(failed, file, REASON);
        Files.writeString(
                named(failed, target.getFileName() + REASON),
                String.join("\n", reasons) + "\n",
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE_NEW);
        return moved(file, target);
    }

    /** What was renamed stays so, whatever happens to the power. */
    void force() {
        List.of(folder, inFlight, done, failed).forEach(Durably::directory);
    }

    @Override
    public void close() {
        owner.close();
    }

    private static Path moved(Path from, Path to) throws IOException {
        if (Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(to.toString());
        }
        return Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Path made(Path directory) {
        try {
            return Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UnusableFolderException(directory + " cannot be made: " + FileTrouble.reason(e), e);
        }
    }

    /** Sends a file round, and leaves none behind, also none of a start that was killed. */
    private static void requireMoves(List<Path> places) throws IOException {
        for (Path place : places) {
            Files.deleteIfExists(place.resolve(PROBE));
        }
        Path probe = Files.createFile(places.get(0).resolve(PROBE));
        try {
            for (Path place : places) {
                probe = probed(probe, place);
            }
        } finally {
            Files.deleteIfExists(probe);
        }
    }

    private static Path probed(Path probe, Path place) {
        try {
            return Files.move(probe, place.resolve(probe.getFileName()), StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw new UnusableFolderException(
                    place + " lies on another drive than the folder: a file could be lost on its way there", e);
        } catch (IOException e) {
            throw new UnusableFolderException(
                    "no file can be moved to %s: %s; it must be writable".formatted(place, FileTrouble.reason(e)), e);
        }
    }

    /** {@code story.txt}, {@code story.2.txt}, ...: the first that is free, with its companion. */
    private static Path freeName(Path directory, Path file, String companion) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        String stem = shortened(dot > 0 ? name.substring(0, dot) : name);
        String extension = dot > 0 && name.length() - dot <= 20 ? name.substring(dot) : "";
        // the name itself is kept as bytes: under some locales it cannot be written as text
        Path candidate = directory.resolve(file.getFileName());
        for (int number = 2; isTaken(candidate, companion); number++) {
            // a system that drops the same name every minute for a year
            String distinct = number <= MOST_NUMBERS
                    ? String.valueOf(number)
                    : UUID.randomUUID().toString();
            candidate = named(directory, stem + "." + distinct + extension);
        }
        return candidate;
    }

    private static boolean isTaken(Path candidate, String companion) {
        return Files.exists(candidate, LinkOption.NOFOLLOW_LINKS)
                || !companion.isEmpty()
                        && Files.exists(
                                named(candidate.getParent(), candidate.getFileName() + companion),
                                LinkOption.NOFOLLOW_LINKS);
    }

    private static Path named(Path directory, String name) {
        String fitting = name.getBytes(StandardCharsets.UTF_8).length <= 255
                ? name
                : shortened(name.substring(0, name.length() - REASON.length())) + REASON;
        try {
            return directory.resolve(fitting);
        } catch (InvalidPathException notInThisLocale) {
            return directory.resolve(fitting.replaceAll("[^ -~]", "_"));
        }
    }

    private static String shortened(String text) {
        String cut = text;
        while (cut.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
            cut = cut.substring(0, cut.offsetByCodePoints(cut.length(), -1));
        }
        return cut;
    }
}
