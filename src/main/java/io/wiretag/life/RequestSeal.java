package io.wiretag.life;

import io.wiretag.access.KeyFile;
import io.wiretag.topics.TagRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Proves that a request comes from somebody who has the key of corrections: HMAC-SHA256 (RFC 2104) over the uri of the
 * article, its content and the request. Whoever may publish articles may write a request; without the key he cannot write
 * one in the name of an editor. Immutable; never tells the key.
 */
public final class RequestSeal {
    private static final KeyFile FILE = new KeyFile("corrections.key.file", "wiretag corrections key");
    private static final String ALGORITHM = "HmacSHA256";

    private final List<SecretKeySpec> keys;

    private RequestSeal(List<SecretKeySpec> keys) {
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
    public static RequestSeal of(Path file) {
        return new RequestSeal(FILE.read(file).stream()
                .map(key -> new SecretKeySpec(key, ALGORITHM))
                .toList());
    }

    /**
     * The value of the header {@code wiretag.request.seal}.
     *
     * @param contentHash of the article, as its tagged record tells it
     * @param request {@link TagRequest#written}
     */
    public String seal(String uri, String contentHash, String request) {
        return seal(keys.get(0), uri, contentHash, request);
    }

    private static String seal(SecretKeySpec key, String uri, String contentHash, String request) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            for (String part : new String[] {uri, contentHash, request}) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                // with their lengths, so that no two requests have the same bytes
                mac.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
                mac.update(bytes);
            }
            return HexFormat.of().formatHex(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    /** In a time that does not tell how much of it was right. */
    boolean isSealed(String uri, String contentHash, String request, String seal) {
        boolean known = false;
        for (SecretKeySpec key : keys) {
            known |= MessageDigest.isEqual(
                    seal(key, uri, contentHash, request).getBytes(StandardCharsets.UTF_8),
                    seal.getBytes(StandardCharsets.UTF_8));
        }
        return known;
    }
}
