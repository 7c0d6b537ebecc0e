package io.wiretag.local;

import io.wiretag.files.FileTrouble;
import io.wiretag.files.SoleOwner;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A directory that one stack at a time may use. */
final class DataDirectory implements AutoCloseable {

    private static final String LOCK_FILE = "in-use.lock";

    /** Broker and registry need some 10 MB when empty; the rest is room for articles and for start-up archives. */
    private static final long SPACE_NEEDED = 200L << 20;

    private final SoleOwner owner;

    private DataDirectory(SoleOwner owner) {
        this.owner = owner;
    }

    /**
     * Makes the directory if need be, and locks it.
     *
     * @throws LocalStackException if it cannot be written, is nearly full, or is in use
     */
    static DataDirectory lock(Path directory) {
        prepare(directory);
        try {
            Optional<SoleOwner> owner = SoleOwner.of(directory.resolve(LOCK_FILE));
            if (owner.isPresent()) {
                return new DataDirectory(owner.get());
            }
        } catch (IOException e) {
            throw notWritable(directory, e);
        }
        throw new LocalStackException(
                "Data directory %s is in use by another local stack; stop that one, or choose another directory"
                        .formatted(directory));
    }

    /** Makes the directory if need be, and checks that there is room in it. */
    static void prepare(Path directory) {
        try {
            Files.createDirectories(directory);
            if (!Files.isWritable(directory)) {
                throw new LocalStackException(
                        "Data directory %s cannot be written; choose another, or change its permissions"
                                .formatted(directory));
            }
            requireSpace(directory, SPACE_NEEDED);
        } catch (FileAlreadyExistsException e) {
            throw new LocalStackException("Data directory %s is a file; choose another name".formatted(directory), e);
        } catch (IOException e) {
            throw notWritable(directory, e);
        }
    }

    static void requireSpace(Path directory, long bytes) throws IOException {
        long usable = Files.getFileStore(directory).getUsableSpace();
        if (usable < bytes) {
            throw new LocalStackException(
                    "Data directory %s has %d MB of free space, and the local stack needs %d MB; free some, or choose another directory"
                            .formatted(directory, usable >> 20, bytes >> 20));
        }
    }

    private static LocalStackException notWritable(Path directory, IOException e) {
        return new LocalStackException(
                "Data directory %s cannot be written (%s); choose another, or change its permissions"
                        .formatted(directory, FileTrouble.reason(e)),
                e);
    }

    /** Lets the next stack in. */
    @Override
    public void close() {
        owner.close();
    }
}
