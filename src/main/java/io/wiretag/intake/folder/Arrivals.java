package io.wiretag.intake.folder;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Tells which files of a folder have arrived whole: those of a final name whose size and time of change stayed the same
 * over the settle time. Only our own clock measures that time, for the drive may be another machine's. A file that was
 * renamed into the folder looks like one that is written there, so it waits as long.
 *
 * <p>The folder is listed each time: drives of other machines do not tell what happens on them.
 */
final class Arrivals {

    /** A file without content is mostly one whose transmission has just begun: it is given so many settle times. */
    private static final int PATIENCE_WITH_EMPTY = 10;

    private static final List<String> UNFINISHED =
            List.of(".tmp", ".temp", ".part", ".partial", ".filepart", ".crdownload", "~");

    private record Sighting(FileStamp stamp, long since) {}

    /**
     * A file that has arrived.
     *
     * @param stamp how it looked over the settle time
     */
    record Arrival(Path file, FileStamp stamp) {}

    /**
     * One look at the folder.
     *
     * @param arrived the earliest change first, then by name
     * @param unsettled how many files there are that may still be written to
     */
    record Listing(List<Arrival> arrived, int unsettled) {}

    private final Path folder;
    private final Set<String> ownNames;
    private final Duration settle;
    private final Consumer<String> tell;
    private Map<String, Sighting> sightings = new HashMap<>();
    private Set<String> passedOver = new HashSet<>();

    /** @param ownNames directories in the folder that are its owner's, passed over without a word */
    Arrivals(Path folder, Set<String> ownNames, Duration settle, Consumer<String> tell) {
        this.folder = folder;
        this.ownNames = Set.copyOf(ownNames);
        this.settle = settle;
        this.tell = tell;
    }

    /**
     * Looks at the folder.
     *
     * @param now in nanoseconds, as {@link System#nanoTime} counts them
     * @param patient whether files without content are waited for longer
     */
    Listing list(long now, boolean patient) throws IOException {
        Map<String, Sighting> seen = new HashMap<>();
        Set<String> passed = new HashSet<>();
        List<Arrival> arrived = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (ownNames.contains(name) || isUnfinished(name)) {
                    continue;
                }
                Optional<BasicFileAttributes> attributes = attributes(file);
                if (attributes.isEmpty()) {
                    continue;
                }
                if (!attributes.get().isRegularFile()) {
                    passed.add(name);
                    if (!passedOver.contains(name)) {
                        tell.accept(name + ": " + kind(attributes.get()) + ", left alone: only files are read");
                    }
                    continue;
                }
                Sighting sighting = sighting(name, FileStamp.of(attributes.get()), now);
                seen.put(name, sighting);
                boolean maybeBegun = patient && sighting.stamp.size() == 0;
                if (now - sighting.since >= settle.toNanos() * (maybeBegun ? PATIENCE_WITH_EMPTY : 1)) {
                    arrived.add(new Arrival(file, sighting.stamp));
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        sightings = seen;
        passedOver = passed;
        arrived.sort(Comparator.comparing((Arrival arrival) -> arrival.stamp.modified())
                .thenComparing(Arrival::file));
        return new Listing(arrived, seen.size() - arrived.size());
    }

    /** Empty if it was taken away since it was listed; if it is still there, the next listing shows it. */
    private static Optional<BasicFileAttributes> attributes(Path file) {
        try {
            return Optional.of(Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The earlier one, if it is still the same file. */
    private Sighting sighting(String name, FileStamp stamp, long now) {
        return Optional.ofNullable(sightings.get(name))
                .filter(earlier -> earlier.stamp.equals(stamp))
                .orElseGet(() -> new Sighting(stamp, now));
    }

    /** Names that uploading programs give to what is not yet whole. */
    static boolean isUnfinished(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return name.startsWith(".") || UNFINISHED.stream().anyMatch(lower::endsWith);
    }

    private static String kind(BasicFileAttributes attributes) {
        if (attributes.isDirectory()) {
            return "a directory";
        }
        return attributes.isSymbolicLink() ? "a symbolic link" : "no regular file";
    }
}
