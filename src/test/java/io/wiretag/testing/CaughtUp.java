package io.wiretag.testing;

import io.wiretag.Wiretag;
import io.wiretag.config.Config;
import java.util.OptionalLong;

/** That the processor has committed everything that was published. */
public final class CaughtUp {
    private CaughtUp() {}

    /** Waits for it. */
    public static void await(Wiretag wiretag, Config config) {
        Waiting.await(
                "the processor to be done",
                () -> wiretag.offsets().groups().stream()
                        .filter(group -> group.id().equals(config.applicationId()))
                        .findFirst()
                        .orElseThrow(),
                processor -> processor.lag().equals(OptionalLong.of(0)));
    }
}
