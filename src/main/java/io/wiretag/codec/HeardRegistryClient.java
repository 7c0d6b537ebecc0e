package io.wiretag.codec;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;

/**
 * Tells {@link Heard} what Confluent's client says. By names, for their classes are on the class path only where the user has put
 * them there. Where a version has none of these names nobody listens, and {@link FailureChain} judges by the exceptions alone.
 */
final class HeardRegistryClient implements InvocationHandler {
    private static final String FIELD = "schemaRegistry";

    private final Object client;

    private HeardRegistryClient(Object client) {
        this.client = client;
    }

    /** The client of a serializer or deserializer that has been configured, and the interface that it is asked by. */
    record Found(Class<?> type, Object client) {}

    /** Puts itself in the place of the client of a serializer or deserializer that has been configured. */
    static void listenTo(Object serde) {
        field(serde).ifPresent(field -> {
            try {
                field.set(serde, listening(field.getType(), field.get(serde)));
            } catch (IllegalAccessException e) {
                throw new IllegalStateException("it has been made accessible", e);
            }
        });
    }

    static Optional<Found> of(Object serde) {
        return field(serde).map(field -> {
            try {
                return new Found(field.getType(), field.get(serde));
            } catch (IllegalAccessException e) {
                throw new IllegalStateException("it has been made accessible", e);
            }
        });
    }

    private static Optional<Field> field(Object serde) {
        for (Class<?> type = serde.getClass(); type != null; type = type.getSuperclass()) {
            try {
                Field field = type.getDeclaredField(FIELD);
                return field.getType().isInterface() && field.trySetAccessible() && field.get(serde) != null
                        ? Optional.of(field)
                        : Optional.empty();
            } catch (NoSuchFieldException e) {
                // it is one of the superclasses that has it
            } catch (IllegalAccessException e) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static Object listening(Class<?> type, Object client) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, new HeardRegistryClient(client));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        try {
            Object answer = method.invoke(client, arguments);
            requireSense(method.getName(), answer);
            Heard.answered(schema(method.getName(), answer));
            return answer;
        } catch (InvocationTargetException e) {
            Heard.unanswered(e.getCause());
            throw e.getCause();
        } catch (Heard.SenselessAnswerException e) {
            Heard.unanswered(e);
            throw e;
        }
    }

    /** What is no registry may answer with an object that has none of the fields. */
    private static void requireSense(String question, Object answer) {
        if (question.startsWith("register") || question.startsWith("getId")) {
            Object id =
                    answer instanceof Integer ? answer : said(answer, "getId").orElse(0);
            if (!(id instanceof Integer number) || number <= 0) {
                throw new Heard.SenselessAnswerException("an id of " + id + " for a schema");
            }
        }
    }

    private static Optional<String> schema(String question, Object answer) {
        return question.startsWith("getSchemaBy")
                ? Optional.of(
                        Heard.requireSchema(said(answer, "canonicalString").map(Object::toString)))
                : Optional.empty();
    }

    private static Optional<Object> said(Object answer, String method) {
        try {
            return answer == null
                    ? Optional.empty()
                    : Optional.ofNullable(answer.getClass().getMethod(method).invoke(answer));
        } catch (ReflectiveOperationException e) {
            return Optional.empty();
        }
    }
}
