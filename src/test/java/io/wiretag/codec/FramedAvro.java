package io.wiretag.codec;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.header.Headers;

/** Values in Confluent's wire format without a registry: every schema has the id 1, until somebody pulls the plug. */
public final class FramedAvro implements ValueCodec {
    private static final byte[] FRAME = {0, 0, 0, 0, 1};

    static {
        TrustedSchemaClasses.trust();
    }

    private volatile boolean away;

    /** From now on it is as if the registry did not answer, or did again. */
    public void registryIsAway(boolean isAway) {
        away = isAway;
    }

    @Override
    public byte[] encode(String topic, SpecificRecord value) {
        requireRegistry();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(FRAME);
        try {
            BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
            new SpecificDatumWriter<SpecificRecord>(value.getSchema()).write(value, encoder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Override
    public <T extends SpecificRecordBase> T decode(String topic, Headers headers, byte[] bytes, Class<T> type) {
        if (bytes == null) {
            throw new UnreadableValueException(UnreadableValueException.Reason.EMPTY, "no value", null);
        }
        if (bytes.length < FRAME.length || bytes[0] != 0) {
            throw new UnreadableValueException(UnreadableValueException.Reason.NOT_FRAMED, "no frame", null);
        }
        requireRegistry();
        if (!Arrays.equals(FRAME, Arrays.copyOf(bytes, FRAME.length))) {
            throw new UnreadableValueException(UnreadableValueException.Reason.UNKNOWN_SCHEMA, "no such id", null);
        }
        try {
            Schema schema = SpecificData.get().getSchema(type);
            ByteArrayInputStream in = new ByteArrayInputStream(bytes, FRAME.length, bytes.length - FRAME.length);
            BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(in, null);
            return new SpecificDatumReader<T>(schema).read(null, decoder);
        } catch (IOException | AvroRuntimeException e) {
            throw new UnreadableValueException(UnreadableValueException.Reason.NOT_AVRO, e.getMessage(), e);
        }
    }

    private void requireRegistry() {
        if (away) {
            throw new RegistryUnavailableException("the registry is away", null);
        }
    }
}
