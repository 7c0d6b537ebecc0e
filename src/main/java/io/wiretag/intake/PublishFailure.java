package io.wiretag.intake;

import io.wiretag.cluster.AccessDenied;
import io.wiretag.cluster.KafkaRefusedException;
import io.wiretag.cluster.KafkaUnavailableException;
import io.wiretag.codec.RegistryRefusedException;
import io.wiretag.codec.RegistryUnavailableException;
import io.wiretag.files.Words;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Why an article was not acknowledged: it is to blame itself, or the world is: brokers, registry, rights. All ways in ask
 * here, so that none waits for ever for an article that another calls bad.
 */
public final class PublishFailure {

    /** What brokers and the producer find wrong with a record. All others of Kafka's would meet the next article as well. */
    private static final Set<Class<? extends KafkaException>> OF_THE_RECORD = Set.of(
            RecordTooLargeException.class,
            RecordBatchTooLargeException.class,
            InvalidRecordException.class,
            InvalidTimestampException.class,
            SerializationException.class);

    private PublishFailure() {}

    /** Whether trying again would bring the same; everything else is waited for, whatever time it takes. */
    public static boolean isArticles(Throwable failure) {
        Throwable why = unwrapped(failure);
        if (OF_THE_RECORD.stream().anyMatch(type -> type.isInstance(why))) {
            return true;
        }
        // what a serializer throws is no KafkaException; a closed producer is an illegal state
        return !(why instanceof KafkaException
                || why instanceof KafkaUnavailableException
                || why instanceof KafkaRefusedException
                || why instanceof RegistryUnavailableException
                || why instanceof IllegalStateException);
    }

    /** What is away or refuses, in words that name no machine; empty if the article is to blame. */
    public static Optional<String> outage(Throwable failure) {
        Throwable why = unwrapped(failure);
        if (isArticles(why)) {
            return Optional.empty();
        }
        if (why instanceof RegistryUnavailableException) {
            // where it is, and what to do about it, stands in the log
            return Optional.of(
                    why instanceof RegistryRefusedException
                            ? "the schema registry refuses, which its operator has to mend"
                            : "the schema registry does not answer");
        }
        return Optional.of(
                isUnanswered(why)
                        ? "Kafka does not acknowledge articles"
                        : "Kafka refuses articles, whatever they are");
    }

    /** Whether the article may have arrived all the same. */
    public static boolean isUnanswered(Throwable failure) {
        Throwable why = unwrapped(failure);
        return why instanceof RetriableException || why instanceof KafkaUnavailableException;
    }

    /** One line for whoever publishes, with the right that he lacks if it is that. */
    public static String sentence(Throwable failure) {
        Throwable why = unwrapped(failure);
        if (why instanceof RecordTooLargeException || why instanceof RecordBatchTooLargeException) {
            return "its record is larger than may be published: shorten it, or raise kafka.max.request.size of who publishes and"
                    + " topics.published.max.message.bytes of the topic";
        }
        // a later record fails of the state in which the first refusal has left the producer
        return AccessDenied.behind(why, "WRITE").orElseGet(() -> Words.of(why));
    }

    /** What a future failed of, without the wrapping of a stage. */
    static Throwable unwrapped(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
