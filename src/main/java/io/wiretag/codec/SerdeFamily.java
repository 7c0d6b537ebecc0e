package io.wiretag.codec;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.header.Headers;

/** The makers of serializers that we know: what each has to be told, and how its bytes begin. */
enum SerdeFamily {
    APICURIO("io.apicurio.registry.serde.") {
        @Override
        Map<String, String> properties(URI registry) {
            Map<String, String> properties = new HashMap<>();
            properties.put("apicurio.registry.url", api(registry, "v3", "registry"));

            // Confluent's wire format: magic byte, then the four bytes of the id that Confluent's API knows a schema by
            properties.put("apicurio.registry.headers.enabled", "false");
            properties.put("apicurio.registry.id-handler", "io.apicurio.registry.serde.Default4ByteIdHandler");
            properties.put("apicurio.registry.use-id", "contentId");

            // Confluent's subject: <topic>-value
            properties.put(APICURIO_STRATEGY, "io.apicurio.registry.serde.strategy.TopicIdStrategy");
            properties.put("apicurio.registry.auto-register", "true");
            properties.put("apicurio.registry.auto-register.if-exists", "FIND_OR_CREATE_VERSION");
            properties.put("apicurio.registry.use-specific-avro-reader", "true");
            properties.put("apicurio.registry.avro-datum-provider", CachingDatumProvider.class.getName());

            // an id means the same schema for ever; by default it asks again every 30 s and fails without an answer
            properties.put("apicurio.registry.check-period-ms", "3153600000000");
            // who calls us knows whether and how long to wait
            properties.put("apicurio.registry.retry-count", "0");
            return properties;
        }

        @Override
        Map<String, String> serializerProperties(URI registry) {
            Map<String, String> properties = properties(registry);
            // the whole schema under one id, as Confluent's serializer has it; the default makes a subject of every
            // nested type, and a reader of the topic would have to put them together again
            properties.put("apicurio.registry.dereference-schema", "true");
            return properties;
        }

        @Override
        Map<String, String> literalProperties() {
            return Map.of(
                    "apicurio.registry.use-specific-avro-reader",
                    "false",
                    "apicurio.registry.avro-datum-provider",
                    LiteralDatumProvider.class.getName());
        }

        @Override
        Optional<String> schemaHeaders() {
            return Optional.of("apicurio.value.");
        }

        @Override
        boolean framed(Map<String, String> properties, Headers headers) {
            return !"true".equals(properties.get("apicurio.registry.headers.enabled"));
        }

        @Override
        boolean payloadIsAlike(String serializer, Set<String> usersKeys) {
            return serializer.equals("io.apicurio.registry.serde.avro.AvroKafkaSerializer")
                    && !usersKeys.contains("apicurio.registry.headers.enabled")
                    && !usersKeys.contains("apicurio.registry.id-handler");
        }

        @Override
        Optional<Subjects> subjects(Map<String, String> told, Object serializer) {
            return told.get(APICURIO_STRATEGY).endsWith(".TopicIdStrategy")
                            && !told.containsKey("apicurio.registry.artifact.group-id")
                            && !told.containsKey("apicurio.registry.artifact.artifact-id")
                    ? ApicurioSubjects.of(told)
                    : Optional.empty();
        }
    },

