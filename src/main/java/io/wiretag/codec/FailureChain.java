package io.wiretag.codec;

import com.microsoft.kiota.ApiException;
import io.apicurio.registry.rest.client.models.ProblemDetails;
import io.apicurio.registry.rest.client.models.RuleViolationProblemDetails;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.BufferUnderflowException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.AvroTypeException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;

/**
 * What a serializer threw, with its causes, outermost first; and the one question that matters about it: is the world broken,
 * or the article? Both families wrap everything alike, so the answer lies in the causes:
 *
 * <ul>
 *   <li>The registry has answered that it does not know the id: the article. Only its own words for that count. A bare 404 may
 *       as well come from a proxy, or from a wrong path in the configuration, and would reject good articles by the thousand.
 *   <li>Any other question to the registry without a proper answer ({@link Heard}), any other HTTP error, and any failure of
 *       input or output: the world.
 *   <li>Except those that Avro throws while reading from the record's bytes, for there the end of the file is the end of the
 *       record: the article. So are all others.
 * </ul>
 */
record FailureChain(List<Throwable> links) {

    private static final int LONGEST = 20;
    private static final int LONGEST_MESSAGE = 300;
    private static final Pattern FOREIGN_TYPE =
            Pattern.compile("Invalid schema (?:.* of )?type (\\w+).*", Pattern.DOTALL);

    FailureChain {
        links = List.copyOf(links);
    }

    static FailureChain of(Throwable failure) {
        List<Throwable> links = new ArrayList<>();
        for (Throwable link = failure; link != null && links.size() < LONGEST; link = link.getCause()) {
            links.add(link);
        }
        return new FailureChain(links);
    }

    /** Of a question that nothing but the registry has to do with. */
    static FailureChain ofQuestion(Throwable failure) {
        return of(new Heard.UnansweredException(failure));
    }

    boolean saysUnknownSchema() {
        return any(FailureChain::isUnknownSchema);
    }

    /** To be asked only when the registry did not say that it does not know the schema. */
    boolean saysOutage() {
        return any(link -> link instanceof Heard.UnansweredException
                || isOfInputOutput(link)
                || isAnswerOfRegistry(link)
                || isOfKafkaClients(link)
                || isOfVertx(link));
    }

    /** Whether the schema is known, and the bytes do not follow it. */
    boolean saysCorrupt() {
        return any(link -> link instanceof EOFException
                || isOfAvro(link) && !(link instanceof AvroTypeException)
                || link instanceof IndexOutOfBoundsException
                || link instanceof BufferUnderflowException
                || link instanceof NegativeArraySizeException);
    }

    /** Whether nobody answered in time, or somebody else did. Otherwise it was the registry, though it may have said no. */
    boolean saysAway() {
        return saysOutage() && (status() == 0 || status() >= 500);
    }

    /**
     * Whether somebody answered, and in no way that a registry does: then what it was is for the log, for it is the client's own
     * stumbling over it. To be asked when it {@link #saysOutage}.
     */
    boolean saysNoRegistry() {
        return status() == 0
                && any(Heard.UnansweredException.class::isInstance)
                && !any(link -> link instanceof TimeoutException
                        || link instanceof InterruptedException
                        || link instanceof SocketException
                        || link instanceof SocketTimeoutException
                        || link instanceof UnknownHostException
                        || link instanceof SSLException
                        || isOfVertx(link));
    }

    /** What was wrong with an answer that a client took for one; empty if none has said so. */
    Optional<String> senseless() {
        return links.stream()
                .filter(Heard.SenselessAnswerException.class::isInstance)
                .map(Throwable::getMessage)
                .findFirst();
    }

    /** The kind of schema that Confluent's client was shown and has no parser for. */
    Optional<String> foreignType() {
        return links.stream()
                .map(Throwable::getMessage)
                .filter(Objects::nonNull)
                .map(FOREIGN_TYPE::matcher)
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .filter(type -> !type.equals("AVRO"))
                .findFirst();
    }

