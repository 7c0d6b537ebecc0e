package io.wiretag.delivery.webhook;

import io.wiretag.access.KeyFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keeps secrets in a topic that others may read: AES-256-GCM, under a key in a file that its owner alone may read. Each is bound to
 * the name of its subscription, so that nobody can move it to another. The file has a key on each line: the first seals, each of them
 * opens, so that a key can be changed for another.
 */
public final class SecretSeal {
    private static final KeyFile FILE = new KeyFile("webhooks.key.file", "wiretag subscription key");
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

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
        FILE.create(file);
    }

    /** @throws IllegalArgumentException if others may read it, or it holds no keys */
    public static SecretSeal of(Path file) {
        return new SecretSeal(
                file,
                FILE.read(file).stream()
                        .map(key -> new SecretKeySpec(key, "AES"))
                        .toList());
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
