package io.wiretag.access;

import io.wiretag.files.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of the file of keys: {@code name:sha256$SALT$HASH}, both in Base64 for URLs, and behind it, each after a blank, what the
 * key may and may not where that differs: {@code right=value}. HASH is the SHA-256 of the salt and the
 * key. A slow hash, as for passwords, would gain nothing: a key is 256 random bits, and nobody can try even a small part of
 * them. The salt keeps one from seeing that two lines are of the same key.
 *
 * @param name of who has the key; goes with each article that comes in by it as the header {@code wiretag.source}
 * @param salt 16 bytes
 * @param hash 32 bytes
 * @param rights values by the names of rights; which there are, those know who ask for keys
 */
record ApiKey(String name, byte[] salt, byte[] hash, Map<String, String> rights) {

    /** Goes before each key, for people and for programs that search for secrets where none should be. */
    static final String PREFIX = "wt_";

    private static final int KEY_BYTES = 32;
    private static final int SALT_BYTES = 16;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern LINE =
            Pattern.compile("([^:]*):sha256\\$([A-Za-z0-9_-]{22})\\$([A-Za-z0-9_-]{43})((?: +[a-z.-]+=\\S+)*)");
    private static final Pattern RIGHT = Pattern.compile("[a-z.-]+=\\S+");
    private static final SecureRandom RANDOM = new SecureRandom();

    ApiKey {
        Objects.requireNonNull(salt, "salt");
        Objects.requireNonNull(hash, "hash");
        rights = Collections.unmodifiableMap(new TreeMap<>(rights));
        rights.forEach((right, value) -> {
            if (!RIGHT.matcher(right + "=" + value).matches()) {
                throw new IllegalArgumentException("the right " + right + " is '" + value
                        + "': a line holds only what has no blank and is not empty");
            }
        });
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "the name of a key has 1 to 64 letters of ASCII, digits, '.', '_', '-' and begins with a letter or"
                            + " digit, but is '" + name + "'");
        }
    }

    /** A new random key. */
    static String random() {
        return PREFIX + base64(randomBytes(KEY_BYTES));
    }

    static ApiKey of(String name, String key, Map<String, String> rights) {
        byte[] salt = randomBytes(SALT_BYTES);
        return new ApiKey(name, salt, hash(salt, key), rights);
    }

    /**
     * Reads a line.
     *
     * @param command that makes one
     * @throws IllegalArgumentException if it is none; the message leaves the line out, for somebody may have put a key there
     */
    static ApiKey parse(String line, String command) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "not like name:sha256$SALT$HASH: make such a line with '" + command + "'");
        }
        Base64.Decoder decoder = Base64.getUrlDecoder();
        return new ApiKey(
                matcher.group(1),
                decoder.decode(matcher.group(2)),
                decoder.decode(matcher.group(3)),
                rights(matcher.group(4)));
    }

    private static Map<String, String> rights(String text) {
        Map<String, String> rights = new TreeMap<>();
        for (String each : text.strip().split(" +")) {
            int equals = each.indexOf('=');
            if (equals > 0 && rights.put(each.substring(0, equals), each.substring(equals + 1)) != null) {
                throw new IllegalArgumentException(
                        "says " + each.substring(0, equals) + " twice: divide values by commas");
            }
        }
        return rights;
    }

    /** In a time that does not tell how much of it was right. */
    boolean matches(String key) {
        return MessageDigest.isEqual(hash, hash(salt, key));
    }

    String line() {
        StringBuilder line = new StringBuilder(name + ":sha256$" + base64(salt) + "$" + base64(hash));
        rights.forEach(
                (right, value) -> line.append(' ').append(right).append('=').append(value));
        return line.toString();
    }

    /** Leaves the hash out. */
    @Override
    public String toString() {
        return "ApiKey[" + name + "]";
    }

    private static byte[] hash(byte[] salt, String key) {
        MessageDigest digest = Sha256.digest();
        digest.update(salt);
        return digest.digest(key.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
