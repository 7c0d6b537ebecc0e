package io.wiretag;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A compose file as a user runs it, in a project of its own. Its ports are those of the file, so there is one at a time on a machine:
 * another test, in whichever process, waits until it is {@link #down}.
 */
final class Compose {
    /** What a command said, and how it ended. */
    record Ended(int code, String said) {}

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final String PROJECT = "wiretag-it";
    private static final Path LOCK = Path.of(System.getProperty("java.io.tmpdir"), PROJECT + ".lock");

    private final Path folder;
    private final List<String> files;
    private final Map<String, String> environment;
    private final FileChannel machine;

    /**
     * @param folder for the output of commands
     * @param files given with {@code -f}; none: what compose finds by itself
     */
    Compose(Path folder, List<String> files, Map<String, String> environment) throws IOException {
        this.folder = folder;
        this.files = List.copyOf(files);
        this.environment = Map.copyOf(environment);
        this.machine = FileChannel.open(LOCK, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        machine.lock();
    }

    /** Runs {@code docker compose} with these arguments, and expects it to succeed. */
    String run(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("docker", "compose", "-p", PROJECT));
        files.forEach(file -> command.addAll(List.of("-f", file)));
        command.addAll(Arrays.asList(arguments));
        return succeed(command.toArray(String[]::new));
    }

    /** Ends everything with its data, and sees that nothing is left. */
    void down() throws Exception {
        try (machine) {
            run("down", "-v", "--remove-orphans");
            for (String kind : List.of("container", "volume", "network")) {
                assertThat(succeed(
                                "docker", kind, "ls", "-q", "--filter", "label=com.docker.compose.project=" + PROJECT))
                        .as("left of kind " + kind)
                        .isEmpty();
            }
        }
    }

    /** The containers of the project, also those that have ended. */
    List<String> containers() throws Exception {
        return succeed("docker", "ps", "-aq", "--filter", "label=com.docker.compose.project=" + PROJECT)
                .lines()
                .toList();
    }

    /** Runs any command, and expects it to succeed. */
    String succeed(String... command) throws Exception {
        Ended ended = end(command);
        assertThat(ended.code())
                .as("%s said: %s", List.of(command), ended.said())
                .isZero();
        return ended.said();
    }

    /** Runs any command to its end. */
    Ended end(String... command) throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "out", "");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
        builder.environment().put("DOCKER_BUILDKIT", "0");
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .as("%s must end within %s", List.of(command), LIMIT)
                    .isTrue();
        } finally {
            Stream.concat(process.descendants(), Stream.of(process.toHandle())).forEach(ProcessHandle::destroyForcibly);
        }
        return new Ended(process.exitValue(), Files.readString(out));
    }
}
