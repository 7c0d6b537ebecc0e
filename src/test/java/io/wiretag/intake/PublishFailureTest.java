package io.wiretag.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.wiretag.cluster.KafkaRefusedException;
import io.wiretag.cluster.KafkaUnavailableException;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

/** The table of all that a send can end with. */
class PublishFailureTest {
    private static final Set<Class<?>> ARTICLES = Set.of(
            RecordTooLargeException.class,
            RecordBatchTooLargeException.class,
            InvalidRecordException.class,
            InvalidTimestampException.class,
            SerializationException.class,
            // never of a send: consumers read
            RecordDeserializationException.class);

    @Test
    void ofAllExceptionsOfKafkaTheseFewAreAnArticlesAndAllOthersAreAnOutage() throws Exception {
        List<Throwable> all = exceptionsOfKafka();

        assertThat(all).hasSizeGreaterThan(100);
        assertThat(all.stream().filter(PublishFailure::isArticles).map(Object::getClass))
                .allMatch(ARTICLES::contains)
                .hasSizeGreaterThanOrEqualTo(5);
        assertThat(all)
                .allMatch(each -> PublishFailure.isArticles(each)
                        == PublishFailure.outage(each).isEmpty());
    }

    @Test
    void whatWaysInOnceAnsweredDifferentlyHasOneAnswer() {
        Map<Throwable, String> outages = Map.of(
                new NotEnoughReplicasException("x"), "Kafka does not acknowledge articles",
                new TimeoutException("x"), "Kafka does not acknowledge articles",
                new KafkaUnavailableException("x", null), "Kafka does not acknowledge articles",
                new ProducerFencedException("x"), "Kafka refuses articles, whatever they are",
                new OutOfOrderSequenceException("x"), "Kafka refuses articles, whatever they are",
                new TopicAuthorizationException("x"), "Kafka refuses articles, whatever they are",
                new KafkaRefusedException("x", null), "Kafka refuses articles, whatever they are",
                new IllegalStateException("closed"), "Kafka refuses articles, whatever they are");

        outages.forEach((failure, words) -> {
            assertThat(PublishFailure.outage(failure)).as("%s", failure).contains(words);
            assertThat(PublishFailure.outage(new CompletionException(failure))).contains(words);
        });
    }

    @Test
    void aFaultOfAnySerializerIsTheArticles() {
        assertThat(PublishFailure.isArticles(new NullPointerException())).isTrue();
        assertThat(PublishFailure.isArticles(new ClassCastException())).isTrue();
        assertThat(PublishFailure.isArticles(new IllegalArgumentException("x"))).isTrue();
    }

    @Test
    void aRightThatIsMissingIsNamedInOneLine() {
        assertThat(PublishFailure.sentence(new TopicAuthorizationException(Set.of("articles.published"))))
                .contains("lacks the right WRITE on topic articles.published");
        assertThat(PublishFailure.sentence(new NullPointerException())).isEqualTo("NullPointerException");
        assertThat(PublishFailure.sentence(new TimeoutException("a\nb"))).isEqualTo("a");
    }

    private static List<Throwable> exceptionsOfKafka() throws Exception {
        List<Throwable> all = new ArrayList<>(List.of(new KafkaException("x"), new InvalidRecordException("x")));
        for (JavaClass each : new ClassFileImporter().importPackages("org.apache.kafka.common.errors")) {
            if (each.isAssignableTo(Throwable.class) && !each.getModifiers().contains(JavaModifier.ABSTRACT)) {
                all.add(made(Class.forName(each.getName())));
            }
        }
        return all;
    }

    /** By its simplest constructor, with values that mean nothing. */
    private static Throwable made(Class<?> type) throws Exception {
        Constructor<?> simplest = Arrays.stream(type.getConstructors())
                .min(Comparator.comparingInt(Constructor::getParameterCount))
                .orElseThrow();
        Object[] values = Arrays.stream(simplest.getParameterTypes())
                .map(PublishFailureTest::value)
                .toArray();
        return (Throwable) simplest.newInstance(values);
    }

    private static Object value(Class<?> type) {
        if (type == int.class) {
            return 0;
        }
        if (type == long.class) {
            return 0L;
        }
        if (type == boolean.class) {
            return false;
        }
        if (type == String.class) {
            return "x";
        }
        return type == Set.class ? Set.of() : type == Map.class ? Map.of() : null;
    }
}
