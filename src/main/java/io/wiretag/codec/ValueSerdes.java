package io.wiretag.codec;

import static io.wiretag.codec.UnreadableValueException.Reason.EMPTY;
import static io.wiretag.codec.UnreadableValueException.Reason.NOT_AVRO;
import static io.wiretag.codec.UnreadableValueException.Reason.NOT_FRAMED;
import static io.wiretag.codec.UnreadableValueException.Reason.NOT_UNDERSTOOD;
import static io.wiretag.codec.UnreadableValueException.Reason.REFUSED;
import static io.wiretag.codec.UnreadableValueException.Reason.UNKNOWN_SCHEMA;
import static io.wiretag.codec.UnreadableValueException.Reason.WRONG_TYPE;

import io.wiretag.codec.SerdesInUse.Read;
import io.wiretag.codec.SerdesInUse.Written;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.regex.Pattern;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/**
 * The serializer and the deserializer of record values: two class names and the properties that are passed to them, as in any
 * Kafka client. Values have Confluent's wire format with Apicurio's classes and with Confluent's, and either reads what the
 * other wrote.
 *
 * <p>A value that cannot be read or written is told from a registry that cannot be asked, see {@link FailureChain}: the first is
 * rejected, the second waited for. A lookup in the registry takes 15 seconds at most; schemas that were looked up once need
 * no registry any more ({@link SerdesInUse}). An id that the registry denies, or has for a schema that is none of Avro's, is not
 * asked for again for half a minute ({@link SchemaMemory}), and before a record is rejected for it, the registry must still have
 * what it showed before ({@link RollCall}).
 *
 * <p>Any number of threads may share one, if the two classes bear it, as those of Apicurio and Confluent do.
 */
public final class ValueSerdes implements ValueCodec, AutoCloseable {

    private static final Duration LOOKUP_LIMIT = Duration.ofSeconds(15);

    /** Magic byte and schema id. */
    static final int FRAME_LENGTH = 1 + Integer.BYTES;

    /** Held here, for the JDK forgets the level of a logger that nobody holds. */
    private static final java.util.logging.Logger APICURIO_CLIENT =
            java.util.logging.Logger.getLogger("io.apicurio.registry.client.common.DefaultVertxInstance");

    static {
        // recommends, at each start, to manage what needs no managing here
        APICURIO_CLIENT.setLevel(Level.SEVERE);
        TrustedSchemaClasses.trust();
    }

    private final Settings settings;
    private final SerdeFamily readFamily;
    private final SerdeFamily writeFamily;
    private final boolean payloadIsAlike;
    private final BoundedCalls calls;
    private final SerdesInUse serdes;
    private final RegistryQuestions questions;
    private final RegistryTrouble trouble;
    private final SchemaMemory memory;
    private final RollCall rollCall;

    /**
     * The two classes and what they are told.
     *
     * @param serializerClass a {@link Serializer}
     * @param deserializerClass a {@link Deserializer}
     * @param registryUrl the base of an Apicurio registry, such as {@code http://127.0.0.1:8081}. A registry of Confluent's own is
     *     given to Confluent's classes as {@code schema.registry.url} among the properties
     * @param properties are passed on to both, and win over what is derived from the rest
     */
    public record Settings(
            String serializerClass, String deserializerClass, URI registryUrl, Map<String, String> properties) {

        private static final Pattern SECRET =
                Pattern.compile("password|secret|token|credential|user\\.?info|jaas|\\.key$", Pattern.CASE_INSENSITIVE);

        public Settings {
            requireName("serializer", serializerClass);
            requireName("deserializer", deserializerClass);
            if (registryUrl.getHost() == null || !registryUrl.getScheme().matches("https?")) {
                throw new IllegalArgumentException(
                        "registry URL must be like http://host:8081, but is %s".formatted(withoutUser(registryUrl)));
            }
            properties = Map.copyOf(properties);
        }

        private static void requireName(String what, String className) {
            if (className == null || className.isBlank()) {
                throw new IllegalArgumentException("the value %s needs the name of a class".formatted(what));
            }
        }

        /** Fit for a log: secrets are hidden. */
        @Override
        public String toString() {
            Map<String, String> shown = new TreeMap<>(properties);
            shown.replaceAll((key, value) -> SECRET.matcher(key).find() ? "***" : withoutUser(value));
            return "Settings[serializer=%s, deserializer=%s, registryUrl=%s, properties=%s]"
                    .formatted(serializerClass, deserializerClass, withoutUser(registryUrl), shown);
        }

        private static String withoutUser(Object url) {
            return url.toString().replaceAll("//\\S*@", "//***@");
        }
    }

