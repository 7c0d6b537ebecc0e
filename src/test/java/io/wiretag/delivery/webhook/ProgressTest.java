package io.wiretag.delivery.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressTest {
    @Test
    void standsBesideAPositionAndIsReadFromThere() {
        Progress progress = new Progress("kdzKbk7sT_-LqVGUgTlnVA", 4_711);
        OffsetAndMetadata position = progress.at(12);

        assertThat(position.offset()).isEqualTo(12);
        assertThat(Progress.of(position)).contains(progress);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "set by hand", "id", "id -1", "id 9999999999999999999"})
    void whatAnOperatorHasSetSaysNothing(String metadata) {
        assertThat(Progress.of(new OffsetAndMetadata(12, metadata))).isEmpty();
    }
}
