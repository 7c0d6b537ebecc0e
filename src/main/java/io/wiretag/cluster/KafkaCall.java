package io.wiretag.cluster;

import io.wiretag.files.Words;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Turns the future of a call to the broker into its value, or into an exception with a sentence. */
public final class KafkaCall {
    private KafkaCall() {}

    /**
     * Waits for an answer.
     *
     * @param what what is asked for, in words that fit behind "could not": "list the topics"
     * @throws KafkaUnavailableException if there is no answer in time
     * @throws KafkaRefusedException if the answer is an error; its cause is Kafka's exception
     */
    public static <T> T await(Future<T> future, String what, Duration limit) {
        try {
            return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while waiting to " + what);
        } catch (TimeoutException e) {
            throw new KafkaUnavailableException("could not " + what + ": no answer within " + seconds(limit), e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (isOutage(cause)) {
                throw new KafkaUnavailableException("could not " + what + ": " + Words.of(cause), cause);
            }
            String why = AccessDenied.ofQuestion(cause).orElseGet(() -> Words.of(cause));
            throw new KafkaRefusedException("could not " + what + ": " + why, cause);
        }
    }

    /** What goes away by itself. That a topic is not there does not, though Kafka's clients may ask again for it. */
    private static boolean isOutage(Throwable cause) {
        return cause instanceof RetriableException
                && !(cause instanceof UnknownTopicOrPartitionException)
                && !(cause instanceof UnknownTopicIdException);
    }

    private static String seconds(Duration limit) {
        return limit.toMillis() / 1000.0 + " s";
    }
}
