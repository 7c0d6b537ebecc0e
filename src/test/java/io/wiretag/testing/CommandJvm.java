package io.wiretag.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A command in a JVM of its own, for a signal ends a process. */
public final class CommandJvm {
    private CommandJvm() {}

    /**
     * Starts it with the class path of the tests; what it says, on either of its streams, is put at the end of the log.
     *
     * @param options of Java
     * @param words of the command line
     */
    public static Process start(Path log, List<String> options, List<String> words) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.wiretag.cli.Main"));
        command.addAll(words);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** Waits until it has said so, and returns the first group of the pattern. */
    public static String awaitSaid(Process command, Path log, Pattern pattern) {
        String said = Waiting.await(
                "it to say " + pattern,
                () -> {
                    String text = Files.readString(log);
                    assertThat(pattern.matcher(text).find() || command.isAlive())
                            .as("ended early: %s", text)
                            .isTrue();
                    return text;
                },
                text -> pattern.matcher(text).find());
        Matcher found = pattern.matcher(said);
        assertThat(found.find()).isTrue();
        return found.group(1);
    }
}
