package io.wiretag.delivery.http;

import io.wiretag.delivery.DeliveryException;
import io.wiretag.web.Problem;
import io.wiretag.web.ProblemException;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What failed, as an answer of HTTP. */
final class Problems {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    /** The member by which a program tells what to do, where more than one thing may be meant by the status. */
    static final String REMEDY = "remedy";

    static final String MEND_QUESTION = "mend-question";
    private static final String MEND_CURSOR = "mend-cursor";
    private static final String SNAPSHOT = "begin-with-snapshot";

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
        Problem problem = whyNot(why);
        return why.oldest()
                .map(oldest -> problem.and("oldest", oldest.toString()))
                .orElse(problem);
    }

    private static Problem whyNot(DeliveryException why) {
        String detail = why.getMessage();
        return switch (why.kind()) {
            case BAD -> new Problem(400, detail).and(REMEDY, MEND_QUESTION);
            case GARBLED -> new Problem(400, detail).and(REMEDY, MEND_CURSOR);
            case BEYOND -> new Problem(400, detail).and(REMEDY, SNAPSHOT);
            case CONFLICT -> new Problem(409, detail).and(REMEDY, SNAPSHOT);
            case EXPIRED -> new Problem(410, detail).and(REMEDY, SNAPSHOT);
            case NOT_THERE -> new Problem(404, detail);
            case UNAVAILABLE -> Problem.unavailable(detail);
        };
    }
}
