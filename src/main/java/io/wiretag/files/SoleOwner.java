package io.wiretag.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** A lock on a file that only one process has at a time; the operating system takes it back from one that is killed. */
public final class SoleOwner implements AutoCloseable {

    private final FileChannel channel;

    private SoleOwner(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Empty if another has it, in this process or elsewhere. The file is made if need be, and stays: deleting it could pull it
     * from under whoever is just locking it.
     *
     * @throws IOException if it cannot be locked, as on a drive that knows no locks
     */
    public static Optional<SoleOwner> of(Path file) throws IOException {
        RegularFile.requireIfThere(file);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return Optional.of(new SoleOwner(channel));
            }
        } catch (OverlappingFileLockException heldByThisProcess) {
            // as if by another
        } catch (IOException e) {
            close(channel);
            throw e;
        }
        close(channel);
        return Optional.empty();
    }

    @Override
    public void close() {
        close(channel);
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException gone) {
            // the lock is gone with it
        }
    }
}
