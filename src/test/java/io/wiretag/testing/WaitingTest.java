package io.wiretag.testing;

import static io.wiretag.testing.Waiting.LIMIT;
import static io.wiretag.testing.Waiting.await;
import static io.wiretag.testing.Waiting.doneOrLate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;

/** What the other tests rely on. */
class WaitingTest {
    private static final Duration SHORT = Duration.ofMillis(200);

    @Test
    void itAsksAtOnceAndUntilItIsTrueInTheThreadOfTheTest() {
        List<Thread> askedBy = new ArrayList<>();

        await("the third question", () -> askedBy.add(Thread.currentThread()) && askedBy.size() == 3);

        assertThat(askedBy).hasSize(3);
        assertThat(Set.copyOf(askedBy)).containsExactly(Thread.currentThread());
    }

    @Test
    void theAnswerThatFitsIsReturned() {
        AtomicInteger number = new AtomicInteger();

        assertThat(Waiting.<Integer>await("a number above 2", number::incrementAndGet, each -> each > 2))
                .isEqualTo(3);
    }

    @Test
    void whenTheTimeIsOverItSaysWhatWasWaitedForAndWhatWasThere() {
        assertThatExceptionOfType(ConditionTimeoutException.class)
                .isThrownBy(() -> await("the cows to come home", SHORT, () -> false))
                .withMessageContaining("the cows to come home");
        assertThatExceptionOfType(ConditionTimeoutException.class)
                .isThrownBy(() -> await("three cows", SHORT, () -> "two cows of red", "three cows"::equals))
                .withMessageContainingAll("three cows", "two cows of red");
    }

    @Test
    void whatTheConditionThrowsEndsTheWait() {
        IOException unreadable = new IOException("unreadable");
        AssertionError dead = new AssertionError("the process has ended");
        Callable<Boolean> fails = () -> {
            throw unreadable;
        };
        Callable<Boolean> refutes = () -> {
            throw dead;
        };

        assertThatThrownBy(() -> await("a file", fails)).isSameAs(unreadable);
        assertThatThrownBy(() -> await("a process", refutes)).isSameAs(dead);
        assertThatThrownBy(() -> await("a text", refutes, each -> true)).isSameAs(dead);
    }

    @Test
    void anInterruptionEndsTheWait() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> await("nothing", SHORT, () -> false))
                .isInstanceOf(InterruptedException.class)
                .hasMessageContaining("nothing");
    }

    @Test
    void aThreadThatDiesElsewhereDoesNotEndIt() {
        Thread other = new Thread(() -> {
            throw new IllegalStateException("of no concern");
        });
        AtomicInteger questions = new AtomicInteger();

        await("the fifth question", () -> {
            if (questions.incrementAndGet() == 1) {
                other.start();
                other.join();
            }
            return questions.get() == 5;
        });

        assertThat(questions).hasValue(5);
    }

    @Test
    void codeThatAsksWhenToEndIsToldWhenItIsDoneOrTheTimeIsOver() {
        assertThat(doneOrLate(() -> false).getAsBoolean()).isFalse();
        assertThat(doneOrLate(() -> true).getAsBoolean()).isTrue();
        assertThat(doneOrLate(LIMIT, LIMIT, () -> true).getAsBoolean())
                .as("looks on")
                .isFalse();
        await("the end of the time", doneOrLate(SHORT, LIMIT, () -> false)::getAsBoolean);
        await("the end of looking on", doneOrLate(LIMIT, SHORT, () -> true)::getAsBoolean);
    }
}
