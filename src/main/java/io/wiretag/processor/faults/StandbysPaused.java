package io.wiretag.processor.faults;

import java.util.Arrays;

/**
 * A failure that says that a processor has copies of state alone, none of its own, and was paused and went on (KAFKA-20731):
 * Kafka Streams lost count of what the thread that follows changelogs was doing. State and positions are as they were, so a new
 * thread goes on.
 */
public final class StandbysPaused {
    private static final String READER = "org.apache.kafka.streams.processor.internals.StoreChangelogReader";

    private StandbysPaused() {}

    public static boolean isCauseOf(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IllegalStateException
                    && Arrays.stream(cause.getStackTrace())
                            .anyMatch(frame -> frame.getClassName().equals(READER)
                                    && frame.getMethodName().equals("transitToUpdateStandby"))) {
                return true;
            }
        }
        return false;
    }
}
