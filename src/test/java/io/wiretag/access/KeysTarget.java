package io.wiretag.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.fuzz.FuzzTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of keys opens to those whose lines stand in it, or is refused; no line of it is repeated in the refusal. */
public final class KeysTarget implements FuzzTarget {

    /** Far longer than what a refusal and the name of the file have in common with a line by chance. */
    private static final int TELLING = 30;

    private static final int LINES_LOOKED_FOR = 50;

    private final Path file;

    /** Makes a file that is written anew for each input. */
    public KeysTarget() {
        try {
            file = Files.createTempFile("keys", ".txt");
            file.toFile().deleteOnExit();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void feed(byte[] input) throws IOException {
        Files.write(file, input);
        try {
            ApiKeys keys = ApiKeys.of(file);
            assertThat(keys.nameOf("wt_nobody")).isEmpty();
            assertThat(keys.nameOf(new String(input, StandardCharsets.UTF_8))).isEmpty();
        } catch (IllegalArgumentException declared) {
            new String(input, StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> line.length() > TELLING)
                    // each is looked for in a message that is as long as the file
                    .limit(LINES_LOOKED_FOR)
                    .forEach(line -> assertThat(declared.getMessage()).doesNotContain(line));
        }
    }
}
