package io.wiretag.intake;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A lock on a file that only one process has at a time; the operating system takes it back from one that is killed. */
public final class SoleOwner implements AutoCloseable {

    private final FileChannel channel;

    private SoleOwner(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * @param what what is owned, in words that fit before "is in use"
     * @throws IntakeException if another has it
     * @throws UnusableFolderException if it cannot be locked, as on a drive that knows no locks
     */
    public static SoleOwner of(Path file, String what) {
        FileChannel channel = null;
        try {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw new FileSystemException(file.toString(), null, "no regular file");
            }
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new SoleOwner(channel);
            }
        } catch (OverlappingFileLockException heldByThisProcess) {
            // told below
        } catch (IOException e) {
            close(channel);
            throw new UnusableFolderException(
                    "%s cannot be locked (%s): %s".formatted(what, file, FileTrouble.reason(e)), e);
        }
        close(channel);
        throw new IntakeException(
                "%s is in use by another wiretag, which holds %s: end that one first".formatted(what, file));
    }

    @Override
    public void close() {
        close(channel);
    }

    private static void close(FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException gone) {
                // the lock is gone with it
            }
        }
    }
}
