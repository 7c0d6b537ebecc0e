package io.wiretag.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLHandshakeException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

class AccessDeniedTest {
    @Test
    void aClientIsToldTheRightThatItsUserLacks() {
        assertThat(AccessDenied.sentence(new TopicAuthorizationException(Set.of("articles.tagged")), "READ"))
                .hasValueSatisfying(sentence -> assertThat(sentence)
                        .contains("lacks the right READ on topic articles.tagged")
                        .contains("\"Rights\""));
        assertThat(AccessDenied.sentence(GroupAuthorizationException.forGroupId("front-page"), "READ"))
                .hasValueSatisfying(sentence -> assertThat(sentence).contains("READ on group front-page"));
        assertThat(AccessDenied.sentence(new ClusterAuthorizationException("Cluster authorization failed."), "WRITE"))
                .hasValueSatisfying(sentence -> assertThat(sentence).contains("IDEMPOTENT_WRITE"));
    }

    @Test
    void whoIsNotLetInIsToldWhichSettingToCheck() {
        assertThat(AccessDenied.sentence(new SaslAuthenticationException("invalid credentials"), "READ"))
                .hasValueSatisfying(sentence ->
                        assertThat(sentence).contains("invalid credentials").contains("kafka.sasl.jaas.config"));
        SslAuthenticationException handshake = new SslAuthenticationException(
                "SSL handshake failed", new SSLHandshakeException("unable to find valid certification path"));
        assertThat(AccessDenied.sentence(handshake, "READ"))
                .hasValueSatisfying(sentence -> assertThat(sentence)
                        .contains("unable to find valid certification path")
                        .contains("kafka.ssl.truststore"));
    }

    @Test
    void anOutageIsNoRefusal() {
        assertThat(AccessDenied.sentence(new TimeoutException("no answer"), "READ"))
                .isEmpty();
    }

    @Test
    void aQuestionThatIsRefusedNamesWhatCouldNotBeDoneAndWhereTheRightsStand() {
        CompletableFuture<Void> refused =
                CompletableFuture.failedFuture(new TopicAuthorizationException("Topic authorization failed."));

        assertThatThrownBy(() -> KafkaCall.await(refused, "describe topic articles.tagged", Duration.ofSeconds(1)))
                .isInstanceOf(KafkaRefusedException.class)
                .hasMessageContaining("could not describe topic articles.tagged: this user lacks the right")
                .hasMessageContaining("\"Rights\"");
    }
}
