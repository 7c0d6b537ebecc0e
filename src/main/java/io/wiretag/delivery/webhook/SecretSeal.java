package io.wiretag.delivery.webhook;

import io.wiretag.files.FileTrouble;
import io.wiretag.files.RegularFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keeps secrets in a topic that others may read: AES-256-GCM, under a key in a file that its owner alone may read. Each is bound to
 * the name of its subscription, so that nobody can move it to another. The file has a key on each line: the first seals, each of them
 * opens, so that a key can be changed for another.
 */
public final class SecretSeal {
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");
    /** A group may read it, as where Kubernetes mounts a secret for a user that is not root. */
    private static final Set<PosixFilePermission> OWNER_AND_GROUP = PosixFilePermissions.fromString("rw-r-----");

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path file;
    private final List<SecretKeySpec> keys;

    private SecretSeal(Path file, List<SecretKeySpec> keys) {
        this.file = file;
        this.keys = List.copyOf(keys);
    }

    /**
     * Makes a file with a new key.
     *
     * @throws IllegalArgumentException if it is there already, or cannot be written
     */
    public static void create(Path file) {
        byte[] key = new byte[KEY_BYTES];
        RANDOM.nextBytes(key);
        try {
            Files.createFile(
                    file,
                    isPosix(file)
                            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER)}
                            : new FileAttribute<?>[0]);
            Files.writeString(file, Base64.getEncoder().encodeToString(key) + "\n");
        } catch (FileAlreadyExistsException e) {
            throw new IllegalArgumentException(
                    "file " + file + " is there already: without its key no secret that it seals can"
                            + " be opened, so it is left as it is",
                    e);
        } catch (IOException e) {
            throw new IllegalArgumentException("file " + file + " cannot be written: " + FileTrouble.reason(e), e);
        }
    }

    /** @throws IllegalArgumentException if others may read it, or it holds no keys */
    public static SecretSeal of(Path file) {
        try {
            RegularFile.requireIfThere(file);
            if (isPosix(file)
                    && Files.getPosixFilePermissions(file).stream().anyMatch(each -> !OWNER_AND_GROUP.contains(each))) {
                throw new IllegalArgumentException("webhooks.key.file " + file
                        + " may be read by all, or written by others than its owner: chmod 600 " + file);
            }
            List<SecretKeySpec> keys = new ArrayList<>();
            for (String line : Files.readAllLines(file)) {
                if (!line.isBlank()) {
                    keys.add(key(line.strip(), file));
                }
            }
            if (keys.isEmpty()) {
                throw noKey(file);
            }
            return new SecretSeal(file, keys);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "webhooks.key.file " + file + " cannot be read: " + FileTrouble.reason(e)
                            + "; 'wiretag subscription key FILE' makes one",
                    e);
        }
    }

    private static boolean isPosix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static SecretKeySpec key(String line, Path file) {
        try {
            byte[] key = Base64.getDecoder().decode(line);
            if (key.length == KEY_BYTES) {
                return new SecretKeySpec(key, "AES");
            }
        } catch (IllegalArgumentException e) {
            // told below, without the line
        }
        throw noKey(file);
    }

    private static IllegalArgumentException noKey(Path file) {
        return new IllegalArgumentException("webhooks.key.file " + file
                + " holds a line that is no key, or none at all:" + " 'wiretag subscription key FILE' makes one");
    }

    String seal(String subscription, SigningSecret secret) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, keys.get(0), nonce, subscription)
                    .doFinal(secret.text().getBytes(StandardCharsets.UTF_8));
            byte[] all = new byte[nonce.length + sealed.length];
            System.arraycopy(nonce, 0, all, 0, nonce.length);
            System.arraycopy(sealed, 0, all, nonce.length, sealed.length);
            return Base64.getEncoder().encodeToString(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES in GCM", e);
        }
    }

    /** @throws IllegalArgumentException if no key of the file opens it */
    SigningSecret open(String subscription, String sealed) {
        byte[] all = decoded(sealed);
        for (SecretKeySpec key : all.length > NONCE_BYTES ? keys : List.<SecretKeySpec>of()) {
            try {
                byte[] nonce = java.util.Arrays.copyOf(all, NONCE_BYTES);
                byte[] text = cipher(Cipher.DECRYPT_MODE, key, nonce, subscription)
                        .doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES);
                return SigningSecret.of(new String(text, StandardCharsets.UTF_8));
            } catch (GeneralSecurityException e) {
                // another key may
            }
        }
        throw new IllegalArgumentException("no key in " + file + " opens the secret of subscription '" + subscription
                + "': add the key that it was made with, or 'wiretag subscription rotate-secret " + subscription + "'");
    }

    private static byte[] decoded(String sealed) {
        try {
            return Base64.getDecoder().decode(sealed);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static Cipher cipher(int mode, SecretKeySpec key, byte[] nonce, String subscription)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(subscription.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