    CONFLUENT("io.confluent.") {
        @Override
        Map<String, String> properties(URI registry) {
            Map<String, String> properties = new HashMap<>();
            properties.put("schema.registry.url", api(registry, "v7", "ccompat"));
            properties.put("specific.avro.reader", "true");
            properties.put("http.connect.timeout.ms", "5000");
            properties.put("http.read.timeout.ms", "10000");
            properties.put("max.retries", "0");
            return properties;
        }

        @Override
        Map<String, String> literalProperties() {
            return Map.of("specific.avro.reader", "false");
        }

        @Override
        boolean framed(Map<String, String> properties, Headers headers) {
            return headers.lastHeader(CONFLUENT_ID) == null;
        }

        @Override
        Optional<String> schemaHeaders() {
            return Optional.of(CONFLUENT_ID);
        }

        /** Rules, such as encryption, belong to a subject; they come with schemas that somebody else has registered. */
        @Override
        boolean payloadIsAlike(String serializer, Set<String> usersKeys) {
            return serializer.equals("io.confluent.kafka.serializers.KafkaAvroSerializer")
                    && usersKeys.stream()
                            .noneMatch(key -> key.startsWith("use.")
                                    || key.startsWith("rule.")
                                    || key.equals("value.schema.id.serializer"));
        }

        @Override
        Optional<Subjects> subjects(Map<String, String> told, Object serializer) {
            return told.containsKey("value.subject.name.strategy")
                    ? Optional.empty()
                    : ConfluentSubjects.of(serializer);
        }
    },

    /** Any other class is told what the user's properties say, and nothing else. */
    OTHER("") {
        @Override
        Map<String, String> properties(URI registry) {
            return Map.of();
        }

        @Override
        boolean framed(Map<String, String> properties, Headers headers) {
            return false;
        }

        @Override
        boolean payloadIsAlike(String serializer, Set<String> usersKeys) {
            return false;
        }

        @Override
        Optional<Subjects> subjects(Map<String, String> told, Object serializer) {
            return Optional.empty();
        }
    };

    private static final String CONFLUENT_ID = "__value_schema_id";
    private static final String APICURIO_STRATEGY = "apicurio.registry.artifact-resolver-strategy";

    private final String packagePrefix;

    SerdeFamily(String packagePrefix) {
        this.packagePrefix = packagePrefix;
    }

    static SerdeFamily of(String className) {
        for (SerdeFamily family : values()) {
            if (className.startsWith(family.packagePrefix)) {
                return family;
            }
        }
        return OTHER;
    }

    /** What its classes are told unless the user's own properties say otherwise. */
    abstract Map<String, String> properties(URI registry);

    Map<String, String> serializerProperties(URI registry) {
        return properties(registry);
    }

    /** What a deserializer has to be told, before all else, to read values as they were written; empty if nobody knows. */
    Map<String, String> literalProperties() {
        return Map.of();
    }

    /** Whether values begin with the magic byte 0 and the four bytes of a schema id, rather than having the id in a header. */
    abstract boolean framed(Map<String, String> properties, Headers headers);

    /** How the names of the headers begin that tell the schema of a value without a frame; empty if nobody knows. */
    Optional<String> schemaHeaders() {
        return Optional.empty();
    }

    /** What stands for the schema of a value without a frame; empty if nothing does that we know of. */
    Optional<Object> headerKey(Headers headers) {
        Map<String, ByteBuffer> key = new HashMap<>();
        schemaHeaders()
                .ifPresent(prefix -> headers.forEach(header -> {
                    if (header.key().startsWith(prefix) && header.value() != null) {
                        key.put(header.key(), ByteBuffer.wrap(header.value()));
                    }
                }));
        return key.isEmpty() ? Optional.empty() : Optional.of(key);
    }

    /**
     * Whether a value has the same bytes in every topic, but for the {@link ValueSerdes#FRAME_LENGTH} of the frame.
     *
     * @param usersKeys of properties that the user has set
     */
    abstract boolean payloadIsAlike(String serializer, Set<String> usersKeys);

    /**
     * The subjects of the registry; empty if the values of a topic have no subject of that topic's name, or nobody knows.
     *
     * @param told all properties that the serializer was told
     */
    abstract Optional<Subjects> subjects(Map<String, String> told, Object serializer);

    /** Apicurio offers several APIs under one base; whichever of them was given, the family's own is taken. */
    private static String api(URI registry, String version, String name) {
        String base = registry.toString().replaceFirst("/apis(/.*)?$", "").replaceFirst("/+$", "");
        return base + "/apis/" + name + "/" + version;
    }
}
