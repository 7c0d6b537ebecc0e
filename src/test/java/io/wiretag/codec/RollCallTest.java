package io.wiretag.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RollCallTest {
    private final AtomicLong clock = new AtomicLong();
    private final SchemaMemory memory = new SchemaMemory(clock::get);
    private final Registry registry = new Registry();
    private final RollCall rollCall =
            new RollCall(memory, registry, new RegistryTrouble("http://registry:8081"), clock::get);

    /** Has schemas by their ids. Whoever asks for one that is blocked waits until it is free. */
    private static final class Registry implements RollCall.Question {
        private final Map<Integer, String> schemas = new HashMap<>(Map.of(5, "\"int\"", 9, "\"long\""));
        private final List<Integer> asked = Collections.synchronizedList(new ArrayList<>());
        private final CountDownLatch blockedAsked = new CountDownLatch(1);
        private final CountDownLatch free = new CountDownLatch(1);
        private volatile int blocked;
        private volatile boolean away;

        @Override
        public Optional<String> shown(int id) {
            asked.add(id);
            if (away) {
                throw new RegistryUnavailableException("away", null);
            }
            if (id == blocked) {
                blockedAsked.countDown();
                await(free);
            }
            return Optional.ofNullable(schemas.get(id));
        }

        @Override
        public boolean registryIsEmpty() {
            return schemas.isEmpty();
        }

        private static void await(CountDownLatch latch) {
            try {
                assertThat(latch.await(30, TimeUnit.SECONDS))
                        .as("it comes to that")
                        .isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @BeforeEach
    void learn() {
        memory.learnt(5, Optional.of("\"int\""));
        memory.learnt(9, Optional.of("\"long\""));
    }

    @Test
    void anIdThatIsStillThereSaysNothingOfTheHighest() {
        registry.schemas.remove(9);
        rollCall.afterMisfit(5);

        assertThatThrownBy(rollCall::afterDenial)
                .isInstanceOf(RegistryRefusedException.class)
                .hasMessageContaining("id 9")
                .hasMessageContaining("is gone");
    }

    @Test
    void theSameIdIsAskedForOnceASecond() {
        rollCall.afterDenial();
        rollCall.afterDenial();
        rollCall.afterMisfit(9);
        rollCall.afterMisfit(5);
        assertThat(registry.asked).containsExactly(9, 5);

        clock.addAndGet(Duration.ofSeconds(1).toNanos());
        rollCall.afterDenial();

        assertThat(registry.asked).containsExactly(9, 5, 9);
    }

    @Test
    void aFloodOfDamagedRecordsAsksASilentRegistryOnceASecond() {
        registry.away = true;
        rollCall.afterMisfit(9);
        rollCall.afterMisfit(9);
        assertThat(registry.asked).containsExactly(9);

        assertThatThrownBy(rollCall::afterDenial)
                .as("for a denial no answer is none")
                .isInstanceOf(RegistryUnavailableException.class);
    }

    @Test
    void nobodyWaitsForTheAnswerToAnother() throws Exception {
        registry.blocked = 5;
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> rollCall.afterMisfit(5));
        Registry.await(registry.blockedAsked);

        CompletableFuture.runAsync(rollCall::afterDenial).get(30, TimeUnit.SECONDS);

        assertThat(registry.asked).containsExactly(5, 9);
        registry.free.countDown();
        waiting.get(30, TimeUnit.SECONDS);
    }
}