    /** Of the answer over HTTP; 0 if there was none, or one that is no error. */
    int status() {
        return links.stream()
                .mapToInt(FailureChain::httpStatus)
                .filter(code -> code > 0)
                .findFirst()
                .orElse(0);
    }

    /** The innermost cause in a few words: the layers around it say only that something failed. */
    String summary() {
        Throwable innermost = links.get(links.size() - 1);
        String message = message(innermost);
        String name = innermost.getClass().getSimpleName();
        String words;
        if (message == null) {
            words = isAnswerOfRegistry(innermost) ? "without words" : name;
        } else if (saysItself(innermost)) {
            words = firstLine(message);
        } else {
            words = name + ": " + firstLine(message);
        }
        return status() > 0 ? "HTTP %d, %s".formatted(status(), words) : words;
    }

    /** Whether the message is a sentence on its own, and no mere name of a host or file. */
    private static boolean saysItself(Throwable link) {
        return link instanceof SocketException
                || link instanceof SocketTimeoutException
                || isOfVertx(link)
                || isAnswerOfRegistry(link);
    }

    private static String message(Throwable link) {
        if (link instanceof RuleViolationProblemDetails violation) {
            return violation.getTitle();
        }
        if (link instanceof ProblemDetails problem) {
            return problem.getTitle();
        }
        // of Confluent's client, where the answer had no words
        return isRestClientException(link) && String.valueOf(link.getMessage()).startsWith("null;")
                ? null
                : link.getMessage();
    }

    /** What a proxy says may be a whole page. */
    private static String firstLine(String message) {
        String line = message.lines().findFirst().orElse("");
        return line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE) + "...";
    }

    private boolean any(Predicate<Throwable> test) {
        return links.stream().anyMatch(test);
    }

    /** Apicurio names what it did not find; plain {@code NotFoundException} is a path that it does not serve. */
    private static boolean isUnknownSchema(Throwable link) {
        if (link instanceof ProblemDetails problem) {
            String name = problem.getName();
            return problem.getResponseStatusCode() == 404 && name != null && name.matches(".+NotFoundException");
        }
        // Confluent: 40401 no such subject, 40402 no such version, 40403 no such schema
        return isRestClientException(link) && number(link, "getErrorCode") / 100 == 404;
    }

    private static boolean isAnswerOfRegistry(Throwable link) {
        return link instanceof ApiException || isRestClientException(link);
    }

    private static boolean isOfInputOutput(Throwable link) {
        return link instanceof TimeoutException
                || link instanceof InterruptedException
                || link instanceof IOException && !(link instanceof EOFException) && !isOfAvro(link);
    }

    /** Confluent's serializers turn some answers of the registry into exceptions of Kafka, without their cause. */
    private static boolean isOfKafkaClients(Throwable link) {
        return link instanceof RetriableException
                || link instanceof AuthenticationException
                || link instanceof AuthorizationException;
    }

    /** Apicurio's HTTP client: not all that it throws is an IOException. */
    private static boolean isOfVertx(Throwable link) {
        String name = link.getClass().getName();
        return name.startsWith("io.vertx.") || name.startsWith("io.netty.");
    }

    private static boolean isOfAvro(Throwable link) {
        return link instanceof AvroRuntimeException || link.getClass().getName().startsWith("org.apache.avro.");
    }

    private static int httpStatus(Throwable link) {
        if (link instanceof ApiException answer) {
            return answer.getResponseStatusCode();
        }
        return isRestClientException(link) ? number(link, "getStatus") : 0;
    }

    /** By name, for Confluent's classes are on the class path only where the user has put them there. */
    private static boolean isRestClientException(Throwable link) {
        return link.getClass().getName().endsWith(".RestClientException");
    }

    private static int number(Throwable link, String method) {
        try {
            return link.getClass().getMethod(method).invoke(link) instanceof Integer number ? number : 0;
        } catch (ReflectiveOperationException e) {
            return 0;
        }
    }
}
