package io.wiretag.codec;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/** The two families of serializers that every test of {@link ValueSerdes} goes through. */
public enum Family {
    APICURIO(
            "io.apicurio.registry.serde.avro.AvroKafkaSerializer",
            "io.apicurio.registry.serde.avro.AvroKafkaDeserializer",
            Map.of("apicurio.registry.use-specific-avro-reader", "false")) {
        @Override
        public <T> T onClassPath(Supplier<T> work) {
            return work.get();
        }
    },
    CONFLUENT(ConfluentClasses.SERIALIZER, ConfluentClasses.DESERIALIZER, Map.of("specific.avro.reader", "false")) {
        @Override
        public <T> T onClassPath(Supplier<T> work) {
            return ConfluentClasses.whileOnClassPath(work);
        }
    };

    /** More than a lookup on this machine takes, even a busy one. */
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final String serializer;
    private final String deserializer;
    final Map<String, String> genericReader;

    Family(String serializer, String deserializer, Map<String, String> genericReader) {
        this.serializer = serializer;
        this.deserializer = deserializer;
        this.genericReader = genericReader;
    }

    public abstract <T> T onClassPath(Supplier<T> work);

    public ValueSerdes serdes(URI registry) {
        return serdes(registry, Map.of());
    }

    public ValueSerdes serdes(URI registry, Map<String, String> properties) {
        return serdes(registry, properties, LIMIT);
    }

    public ValueSerdes serdes(URI registry, Map<String, String> properties, Duration limit) {
        return onClassPath(() -> new ValueSerdes(settings(registry, properties), limit));
    }

    /** The family's own two objects, for values that are none of our classes. */
    ConfiguredSerdes plain(URI registry) {
        return onClassPath(() -> ConfiguredSerdes.of(
                settings(registry, Map.of()), Thread.currentThread().getContextClassLoader()));
    }

    public ValueSerdes.Settings settings(URI registry, Map<String, String> properties) {
        return new ValueSerdes.Settings(serializer, deserializer, registry, properties);
    }
}
