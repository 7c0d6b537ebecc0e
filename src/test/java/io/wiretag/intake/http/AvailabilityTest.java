package io.wiretag.intake.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AvailabilityTest {

    private final AtomicLong now = new AtomicLong();
    private final Availability availability = new Availability(Duration.ofSeconds(5), now::get);

    @Test
    void aFailureCountsUntilItIsOldOrAnArticleIsAcknowledged() {
        assertThat(availability.whyNot()).isEmpty();
        availability.failed("Kafka is away", new IllegalStateException());
        assertThat(availability.whyNot()).contains("Kafka is away");
        now.addAndGet(Duration.ofSeconds(4).toNanos());
        assertThat(availability.whyNot()).isPresent();
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(availability.whyNot()).as("somebody must try").isEmpty();

        availability.failed("Kafka is away", new IllegalStateException());
        availability.succeeded();
        assertThat(availability.whyNot()).isEmpty();
    }
}
