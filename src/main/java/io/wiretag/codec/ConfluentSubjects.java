package io.wiretag.codec;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.Optional;

/** By names, for Confluent's classes are on the class path only where the user has put them there. */
final class ConfluentSubjects implements Subjects {
    private final HeardRegistryClient.Found client;

    private ConfluentSubjects(HeardRegistryClient.Found client) {
        this.client = client;
    }

    /** @param serializer configured; empty if its version keeps its client elsewhere */
    static Optional<Subjects> of(Object serializer) {
        return HeardRegistryClient.of(serializer).map(ConfluentSubjects::new);
    }

    @Override
    public boolean exists(String subject) throws Exception {
        return found("getAllVersions", subject).isPresent();
    }

    @Override
    public boolean isEmpty() throws Exception {
        Method subjects = client.type().getMethod("getAllSubjects");
        return ((Collection<?>) asked(subjects)).isEmpty();
    }

    /** Their client says so only when it fails on it, see {@link FailureChain#foreignType}. */
    @Override
    public Optional<String> typeOf(int id) {
        return Optional.empty();
    }

    @Override
    public String compatibility(String subject) throws Exception {
        Optional<Object> own = found("getCompatibility", subject);
        return (own.isPresent() ? own : found("getCompatibility", null))
                .map(Object::toString)
                .orElse(NONE);
    }

    @Override
    public void setCompatibility(String subject, String level) throws Exception {
        asked(client.type().getMethod("updateCompatibility", String.class, String.class), subject, level);
    }

    private Optional<Object> found(String question, String subject) throws Exception {
        try {
            return Optional.of(Optional.ofNullable(asked(client.type().getMethod(question, String.class), subject))
                    .orElseThrow(() -> new Heard.SenselessAnswerException("nothing")));
        } catch (Exception e) {
            if (FailureChain.of(e).saysUnknownSchema()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Object asked(Method question, Object... arguments) throws Exception {
        try {
            return question.invoke(client.client(), arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof Exception failure ? failure : e;
        }
    }
}