    /**
     * Makes both; the registry is not asked yet.
     *
     * @throws IllegalArgumentException if a class is missing, is none of that kind, or refuses its properties
     */
    public ValueSerdes(Settings settings) {
        this(settings, LOOKUP_LIMIT);
    }

    ValueSerdes(Settings settings, Duration lookupLimit) {
        this.settings = settings;
        this.readFamily = SerdeFamily.of(settings.deserializerClass());
        this.writeFamily = SerdeFamily.of(settings.serializerClass());
        this.payloadIsAlike = writeFamily.payloadIsAlike(
                settings.serializerClass(), settings.properties().keySet());
        this.trouble = new RegistryTrouble(Settings.withoutUser(registry()));
        this.memory = new SchemaMemory(System::nanoTime);
        ClassLoader classes = classLoader();
        this.calls = new BoundedCalls(lookupLimit, classes);
        this.serdes = new SerdesInUse(
                () -> new InUse(ConfiguredSerdes.of(settings, classes), each -> subjects(each.serializer())), calls);
        this.questions = new RegistryQuestions(settings, classes, calls, serdes, trouble);
        this.rollCall = new RollCall(memory, questions, trouble, System::nanoTime);
    }

    /**
     * The bytes of a value.
     *
     * @throws RegistryUnavailableException if its schema could not be registered now
     * @throws ValueNotWritableException if the value does not fit its schema
     */
    @Override
    public byte[] encode(String topic, SpecificRecord value) {
        Written key = new Written(topic, value.getSchema());
        Optional<InUse> knowing = serdes.writer(key).map(SerdesInUse.Writer::serdes);
        InUse now = knowing.orElseGet(serdes::asking);
        try {
            byte[] bytes = call(
                    now,
                    knowing.isPresent(),
                    new Heard(),
                    () -> now.serdes().serializer().serialize(topic, value));
            if (knowing.isEmpty()) {
                serdes.haveWritten(now, key, learnt(frame(bytes)));
            }
            return bytes;
        } catch (Exception e) {
            FailureChain failure = FailureChain.of(e);
            if (failure.saysOutage()) {
                throw trouble.writing(topic + "-value", failure, e);
            }
            throw new ValueNotWritableException(
                    "%s for %s does not fit its schema (%s)"
                            .formatted(value.getSchema().getName(), topic, failure.summary()),
                    e);
        }
    }

    /** The same array where all topics have the same payload, and the schema has the same id in both. */
    @Override
    public byte[] encodeAgain(String topic, SpecificRecord value, byte[] encoded) {
        Optional<byte[]> frame =
                serdes.writer(new Written(topic, value.getSchema())).map(SerdesInUse.Writer::frame);
        boolean same = payloadIsAlike
                && frame.filter(known -> Arrays.equals(known, frame(encoded))).isPresent();
        return same ? encoded : encode(topic, value);
    }

    private byte[] learnt(byte[] frame) {
        if (writeFamily.framed(settings.properties(), new RecordHeaders()) && frame.length == FRAME_LENGTH) {
            memory.learnt(schemaId(frame), Optional.empty());
        }
        return frame;
    }

    private static byte[] frame(byte[] bytes) {
        return Arrays.copyOf(bytes, Math.min(bytes.length, FRAME_LENGTH));
    }

    /**
     * The value of the bytes of a record, whatever version of the schema it was written with.
     *
     * @param bytes of a record's value; {@code null} is unreadable too
     * @throws RegistryUnavailableException if the schema could not be looked up now; the same bytes may be read later
     * @throws UnreadableValueException if the bytes are no such value, and never will be
     */
    @Override
    public <T extends SpecificRecordBase> T decode(String topic, Headers headers, byte[] bytes, Class<T> type) {
        return decode(topic, headers, bytes, type, false);
    }

