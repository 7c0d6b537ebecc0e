package io.wiretag.access;

import io.wiretag.files.FileTrouble;
import io.wiretag.files.RegularFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * Keys of machines, in a file that its owner, and at most its group, may read: on each line 32 random bytes in Base64. The first
 * is used for what is made, each of them for what was made, so that a key can be changed for another.
 *
 * @param setting that names such a file
 * @param command that makes one
 */
public record KeyFile(String setting, String command) {
    private static final int KEY_BYTES = 32;
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");
    /** A group may read it, as where Kubernetes mounts a secret for a user that is not root. */
    private static final Set<PosixFilePermission> OWNER_AND_GROUP = PosixFilePermissions.fromString("rw-r-----");

    /**
     * Makes a file with a new key.
     *
     * @throws IllegalArgumentException if it is there already, or cannot be written
     */
    public void create(Path file) {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        try {
            Files.createFile(
                    file,
                    isPosix(file)
                            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER)}
                            : new FileAttribute<?>[0]);
            Files.writeString(file, Base64.getEncoder().encodeToString(key) + "\n");
        } catch (FileAlreadyExistsException e) {
            throw new IllegalArgumentException(
                    "file " + file + " is there already: what was made with its key would count no more, so it is left"
                            + " as it is",
                    e);
        } catch (IOException e) {
            throw new IllegalArgumentException("file " + file + " cannot be written: " + FileTrouble.reason(e), e);
        }
    }

    /**
     * The keys of a file, at least one.
     *
     * @throws IllegalArgumentException if others may read it, or it holds no keys; the message tells none of its lines
     */
    public List<byte[]> read(Path file) {
        try {
            RegularFile.requireIfThere(file);
            if (isPosix(file)
                    && Files.getPosixFilePermissions(file).stream().anyMatch(each -> !OWNER_AND_GROUP.contains(each))) {
                throw new IllegalArgumentException(setting + " " + file
                        + " may be read by all, or written by others than its owner: chmod 600 " + file);
            }
            List<byte[]> keys = new ArrayList<>();
            for (String line : Files.readAllLines(file)) {
                if (!line.isBlank()) {
                    keys.add(key(line.strip(), file));
                }
            }
            if (keys.isEmpty()) {
                throw noKey(file);
            }
            return keys;
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    setting + " " + file + " cannot be read: " + FileTrouble.reason(e) + "; '" + command
                            + " FILE' makes one",
                    e);
        }
    }

    private static boolean isPosix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private byte[] key(String line, Path file) {
        try {
            byte[] key = Base64.getDecoder().decode(line);
            if (key.length == KEY_BYTES) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            // told below, without the line
        }
        throw noKey(file);
    }

    private IllegalArgumentException noKey(Path file) {
        return new IllegalArgumentException(setting + " " + file + " holds a line that is no key, or none at all: '"
                + command + " FILE' makes one");
    }
}
