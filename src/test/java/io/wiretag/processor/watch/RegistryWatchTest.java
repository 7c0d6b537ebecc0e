package io.wiretag.processor.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.Articles;
import io.wiretag.codec.FramedAvro;
import io.wiretag.codec.RegistryUnavailableException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RegistryWatchTest {
    private final FramedAvro registry = new FramedAvro();
    private final AtomicInteger pauses = new AtomicInteger();
    private final CountDownLatch resumed = new CountDownLatch(1);
    private final RegistryWatch watch = new RegistryWatch(new RegistryWatch.Gate() {
        @Override
        public void pause() {
            pauses.incrementAndGet();
        }

        @Override
        public void resume() {
            resumed.countDown();
        }
    });

    @Test
    void theStreamGoesOnWhenTheRegistryAnswers() throws InterruptedException {
        registry.registryIsAway(true);
        watch.outage(outage(), this::ask);
        assertThat(watch.current()).isPresent();

        registry.registryIsAway(false);

        assertThat(resumed.await(30, TimeUnit.SECONDS)).as("resumed").isTrue();
        assertThat(watch.current()).isEmpty();
        watch.close();
    }

    @Test
    void anAttemptThatFailsInAnotherWayDoesNotHoldTheStreamForEver() throws InterruptedException {
        watch.outage(outage(), () -> {
            throw new NoClassDefFoundError("a jar of the user's");
        });

        assertThat(resumed.await(30, TimeUnit.SECONDS)).as("resumed").isTrue();
        watch.close();
    }

    @Test
    void anOutageWhileTheStreamStopsIsNoFailure() {
        watch.close();

        watch.outage(outage(), this::ask);

        assertThat(pauses).hasValue(1);
    }

    private void ask() {
        registry.encode("t", Articles.quiet());
    }

    private RegistryUnavailableException outage() {
        registry.registryIsAway(true);
        try {
            ask();
        } catch (RegistryUnavailableException e) {
            return e;
        }
        throw new AssertionError("the registry answered");
    }
}
