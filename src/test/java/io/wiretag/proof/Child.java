package io.wiretag.proof;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM of its own on this class path, that can be killed, paused and resumed. Ends with this process. */
final class Child {
    private static final Duration END_LIMIT = Duration.ofSeconds(60);

    private final String name;
    private final Process process;

    private Child(String name, Process process) {
        this.name = name;
        this.process = process;
    }

    /**
     * @param name in messages
     * @param jvmOptions such as the size of the heap
     * @param mainClass what it runs
     * @param log its output is appended there
     */
    static Child start(String name, List<String> jvmOptions, String mainClass, List<String> arguments, Path log)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // seven of them on a small machine: quick to start, few threads, no more memory than they need
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss512k"));
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ChildMain.class.getName(), mainClass));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        // settings of the user's own installation
        builder.environment().keySet().removeIf(key -> key.startsWith("WIRETAG_"));
        return new Child(name, builder.start());
    }

    /** {@code kill -9}, and waits until it is gone; works on a paused one too. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        awaitEnd();
    }

    /** SIGTERM, and waits until it has ended by itself. */
    void stop() throws IOException, InterruptedException {
        // Process.destroy() would close the pipe that it is watching as well
        signal("TERM");
        awaitEnd();
    }

    private void awaitEnd() throws InterruptedException {
        if (!process.waitFor(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new ProofException(name + " did not end within " + END_LIMIT.toSeconds() + " s");
        }
    }

    /** SIGSTOP: it lives, holds its connections, and does nothing. */
    void pause() throws IOException, InterruptedException {
        signal("STOP");
    }

    void resume() throws IOException, InterruptedException {
        signal("CONT");
    }

    /** By the shell, for the command {@code kill} is not on every machine. */
    private void signal(String signal) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("sh", "-c", "kill -" + signal + " " + process.pid())
                .inheritIO()
                .start();
        if (kill.waitFor() != 0) {
            throw new ProofException("SIG" + signal + " could not be sent to " + name + ", has it ended?");
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    int exitCode() {
        return process.exitValue();
    }

    /** At once, whatever state it is in; for the end of everything. */
    void destroy() {
        process.destroyForcibly();
    }
}
