package io.wiretag.delivery.http;

import io.wiretag.delivery.DeliveryException;
import io.wiretag.web.Problem;
import io.wiretag.web.ProblemException;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What failed, as an answer of HTTP. */
final class Problems {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    private static final Map<DeliveryException.Kind, Integer> STATUS = Map.of(
            DeliveryException.Kind.BAD, 400,
            DeliveryException.Kind.CONFLICT, 409,
            DeliveryException.Kind.EXPIRED, 410,
            DeliveryException.Kind.NOT_THERE, 404,
            DeliveryException.Kind.UNAVAILABLE, 503);

    private Problems() {}

    static Problem of(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof ProblemException refused) {
            return refused.problem();
        }
        if (cause instanceof DeliveryException why) {
            return of(why);
        }
        if (cause instanceof io.wiretag.cluster.KafkaUnavailableException
                || cause instanceof io.wiretag.codec.RegistryUnavailableException
                || cause instanceof org.apache.kafka.common.errors.RetriableException) {
            LOG.warn("a question could not be answered: {}", cause.toString());
            return Problem.unavailable("Kafka or the registry does not answer: come again");
        }
        LOG.error("a fault of ours", cause);
        return new Problem(500, "a fault of ours: it stands in the log");
    }

    static Problem of(DeliveryException why) {
        Problem problem = why.kind() == DeliveryException.Kind.UNAVAILABLE
                ? Problem.unavailable(why.getMessage())
                : new Problem(STATUS.get(why.kind()), why.getMessage());
        return why.oldest()
                .map(oldest -> problem.and("oldest", oldest.toString()))
                .orElse(problem);
    }
}
