package io.wiretag.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM that we start, and end by closing its standard input. What it logs goes to a file. */
final class ChildJvm implements AutoCloseable {
    private static final Duration END_LIMIT = Duration.ofSeconds(40);

    private final Process process;
    private final Path log;
    private final BufferedReader output;

    private ChildJvm(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /**
     * Starts a main class.
     *
     * @param options of the JVM
     */
    static ChildJvm start(List<String> options, String classPath, String mainClass, List<String> arguments, Path log) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        // Flink's serializers look into classes of the JDK
        for (String opened : List.of("java.lang", "java.util", "java.util.concurrent", "java.time", "java.net")) {
            command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
        }
        command.addAll(List.of("-cp", classPath, mainClass));
        command.addAll(arguments);
        return start(command, log);
    }

    /** Starts any command. */
    static ChildJvm start(List<String> command, Path log) {
        try {
            Files.createDirectories(log.getParent());
            return new ChildJvm(
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.to(log.toFile()))
                            .start(),
                    log);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command, e);
        }
    }

    /** The next line that it says on standard output. */
    String line() {
        try {
            String line = output.readLine();
            if (line == null) {
                throw new IllegalStateException("a JVM ended before its time, see " + log);
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    Path log() {
        return log;
    }

    /** Seconds of CPU that it has used so far, all its threads together. */
    double cpuSeconds() {
        return process.toHandle()
                        .info()
                        .totalCpuDuration()
                        .orElse(Duration.ZERO)
                        .toNanos()
                / 1e9;
    }

    /** Sends SIGTERM, to a process that does not look at its input. */
    void terminate() {
        process.destroy();
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // it has ended already
        }
        try {
            if (!process.waitFor(END_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
