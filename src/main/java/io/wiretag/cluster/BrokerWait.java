package io.wiretag.cluster;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a command that runs for long wait at its start for brokers that do not answer, as it does later: one line when it begins
 * to wait, one when they answer. What a broker refuses is no reason to wait, and is thrown.
 *
 * <p>One thread asks; {@link #stop} and {@link #why} may be called by any.
 */
public final class BrokerWait {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerWait.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final StandIn standIn;
    private volatile Optional<String> why = Optional.empty();
    /** Whether brokers answer, and what they say is that something is missing. */
    private boolean answering;

    private String told = "";

    private Thread asking;
    private boolean stopped;

    /** What answers in place of the command while it waits. */
    public interface StandIn {
        /** Answers until it is closed. */
        AutoCloseable open(BrokerWait wait);
    }

    /** A wait in which nobody else can see. */
    public BrokerWait() {
        this(wait -> () -> {});
    }

    /** @param standIn opened when the brokers do not answer at once, closed before {@link #until} returns */
    public BrokerWait(StandIn standIn) {
        this.standIn = standIn;
    }

    /** What is being waited for, and since when, in words; empty while nothing is. Cheap. */
    public Optional<String> why() {
        return why;
    }

    /**
     * Asks until it is answered. The question may be asked many times. What a broker refuses is waited for as well where the question
     * says so, by an unavailability with the refusal as its cause.
     *
     * @return the answer; empty if {@link #stop} was called before
     * @throws KafkaRefusedException if the answer is an error, and whatever else the question throws
     */
    public <T> Optional<T> until(Supplier<T> question) {
        if (!begin()) {
            return Optional.empty();
        }
        AutoCloseable opened = null;
        try {
            while (true) {
                try {
                    return Optional.of(question.get());
                } catch (KafkaUnavailableException e) {
                    tell(e);
                    opened = opened == null ? standIn.open(this) : opened;
                    TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
                }
            }
        } catch (InterruptedException | CancellationException e) {
            return interrupted();
        } finally {
            end();
            close(opened);
        }
    }

    private synchronized boolean begin() {
        asking = Thread.currentThread();
        return !stopped;
    }

    /** One line for each state: a broker that is away says so in other words each time, what is missing in the same. */
    private void tell(KafkaUnavailableException failure) {
        boolean answers = failure.getCause() instanceof KafkaRefusedException;
        if (why.isEmpty()
                || answers != answering
                || answers && !failure.getMessage().equals(told)) {
            String whom = answers ? "the topics" : "the brokers";
            LOG.warn("waits for {}: {}", whom, failure.getMessage());
            why = Optional.of("waiting for " + whom + " since " + Instant.now().truncatedTo(ChronoUnit.SECONDS) + ": "
                    + failure.getMessage());
            answering = answers;
            told = failure.getMessage();
        }
    }

    private synchronized <T> Optional<T> interrupted() {
        if (stopped) {
            return Optional.empty();
        }
        Thread.currentThread().interrupt();
        throw new CancellationException("interrupted while waiting for the brokers");
    }

    private synchronized void end() {
        asking = null;
        if (stopped) {
            Thread.interrupted(); // ours: what closes next must not meet it
        } else if (why.isPresent()) {
            LOG.info(answering ? "the topics are there" : "the brokers answer");
        }
        why = Optional.empty();
    }

    private static void close(AutoCloseable opened) {
        try {
            if (opened != null) {
                opened.close();
            }
        } catch (Exception e) {
            LOG.warn("could not be closed: {}", opened, e);
        }
    }

    /** Ends the wait, and any that would begin later. */
    public synchronized void stop() {
        stopped = true;
        if (asking != null) {
            asking.interrupt();
        }
    }
}
