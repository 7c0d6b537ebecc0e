package io.wiretag.intake.rss;

import io.wiretag.files.OneLine;
import io.wiretag.intake.format.Source;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** What came of asking for a feed. */
sealed interface FeedAnswer {

    /**
     * What the server wants to be told the next time, so that it need not send what has not changed; each may be missing.
     *
     * @param etag its {@code ETag}
     * @param lastModified its {@code Last-Modified}
     */
    record Validators(Optional<String> etag, Optional<String> lastModified) {

        static final Validators NONE = new Validators(Optional.empty(), Optional.empty());

        private static final int LONGEST = 1000;

        /** Leaves out what cannot be sent back. */
        public Validators {
            etag = etag.filter(Validators::isSendable);
            lastModified = lastModified.filter(Validators::isSendable);
        }

        private static boolean isSendable(String value) {
            return value.length() <= LONGEST && value.matches("[ -~]+");
        }
    }

    /**
     * The feed.
     *
     * @param bytes its content, cut one byte after {@link Source#MAX_BYTES}
     * @param charset that of the {@code Content-Type}
     */
    record Content(byte[] bytes, Optional<Charset> charset, Validators validators) implements FeedAnswer {

        public Content {
            Objects.requireNonNull(bytes, "bytes");
            Objects.requireNonNull(charset, "charset");
            Objects.requireNonNull(validators, "validators");
        }
    }

    /** The feed is what it was. */
    record Unchanged() implements FeedAnswer {}

    /** The feed is gone for good: do not ask again. */
    record Gone() implements FeedAnswer {}

    /**
     * Nothing to be had now.
     *
     * @param reason in words
     * @param notBefore how long the server wants not to be asked
     */
    record Failed(String reason, Optional<Duration> notBefore) implements FeedAnswer {

        public Failed {
            reason = OneLine.of(reason);
            Objects.requireNonNull(notBefore, "notBefore");
        }
    }
}
