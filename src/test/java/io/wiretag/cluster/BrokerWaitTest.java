package io.wiretag.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class BrokerWaitTest {
    private final List<String> said = new ArrayList<>();
    private final BrokerWait wait = new BrokerWait(waiting -> {
        said.add("opened: " + waiting.why().orElseThrow().replaceFirst("since \\S+:", "since:"));
        return () -> said.add("closed");
    });

    @Test
    void whoIsAnsweredAtOnceDoesNotWait() {
        assertThat(wait.until(() -> "yes")).hasValue("yes");

        assertThat(said).isEmpty();
    }

    @Test
    void itAsksUntilBrokersAnswerAndSomethingStandsInMeanwhile() {
        int[] asked = {0};

        Optional<String> answer = wait.until(() -> {
            if (++asked[0] < 3) {
                throw away();
            }
            assertThat(wait.why()).get().asString().contains("could not reach them");
            return "yes";
        });

        assertThat(answer).hasValue("yes");
        assertThat(said).containsExactly("opened: waiting for the brokers since: could not reach them", "closed");
        assertThat(wait.why()).isEmpty();
    }

    @Test
    void whatBrokersRefuseIsNotWaitedFor() {
        Supplier<String> refused = () -> {
            throw new KafkaRefusedException("no such topic", null);
        };

        assertThatThrownBy(() -> wait.until(refused)).isInstanceOf(KafkaRefusedException.class);
    }

    @Test
    void stoppedWhileAQuestionIsOpenItReturnsAndLeavesNoInterruptBehind() throws Exception {
        CountDownLatch asking = new CountDownLatch(1);
        Future<Boolean> interrupted = CompletableFuture.supplyAsync(() -> {
            Optional<String> answer = wait.until(() -> KafkaCall.await(
                    new CompletableFuture<String>() {
                        @Override
                        public String get(long time, TimeUnit unit) throws InterruptedException {
                            asking.countDown();
                            return new CountDownLatch(1).await(time, unit) ? "yes" : "no";
                        }
                    },
                    "ask",
                    java.time.Duration.ofMinutes(5)));
            assertThat(answer).isEmpty();
            return Thread.interrupted();
        });
        assertThat(asking.await(30, TimeUnit.SECONDS))
                .as("the question is open")
                .isTrue();

        wait.stop();

        assertThat(interrupted.get(30, TimeUnit.SECONDS)).isFalse();
        assertThat(wait.until(() -> "later")).as("nothing is asked any more").isEmpty();
    }

    @Test
    void interruptedBySomebodyElseItSaysSo() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> wait.until(() -> {
                    throw away();
                }))
                .isInstanceOf(CancellationException.class);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(said).last().isEqualTo("closed");
    }

    private static KafkaUnavailableException away() {
        return new KafkaUnavailableException("could not reach them", null);
    }
}
