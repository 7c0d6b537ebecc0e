package io.wiretag.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** A directory that one stack at a time may use. The lock is the operating system's, so it never outlives its process. */
final class DataDirectory implements AutoCloseable {

    private static final String LOCK_FILE = "in-use.lock";

    /** Broker and registry need some 10 MB when empty; the rest is room for articles and for start-up archives. */
    private static final long SPACE_NEEDED = 200L << 20;

    private final FileChannel channel;

    private DataDirectory(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Makes the directory if need be, and locks it.
     *
     * @throws LocalStackException if it cannot be written, is nearly full, or is in use
     */
    static DataDirectory lock(Path directory) {
        prepare(directory);
        FileChannel channel = null;
        try {
            channel =
                    FileChannel.open(directory.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel).isPresent()) {
                return new DataDirectory(channel);
            }
            channel.close();
        } catch (IOException e) {
            closeQuietly(channel);
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

    private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException e) {
            // held by another stack in this same process
            return Optional.empty();
        }
    }

    private static LocalStackException notWritable(Path directory, IOException e) {
        return new LocalStackException(
                "Data directory %s cannot be written (%s); choose another, or change its permissions"
                        .formatted(directory, e),
                e);
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // the failure that brought us here is the one to tell
        }
    }

    /** Lets the next stack in. The file stays: deleting it could pull it from under a stack that is just locking it. */
    @Override
    public void close() {
        closeQuietly(channel);
    }
}
