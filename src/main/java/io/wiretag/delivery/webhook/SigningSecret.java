package io.wiretag.delivery.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What an endpoint knows a message by that comes from us, as Standard Webhooks has it: {@code whsec_} and 24 to 64 bytes in base64. */
public final class SigningSecret {
    private static final String BEGINNING = "whsec_";
    private static final int LEAST_BYTES = 24;
    private static final int MOST_BYTES = 64;
    private static final int USUAL_BYTES = 32;

    private final byte[] key;

    private SigningSecret(byte[] key) {
        this.key = key;
    }

    /** One that nobody has yet. */
    public static SigningSecret random() {
        byte[] key = new byte[USUAL_BYTES];
        new SecureRandom().nextBytes(key);
        return new SigningSecret(key);
    }

    /** @throws IllegalArgumentException if it is none, without telling what was given */
    public static SigningSecret of(String text) {
        String given = text.strip();
        byte[] key;
        try {
            key = Base64.getDecoder().decode(given.startsWith(BEGINNING) ? given.substring(BEGINNING.length()) : "?");
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the secret is no " + BEGINNING + " and " + LEAST_BYTES + " to "
                    + MOST_BYTES + " bytes in base64: leave it out to have one made");
        }
        if (key.length < LEAST_BYTES || key.length > MOST_BYTES) {
            throw new IllegalArgumentException("the secret has " + key.length + " bytes: give " + LEAST_BYTES + " to "
                    + MOST_BYTES + ", or leave it out to have one made");
        }
        return new SigningSecret(key);
    }

    /** The signature of a message, for the header. */
    String sign(String id, long seconds, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update((id + "." + seconds + ".").getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    /** As its owner gets it. Not for a log. */
    public String text() {
        return BEGINNING + Base64.getEncoder().encodeToString(key);
    }

    /** Leaves it out. */
    @Override
    public String toString() {
        return "SigningSecret";
    }
}
