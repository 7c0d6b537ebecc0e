package io.wiretag.codec;

import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * What the registry said while one value was read or written. Serializers wrap all that goes wrong alike, so that an exception does
 * not tell a proxy's maintenance page from a damaged record; but only their clients ask the registry. Those are listened to, see
 * {@link ConfiguredSerdes}: a question without a proper answer is the world's fault, whatever it was, and all else is not.
 */
final class Heard {
    private static final ThreadLocal<Heard> LISTENING = new ThreadLocal<>();

    private volatile Throwable failure;
    private volatile String schema;

    /** The last question of the work was not answered as one; the cause is what the client of the registry made of it. */
    static final class UnansweredException extends Exception {
        private static final long serialVersionUID = 1L;

        UnansweredException(Throwable failure) {
            super(failure);
        }
    }

    /** An answer that the client took for one, and that says nothing. The client may keep it. */
    static final class SenselessAnswerException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        SenselessAnswerException(String message) {
            super(message);
        }
    }

    /**
     * Does the work on this thread, and listens.
     *
     * @throws UnansweredException in place of what the work throws, if the registry is the reason
     */
    <T> T during(Callable<T> work) throws Exception {
        LISTENING.set(this);
        try {
            return work.call();
        } catch (Exception e) {
            throw failure == null ? e : new UnansweredException(failure);
        } finally {
            LISTENING.remove();
        }
    }

    /** The text of the schema that was shown last; empty if none was, since the client had it. */
    Optional<String> schema() {
        return Optional.ofNullable(schema);
    }

    /** The text of a schema that is one, or at least may be. */
    static String requireSchema(Optional<String> shown) {
        // an empty list in JSON is a union of no types to Avro, and nobody can have written a value of it
        return shown.filter(text -> !text.equals("[]"))
                .orElseThrow(() -> new SenselessAnswerException("no schema for an id"));
    }

    static void answered(Optional<String> shown) {
        Heard now = LISTENING.get();
        if (now != null) {
            now.failure = null;
            now.schema = shown.orElse(now.schema);
        }
    }

    static void unanswered(Throwable failure) {
        Heard now = LISTENING.get();
        if (now != null) {
            now.failure = failure;
        }
    }
}
