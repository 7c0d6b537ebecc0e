package io.wiretag.intake.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.cluster.KafkaUnavailableException;
import io.wiretag.intake.PublishFailure;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a client over HTTP is told agrees with what the other ways in do: 503 asks to come again, and they wait. */
class DeliveryTest {
    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new TimeoutException("x"), 503),
                Arguments.of(new NotEnoughReplicasException("x"), 503),
                Arguments.of(new KafkaUnavailableException("x", null), 503),
                Arguments.of(new ProducerFencedException("x"), 503),
                Arguments.of(new OutOfOrderSequenceException("x"), 503),
                Arguments.of(new TopicAuthorizationException("x"), 503),
                Arguments.of(new SaslAuthenticationException("x"), 503),
                Arguments.of(new IllegalStateException("closed"), 503),
                Arguments.of(new RecordTooLargeException("x"), 413),
                Arguments.of(new RecordBatchTooLargeException("x"), 413),
                Arguments.of(new InvalidRecordException("x"), 400),
                Arguments.of(new InvalidTimestampException("x"), 400),
                Arguments.of(new NullPointerException("x"), 500));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void theStatusSaysWhetherToComeAgainOrToMendTheArticle(Throwable failure, int status) {
        Delivery delivery = new Delivery(
                "articles.published",
                List.of(),
                List.of(new Delivery.Loss("urn:x", Optional.empty(), Optional.of(failure))));

        assertThat(delivery.answer().status()).isEqualTo(status);
        assertThat(status == 503).isEqualTo(!PublishFailure.isArticles(failure));
    }
}
