package io.wiretag.life;

import io.wiretag.codec.UnreadableValueException;
import java.util.Locale;

/** Why a record was rejected. Its {@link #code} stands in the header {@code wiretag.rejected.reason} and in metrics. */
public enum RejectionReason {
    /** There is no value. */
    EMPTY,
    /** The value does not begin with the magic byte and the id of a schema. */
    NOT_FRAMED,
    /** The registry does not know the id of the schema. */
    UNKNOWN_SCHEMA,
    /** The bytes are not what their schema says. */
    NOT_AVRO,
    /** The value is something else than an article. */
    WRONG_TYPE,
    /** The article says something that our schema does not know, and that would be read as something else. */
    NOT_UNDERSTOOD,
    /** The deserializer that is configured refuses the value, and does not say more. */
    REFUSED,
    /** The article has no uri. */
    NO_URI,
    /** The key of the record is not the uri of the article: its versions would not stay in order. */
    KEY_MISMATCH,
    /** It lies in a partition where its key does not belong, and cannot be moved: it was moved before, or is too large for that. */
    MISPLACED,
    /** Its uri or version is longer than any that is meant for one. */
    IDENTITY_TOO_LONG,
    /** The tagger failed on it. A fault of ours, which must not stop the feed. */
    TAGGING_FAILED,
    /** It asks for other tags of an article in a way that cannot be understood or done. */
    BAD_REQUEST,
    /** It corrects tags and is not sealed with the key of corrections that the processor has. */
    NOT_SEALED,
    /** A record that it would give is larger than a topic takes. */
    TOO_LARGE;

    static RejectionReason of(UnreadableValueException.Reason reason) {
        return switch (reason) {
            case EMPTY -> EMPTY;
            case NOT_FRAMED -> NOT_FRAMED;
            case UNKNOWN_SCHEMA -> UNKNOWN_SCHEMA;
            case NOT_AVRO -> NOT_AVRO;
            case WRONG_TYPE -> WRONG_TYPE;
            case NOT_UNDERSTOOD -> NOT_UNDERSTOOD;
            case REFUSED -> REFUSED;
        };
    }

    /** Lower case, words parted by hyphens: {@code not-framed}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
