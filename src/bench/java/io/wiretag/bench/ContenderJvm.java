package io.wiretag.bench;

import java.io.IOException;
import java.io.UncheckedIOException;

/** What the main classes of contenders have in common: they live until whoever started them closes their standard input. */
final class ContenderJvm {
    /** Said on standard output when it is ready. */
    static final String READY = "ready";

    private ContenderJvm() {}

    static void untilInputEnds() {
        System.out.println(READY);
        try {
            while (System.in.read() >= 0) {
                // nothing is ever said to us but the end
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
