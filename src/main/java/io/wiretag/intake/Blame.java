package io.wiretag.intake;

import io.wiretag.topics.KafkaUnavailableException;
import io.wiretag.topics.RegistryUnavailableException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;

/** Whether an article that was not acknowledged is to blame for it, or the world is: brokers, registry, rights. */
public final class Blame {

    private Blame() {}

    /** Whether trying again would bring the same; everything else is waited for, whatever time it takes. */
    public static boolean isArticles(Throwable failure) {
        if (failure instanceof RecordTooLargeException
                || failure instanceof InvalidTimestampException
                || failure instanceof SerializationException) {
            return true;
        }
        // what a serializer throws is no KafkaException; a closed producer is an illegal state
        return !(failure instanceof KafkaException
                || failure instanceof KafkaUnavailableException
                || failure instanceof RegistryUnavailableException
                || failure instanceof IllegalStateException);
    }
}
