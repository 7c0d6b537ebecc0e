package io.wiretag.topics;

import io.wiretag.codec.BoundedCalls;
import io.wiretag.codec.RegistryRefusedException;
import io.wiretag.codec.RegistryUnavailableException;
import io.wiretag.codec.Subjects;
import io.wiretag.codec.TrustedSchemaClasses;
import io.wiretag.codec.ValueSerdes;
import io.wiretag.schema.Article;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.topics.TopicAdmin.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.avro.specific.SpecificRecord;

/**
 * The subjects of the topics in the registry, {@code <topic>-value}: other tools look there for the schema of a topic. Each takes
 * only schemas that fit the one before, so that nobody can register one that readers cannot deal with.
 *
 * <p>Only where the serializers are of a family that we know, and name subjects so; otherwise there is nothing to do.
 */
public final class SubjectAdmin implements AutoCloseable {
    /** Readers with the newest schema read what was written with the one before. */
    private static final String LEVEL = "BACKWARD";

    private static final String RUN_TOPICS_CREATE = ": run 'wiretag topics create'";

    private static final Duration LIMIT = Duration.ofSeconds(15);

    /** The serializer registers the schema of what it writes. */
    private static final Map<Class<?>, SpecificRecord> VALUES;

    static {
        TrustedSchemaClasses.trust();
        Article article = Article.newBuilder().setUri("urn:wiretag:schema").build();
        VALUES = Map.of(
                Article.class,
                article,
                TaggedArticle.class,
                TaggedArticle.newBuilder()
                        .setArticle(article)
                        .setProvinces(List.of())
                        .setAgencies(List.of())
                        .setBodies(List.of())
                        .setGazetteerVersion("")
                        .setContentHash("")
                        .setTaggedAt(Instant.EPOCH)
                        .build());
    }

    private final List<Topic<?>> topics;
    private final ValueSerdes serdes;
    private final BoundedCalls calls;

    /**
     * A subject after {@link #create}.
     *
     * @param compatibility the level that counts for it
     */
    public record Registration(String subject, String compatibility) {}

    /** Asks the registry not before it is told to. The settings are those of the programs that write to the topics. */
    public SubjectAdmin(Topics topics, ValueSerdes.Settings settings) {
        this.topics = topics.all().stream()
                .filter(topic -> VALUES.containsKey(topic.valueType()))
                .toList();
        this.serdes = new ValueSerdes(registering(settings));
        this.calls = new BoundedCalls(LIMIT, Thread.currentThread().getContextClassLoader());
    }

    /** Whoever may not register while articles flow may have turned that off: here it is asked for. */
    private static ValueSerdes.Settings registering(ValueSerdes.Settings settings) {
        Map<String, String> properties = new HashMap<>(settings.properties());
        properties.replace("auto.register.schemas", "true");
        properties.replace("apicurio.registry.auto-register", "true");
        return new ValueSerdes.Settings(
                settings.serializerClass(), settings.deserializerClass(), settings.registryUrl(), properties);
    }

    /**
     * Registers what is missing, and gives the level BACKWARD to each subject that takes anything; leaves other levels.
     *
     * @throws RegistryRefusedException if the registry takes a schema not, or not from this user
     * @throws RegistryUnavailableException if it does not answer
     */
    public List<Registration> create() {
        // elsewhere nothing is to be registered
        if (serdes.subjects().isEmpty()) {
            return List.of();
        }
        return topics.stream().map(this::registered).toList();
    }

    private Registration registered(Topic<?> topic) {
        register(topic);
        String subject = subject(topic);
        // those of before were closed when the serializers began anew
        Subjects subjects = serdes.subjects().orElseThrow();
        return new Registration(subject, asked(subject, () -> guarded(subjects, subject)));
    }

    private void register(Topic<?> topic) {
        // Apicurio's serializer registers a schema under the first topic that it meets it for, and under no other
        serdes.beginAnew();
        serdes.encode(topic.name(), VALUES.get(topic.valueType()));
    }

    private static String guarded(Subjects subjects, String subject) throws Exception {
        if (subjects.compatibility(subject).equals(Subjects.NONE)) {
            subjects.setCompatibility(subject, LEVEL);
        }
        return subjects.compatibility(subject);
    }

    /**
     * Compares the subjects with what is needed. Empty: all is well.
     *
     * @throws RegistryUnavailableException if the registry does not answer, or does not let this user see
     */
    public List<Finding> check() {
        List<Finding> findings = new ArrayList<>();
        serdes.subjects().ifPresent(subjects -> {
            for (Topic<?> topic : topics) {
                String subject = subject(topic);
                if (!asked(subject, () -> subjects.exists(subject))) {
                    findings.add(
                            new Finding(topic, true, "subject " + subject + " is not registered" + RUN_TOPICS_CREATE));
                } else if (asked(subject, () -> subjects.compatibility(subject)).equals(Subjects.NONE)) {
                    findings.add(new Finding(
                            topic,
                            true,
                            "subject " + subject + " has the compatibility NONE, so that anybody can register"
                                    + " what readers cannot read" + RUN_TOPICS_CREATE));
                }
            }
        });
        return findings;
    }

    private static String subject(Topic<?> topic) {
        return topic.name() + "-value";
    }

    private <T> T asked(String subject, Callable<T> question) {
        try {
            return calls.call(question);
        } catch (Exception e) {
            throw serdes.trouble(subject, e);
        }
    }

    @Override
    public void close() {
        try {
            calls.close();
        } finally {
            serdes.close();
        }
    }
}
