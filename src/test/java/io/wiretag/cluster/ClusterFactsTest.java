package io.wiretag.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClusterFactsTest {
    /** -1 would be the end of a topic, -2 its beginning, and the earliest time has more milliseconds than a number can hold. */
    @Test
    void aTimeBefore1970IsAskedForAsItsBeginning() {
        assertThat(ClusterFacts.millis(Instant.ofEpochMilli(-1))).isZero();
        assertThat(ClusterFacts.millis(Instant.ofEpochMilli(-2))).isZero();
        assertThat(ClusterFacts.millis(Instant.MIN)).isZero();
        assertThat(ClusterFacts.millis(Instant.EPOCH)).isZero();
        assertThat(ClusterFacts.millis(Instant.ofEpochMilli(1))).isEqualTo(1);
    }
}