    @Override
    public <T extends SpecificRecordBase> T decodeAgain(String topic, Headers headers, byte[] bytes, Class<T> type) {
        return decode(topic, headers, bytes, type, true);
    }

    private static void requireFrame(String topic, byte[] bytes) {
        if (bytes.length < FRAME_LENGTH || bytes[0] != 0) {
            throw new UnreadableValueException(
                    NOT_FRAMED,
                    "value in %s does not begin with the byte 0 and a schema id of 4 bytes, but is %d bytes long and begins with %d"
                            .formatted(topic, bytes.length, bytes[0]));
        }
    }

    private <T extends SpecificRecordBase> T decode(
            String topic, Headers headers, byte[] bytes, Class<T> type, boolean again) {
        if (bytes == null || bytes.length == 0) {
            throw new UnreadableValueException(EMPTY, "record of %s has no value".formatted(topic));
        }
        boolean framed = readFamily.framed(settings.properties(), headers);
        if (framed) {
            requireFrame(topic, bytes);
        }
        Optional<Read> key = (framed ? Optional.<Object>of(schemaId(bytes)) : readFamily.headerKey(headers))
                .map(schema -> new Read(type, schema));
        Optional<InUse> knowing = key.flatMap(serdes::reader);
        // headers may name a schema so that it has to be asked for each time
        boolean known = framed && knowing.isPresent();
        if (framed && !known) {
            requireNotDenied(topic, bytes, again);
        }
        InUse now = knowing.orElseGet(serdes::asking);
        Heard heard = new Heard();
        try {
            Object value =
                    call(now, known, heard, () -> now.serdes().deserializer().deserialize(topic, headers, bytes));
            Optional<String> unseen =
                    call(now, known, new Heard(), () -> now.writers().unseen(type, key, value, topic, headers, bytes));
            if (knowing.isEmpty()) {
                key.ifPresent(each -> serdes.haveRead(now, each));
            }
            T read = as(type, topic, value);
            requireUnderstood(topic, unseen);
            return read;
        } catch (UnreadableValueException e) {
            throw confirmed(e, known, bytes);
        } catch (Exception e) {
            throw confirmed(diagnosed(topic, bytes, framed, type, e), known, bytes);
        } finally {
            if (framed && !known) {
                heard.schema().ifPresent(schema -> memory.learnt(schemaId(bytes), Optional.of(schema)));
            }
        }
    }

    private void requireNotDenied(String topic, byte[] bytes, boolean again) {
        memory.denial(schemaId(bytes), again).ifPresent(denial -> {
            throw denial.kind()
                    .map(kind -> foreign(topic, kind, null))
                    .orElseGet(() -> unknownSchema(true, bytes, null));
        });
    }

    /** What is thrown for a record, unless its schema is no longer what it was when it was learnt. */
    private RuntimeException confirmed(RuntimeException failure, boolean known, byte[] bytes) {
        if (known && failure instanceof UnreadableValueException) {
            rollCall.afterMisfit(schemaId(bytes));
        }
        return failure;
    }

    @Override
    public void askAnew() {
        memory.forgetDenied();
    }

    /** For a plain KafkaProducer. It shares this object, and does not close it. */
    public <T extends SpecificRecord> Serializer<T> serializer() {
        return (topic, value) -> value == null ? null : encode(topic, value);
    }

    /** For a plain KafkaConsumer. It shares this object, and does not close it. */
    public <T extends SpecificRecordBase> Deserializer<T> deserializer(Class<T> type) {
        return new Deserializer<>() {
            @Override
            public T deserialize(String topic, byte[] bytes) {
                return deserialize(topic, new RecordHeaders(), bytes);
            }

            @Override
            public T deserialize(String topic, Headers headers, byte[] bytes) {
                return bytes == null ? null : decode(topic, headers, bytes, type);
            }
        };
    }

    @Override
    public void close() {
        try {
            serdes.close();
        } finally {
            calls.close();
        }
    }

    /** On this thread if nothing needs to be looked up for it, else on one that can be left waiting. */
    private <T> T call(InUse now, boolean known, Heard heard, Callable<T> work) throws Exception {
        if (known) {
            return heard.during(work);
        }
        return serdes.lookUp(now, heard, work);
    }

