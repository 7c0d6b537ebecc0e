package io.wiretag.codec;

import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.header.Headers;

/**
 * Turns values into the bytes of records and back.
 *
 * <p>Both methods tell a broken world from a bad value: {@link RegistryUnavailableException} means that the same call may
 * succeed later, perhaps not before somebody has mended something ({@link RegistryRefusedException}); any other exception that is
 * declared here means that it never will.
 */
public interface ValueCodec {
    /**
     * The bytes of a value.
     *
     * @param topic name of the topic that they are meant for
     * @throws RegistryRefusedException if the registry refuses the schema, until somebody mends that
     * @throws RegistryUnavailableException if the schema could not be looked up or registered
     * @throws ValueNotWritableException if the value does not fit its schema
     */
    byte[] encode(String topic, SpecificRecord value);

    /**
     * The bytes of a value that goes to another topic too: the same array where they are known to be equal.
     *
     * @param encoded what {@link #encode} gave for the same value and the topic before
     * @throws RegistryUnavailableException as {@link #encode}
     * @throws ValueNotWritableException as {@link #encode}
     */
    default byte[] encodeAgain(String topic, SpecificRecord value, byte[] encoded) {
        return encode(topic, value);
    }

    /**
     * The value that bytes stand for.
     *
     * @param topic name of the topic that they come from
     * @param headers of their record; some serializers keep the schema's id there
     * @param bytes may be null
     * @throws RegistryUnavailableException if the schema could not be looked up
     * @throws UnreadableValueException if the bytes are not a value of that type
     */
    <T extends SpecificRecordBase> T decode(String topic, Headers headers, byte[] bytes, Class<T> type);

    /** Like {@link #decode}, of a record that was rejected and is published again: what the registry denied is asked anew sooner. */
    default <T extends SpecificRecordBase> T decodeAgain(String topic, Headers headers, byte[] bytes, Class<T> type) {
        return decode(topic, headers, bytes, type);
    }

    /** Asks the registry again for what it denied a moment ago; until then the "no" is remembered for a while. */
    default void askAnew() {}
}
