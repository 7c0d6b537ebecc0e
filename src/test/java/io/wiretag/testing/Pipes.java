package io.wiretag.testing;

import java.io.IOException;
import java.nio.file.Path;

/** Named pipes, of which Java knows nothing; for tests that need {@link Tool#MKFIFO}. */
public final class Pipes {
    private Pipes() {}

    /** Makes one, which nobody writes to. */
    public static Path at(Path place) throws IOException, InterruptedException {
        int code = new ProcessBuilder("mkfifo", place.toString()).start().waitFor();
        if (code != 0) {
            throw new IOException("mkfifo " + place + " ended with " + code);
        }
        return place;
    }
}
