package io.wiretag.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReadBoundsTest {
    @Test
    void theLargerARecordMayBeTheFewerAreHeldAtATime() {
        assertThat(ReadBounds.of(1000, 20)).containsEntry("max.poll.records", "20");
        assertThat(ReadBounds.of(16 << 20, 20)).containsEntry("max.poll.records", "4");
        assertThat(ReadBounds.of(Integer.MAX_VALUE, 20)).containsEntry("max.poll.records", "1");
    }

    @Test
    void aFetchIsBoundedHoweverManyPartitionsABrokerLeads() {
        assertThat(ReadBounds.of(1000, 20)).containsEntry("fetch.max.bytes", "16777216");
    }
}
