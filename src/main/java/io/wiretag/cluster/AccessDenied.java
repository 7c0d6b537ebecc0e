package io.wiretag.cluster;

import io.wiretag.files.Words;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;

/**
 * What brokers say to a user whom they do not know or who may not do what he asks for, in words that tell him what to do. Kafka's
 * own words name neither the right that is missing nor the setting that is wrong.
 */
public final class AccessDenied {
    private static final String RIGHTS = "; docs/deploying.md lists under \"Rights\" what each command needs";

    private AccessDenied() {}

    /**
     * A failure of a consumer or a producer; empty if it is no refusal.
     *
     * @param right on the topic, which the client cannot do without: READ or WRITE
     */
    public static Optional<String> sentence(Throwable failure, String right) {
        if (failure instanceof TopicAuthorizationException refused) {
            return lacking(right + " on topic " + String.join(", ", refused.unauthorizedTopics()));
        }
        if (failure instanceof GroupAuthorizationException refused) {
            return lacking("READ on group " + refused.groupId());
        }
        if (failure instanceof TransactionalIdAuthorizationException) {
            return lacking("WRITE on its transactional id");
        }
        if (failure instanceof ClusterAuthorizationException) {
            // an idempotent producer asks for its number first
            return lacking("WRITE on any topic, or IDEMPOTENT_WRITE on the cluster");
        }
        return unknownUser(failure);
    }

    /** The same for a failure or whatever lies behind it: the first that is a refusal. */
    public static Optional<String> behind(Throwable failure, String right) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .flatMap(cause -> sentence(cause, right).stream())
                .findFirst();
    }

    /** The same for a failure of a stream, which reads and writes: it tells in its own words that it was sending. */
    public static Optional<String> ofStream(Throwable failure) {
        boolean sending = Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(cause -> Words.of(cause).startsWith("Error encountered sending record"));
        return behind(failure, sending ? "WRITE" : "READ or WRITE");
    }

    /** A failure of a question to the brokers, in words that fit behind what could not be done; empty if it is no refusal. */
    static Optional<String> ofQuestion(Throwable failure) {
        return unknownUser(failure)
                .or(() -> failure instanceof AuthorizationException
                        ? Optional.of("this user lacks the right to do so" + RIGHTS)
                        : Optional.empty());
    }

    private static Optional<String> lacking(String right) {
        return Optional.of("this user lacks the right " + right + RIGHTS);
    }

    private static Optional<String> unknownUser(Throwable failure) {
        if (failure instanceof SaslAuthenticationException) {
            return Optional.of("the brokers refuse this user: " + Words.of(failure)
                    + "; check kafka.sasl.mechanism, and name and password in kafka.sasl.jaas.config");
        }
        if (failure instanceof SslAuthenticationException) {
            return Optional.of("no TLS connection: " + Words.of(innermost(failure))
                    + "; check that kafka.ssl.truststore.* holds the certificate authority of the brokers, and that they have a"
                    + " listener with TLS at this address");
        }
        return Optional.empty();
    }

    private static Throwable innermost(Throwable failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null && innermost.getCause().getMessage() != null) {
            innermost = innermost.getCause();
        }
        return innermost;
    }
}
