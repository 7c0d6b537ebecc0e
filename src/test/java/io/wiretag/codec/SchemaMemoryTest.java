package io.wiretag.codec;

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
        memory.denied(7, Optional.empty());

        assertThat(memory.denial(7, false)).isPresent();
        assertThat(memory.denial(7, true)).isPresent();
        assertThat(memory.denial(8, false)).isEmpty();

        clock.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(memory.denial(7, false)).isPresent();
        assertThat(memory.denial(7, true)).isEmpty();

        clock.addAndGet(SchemaMemory.DENIED_FOR.toNanos());
        assertThat(memory.denial(7, false)).isEmpty();
    }

    @Test
    void aNoIsForgottenWhenTheSchemaIsShownOrSomebodyAsksAnew() {
        memory.denied(7, Optional.empty());
        memory.denied(8, Optional.empty());

        memory.learnt(7, Optional.of("{}"));
        assertThat(memory.denial(7, false)).isEmpty();
        assertThat(memory.denial(8, false)).isPresent();

        memory.forgetDenied();
        assertThat(memory.denial(8, false)).isEmpty();
    }

    @Test
    void anIdIsDeniedWithTheKindOfSchemaThatItHas() {
        memory.denied(7, Optional.of("PROTOBUF"));

        assertThat(memory.denial(7, false)).map(SchemaMemory.Denial::kind).contains(Optional.of("PROTOBUF"));
    }

    @Test
    void aFloodOfIdsOfNobodyTakesNoMoreThanSoMuch() {
        for (int id = 0; id < 1_000_000; id++) {
            memory.denied(id, Optional.empty());
        }

        assertThat(memory.denial(0, false)).isEmpty();
        assertThat(memory.denial(999_999, false)).isPresent();
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