    private static void requireUnderstood(String topic, Optional<String> unseen) {
        if (unseen.isPresent()) {
            throw new UnreadableValueException(
                    NOT_UNDERSTOOD, "value in %s cannot be read as it was meant: %s".formatted(topic, unseen.get()));
        }
    }

    private <T extends SpecificRecordBase> T as(Class<T> type, String topic, Object value) throws IOException {
        if (type.isInstance(value)) {
            return type.cast(value);
        }
        if (value instanceof GenericRecord read && !(value instanceof SpecificRecord)) {
            return resolved(read, type);
        }
        throw new UnreadableValueException(
                WRONG_TYPE,
                "value in %s is a %s, not a %s"
                        .formatted(
                                topic,
                                value == null ? "null" : value.getClass().getSimpleName(),
                                type.getSimpleName()));
    }

    /** By Avro's own rules: what one version of a schema wrote, another reads. */
    private static <T extends SpecificRecordBase> T resolved(GenericRecord read, Class<T> type) throws IOException {
        SpecificData model = SpecificData.getForClass(type);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(read.getSchema(), model).write(read, encoder);
        encoder.flush();
        return new SpecificDatumReader<T>(read.getSchema(), model.getSchema(type), model)
                .read(null, DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null));
    }

    private RuntimeException diagnosed(String topic, byte[] bytes, boolean framed, Class<?> type, Exception e) {
        FailureChain failure = FailureChain.of(e);
        if (failure.saysUnknownSchema()) {
            rollCall.afterDenial();
            if (framed) {
                memory.denied(schemaId(bytes), Optional.empty());
            }
            return unknownSchema(framed, bytes, e);
        }
        if (failure.saysOutage()) {
            Optional<String> kind = framed ? questions.foreignType(failure, schemaId(bytes)) : Optional.empty();
            if (kind.isEmpty()) {
                return trouble.reading(failure, e);
            }
            rollCall.afterDenial();
            memory.denied(schemaId(bytes), kind);
            return foreign(topic, kind.get(), e);
        }
        if (failure.saysCorrupt()) {
            return new UnreadableValueException(
                    NOT_AVRO, "value in %s does not follow its schema (%s)".formatted(topic, failure.summary()), e);
        }
        return new UnreadableValueException(
                readFamily == SerdeFamily.OTHER ? REFUSED : WRONG_TYPE,
                "value in %s is no %s (%s)".formatted(topic, type.getSimpleName(), failure.summary()),
                e);
    }

    private static UnreadableValueException foreign(String topic, String kind, Exception cause) {
        return new UnreadableValueException(
                WRONG_TYPE, "value in %s has a schema of type %s, not Avro".formatted(topic, kind), cause);
    }

    private static UnreadableValueException unknownSchema(boolean framed, byte[] bytes, Exception cause) {
        return new UnreadableValueException(
                UNKNOWN_SCHEMA,
                "the registry knows no schema%s".formatted(framed ? " of id " + schemaId(bytes) : ""),
                cause);
    }

    /** With serializers that know nothing yet. */
    public void beginAnew() {
        serdes.beginAnew();
    }

    /** Those of the registry, by the client of the serializer's family. {@link #beginAnew} closes it. */
    public Optional<Subjects> subjects() {
        return serdes.asking().subjects();
    }

    private Optional<Subjects> subjects(Serializer<Object> serializer) {
        Map<String, String> told = new HashMap<>(writeFamily.serializerProperties(settings.registryUrl()));
        told.putAll(settings.properties());
        return writeFamily.subjects(told, serializer);
    }

    /** What a question about a subject ended with, in words. */
    public RegistryUnavailableException trouble(String subject, Exception failure) {
        return trouble.writing(subject, FailureChain.ofQuestion(failure), failure);
    }

    private Object registry() {
        String own = settings.properties().get("schema.registry.url");
        String apicurio = settings.properties().get("apicurio.registry.url");
        return own != null ? own : apicurio != null ? apicurio : settings.registryUrl();
    }

    private static int schemaId(byte[] bytes) {
        return ByteBuffer.wrap(bytes, 1, Integer.BYTES).getInt();
    }

    /** That of the thread, as Kafka's own clients do, for serializers are often loaded from elsewhere. */
    private static ClassLoader classLoader() {
        ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
        return ofThread != null ? ofThread : ValueSerdes.class.getClassLoader();
    }
}
