package io.wiretag.codec;

import io.apicurio.registry.serde.kafka.KafkaDeserializer;
import io.apicurio.registry.serde.kafka.KafkaSerializer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/**
 * The two objects made from their class names and told their properties.
 *
 * @param literal a second deserializer, which reads values as they were written; empty if nobody knows how to tell it that
 */
record ConfiguredSerdes(
        Serializer<Object> serializer, Deserializer<Object> deserializer, Optional<Deserializer<Object>> literal)
        implements AutoCloseable {

    static ConfiguredSerdes of(ValueSerdes.Settings settings, ClassLoader classes) {
        return new ConfiguredSerdes(
                serializer(settings, classes), deserializer(settings, classes), literal(settings, classes));
    }

    private static Serializer<Object> serializer(ValueSerdes.Settings settings, ClassLoader classes) {
        Serializer<Object> made = make(settings.serializerClass(), Serializer.class, classes);
        SerdeFamily writers = SerdeFamily.of(settings.serializerClass());
        configure(
                settings.serializerClass(),
                settings.properties(),
                writers.serializerProperties(settings.registryUrl()),
                told -> made.configure(told, false));
        listenTo(made);
        return made;
    }

    /** The deserializer alone. */
    static Deserializer<Object> deserializer(ValueSerdes.Settings settings, ClassLoader classes) {
        return deserializer(settings, settings.properties(), classes);
    }

    private static Optional<Deserializer<Object>> literal(ValueSerdes.Settings settings, ClassLoader classes) {
        Map<String, String> literal =
                SerdeFamily.of(settings.deserializerClass()).literalProperties();
        if (literal.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> properties = new HashMap<>(settings.properties());
        properties.putAll(literal);
        return Optional.of(deserializer(settings, properties, classes));
    }

    private static Deserializer<Object> deserializer(
            ValueSerdes.Settings settings, Map<String, String> properties, ClassLoader classes) {
        Deserializer<Object> made = make(settings.deserializerClass(), Deserializer.class, classes);
        SerdeFamily readers = SerdeFamily.of(settings.deserializerClass());
        configure(
                settings.deserializerClass(),
                properties,
                readers.properties(settings.registryUrl()),
                told -> made.configure(told, false));
        listenTo(made);
        return made;
    }

    /** So that {@link Heard} hears what their clients of the registry say. */
    private static void listenTo(Object serde) {
        if (serde instanceof KafkaSerializer<?, ?> apicurio) {
            listenTo(apicurio);
        } else if (serde instanceof KafkaDeserializer<?, ?> apicurio) {
            listenTo(apicurio);
        } else {
            HeardRegistryClient.listenTo(serde);
        }
    }

    private static <S, T> void listenTo(KafkaSerializer<S, T> serializer) {
        serializer.setSchemaResolver(new HeardSchemaResolver<>(serializer.getSchemaResolver()));
    }

    private static <S, T> void listenTo(KafkaDeserializer<S, T> deserializer) {
        deserializer.setSchemaResolver(new HeardSchemaResolver<>(deserializer.getSchemaResolver()));
    }

    @Override
    public void close() {
        try {
            serializer.close();
        } finally {
            deserializer.close();
            literal.ifPresent(Deserializer::close);
        }
    }

    /** A class that says nothing of its values by type arguments is trusted to take those it is given. */
    @SuppressWarnings("unchecked")
    private static <T> T make(String className, Class<? super T> kind, ClassLoader classes) {
        try {
            return (T) kind.cast(
                    Class.forName(className, true, classes).getConstructor().newInstance());
        } catch (ReflectiveOperationException | LinkageError | ClassCastException e) {
            throw new IllegalArgumentException(
                    "value %s %s cannot be made (%s); is its library on the class path?"
                            .formatted(kind.getSimpleName().toLowerCase(Locale.ROOT), className, e),
                    e);
        }
    }

    private static void configure(
            String className,
            Map<String, String> users,
            Map<String, String> derived,
            Consumer<Map<String, ?>> configured) {
        Map<String, Object> told = new HashMap<>(derived);
        told.putAll(users);
        try {
            configured.accept(told);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "%s refuses its properties (%s)"
                            .formatted(className, FailureChain.of(e).summary()),
                    e);
        }
    }
}
