package io.wiretag.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SchemaMemoryTest {
    private final AtomicLong clock = new AtomicLong();
    private final SchemaMemory memory = new SchemaMemory(clock::get);

    @Test
    void aNoCountsForAWhileAndForAReplayedRecordForAMoment() {
        memory.denied(7);

        assertThat(memory.isDenied(7, false)).isTrue();
        assertThat(memory.isDenied(7, true)).isTrue();
        assertThat(memory.isDenied(8, false)).isFalse();

        clock.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(memory.isDenied(7, false)).isTrue();
        assertThat(memory.isDenied(7, true)).isFalse();

        clock.addAndGet(SchemaMemory.DENIED_FOR.toNanos());
        assertThat(memory.isDenied(7, false)).isFalse();
    }

    @Test
    void aNoIsForgottenWhenTheSchemaIsShownOrSomebodyAsksAnew() {
        memory.denied(7);
        memory.denied(8);

        memory.learnt(7, Optional.of("{}"));
        assertThat(memory.isDenied(7, false)).isFalse();
        assertThat(memory.isDenied(8, false)).isTrue();

        memory.forgetDenied();
        assertThat(memory.isDenied(8, false)).isFalse();
    }

    @Test
    void aFloodOfIdsOfNobodyTakesNoMoreThanSoMuch() {
        for (int id = 0; id < 1_000_000; id++) {
            memory.denied(id);
        }

        assertThat(memory.isDenied(0, false)).isFalse();
        assertThat(memory.isDenied(999_999, false)).isTrue();
    }

    @Test
    void theHighestIdIsKeptHoweverManyAreLearnt() {
        for (int id = 1; id <= 100_000; id++) {
            memory.learnt(id, Optional.empty());
        }

        assertThat(memory.highest()).map(SchemaMemory.Learnt::id).contains(100_000);
        assertThat(memory.learnt(1)).isEmpty();
    }
}
