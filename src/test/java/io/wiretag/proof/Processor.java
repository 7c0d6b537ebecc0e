package io.wiretag.proof;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One of the processors: the command {@code wiretag process} in a process of its own. */
final class Processor {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private final int id;
    private final Path folder;
    private final int opsPort;
    private final List<String> arguments;
    private Child child;
    private long logBefore;

    /**
     * @param id from 1
     * @param folder for its state and its log
     * @param opsPort where it tells how it is
     * @param settings of Wiretag
     */
    Processor(int id, Path folder, int opsPort, Map<String, String> settings) throws IOException {
        this.id = id;
        this.folder = Files.createDirectories(folder);
        this.opsPort = opsPort;
        this.arguments = new ArrayList<>(List.of("process"));
        settings.forEach((key, value) -> arguments.addAll(List.of("-X", key + "=" + value)));
        arguments.addAll(List.of("-X", "streams.state.dir=" + state(), "-X", "ops.port=" + opsPort));
    }

    synchronized void start() throws IOException {
        start(arguments);
    }

    private void start(List<String> arguments) throws IOException {
        logBefore = Files.exists(log()) ? Files.readString(log()).length() : 0;
        // less than the manifests in ops/ give it
        child = Child.start(toString(), List.of("-Xmx384m"), "io.wiretag.cli.Main", arguments, log());
    }

    /** Asks it to end, and waits until it has. */
    synchronized void stop() throws IOException, InterruptedException {
        child.stop();
        if (child.exitCode() != 0) {
            throw new ProofException(this + " ended with " + child.exitCode() + " when it was stopped, see its log");
        }
    }

    /** Waits until it ends by itself, and tells what it said since it was started. */
    String awaitEnd(Duration limit) throws InterruptedException, IOException {
        Await.until(this + " to end by itself", limit, () -> !isAlive());
        return said();
    }

    private String said() throws IOException {
        String all = Files.readString(log());
        return all.substring((int) Math.min(all.length(), logBefore));
    }

    /** Writes what it remembers into a changelog that was lost; it must not run. Tells what that command said. */
    synchronized String rebuildMemory() throws IOException, InterruptedException {
        List<String> rebuild = new ArrayList<>(arguments);
        rebuild.add("--rebuild-memory");
        start(rebuild);
        String said = awaitEnd(Await.PATIENCE);
        if (child.exitCode() != 0) {
            throw new ProofException(this + " could not rebuild its memory: " + said);
        }
        return said;
    }

    /** A number among its metrics; 0 if it is not there. */
    double metric(String sample) throws IOException, InterruptedException {
        return ask("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(sample))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    synchronized void kill() throws InterruptedException {
        child.kill();
    }

    synchronized void pause() throws IOException, InterruptedException {
        child.pause();
    }

    synchronized void resume() throws IOException, InterruptedException {
        child.resume();
    }

    synchronized boolean isAlive() {
        return child.isAlive();
    }

    synchronized void destroy() {
        if (child != null) {
            child.destroy();
        }
    }

    /** What it says to {@code /health/ready}: 200 and a word, or 503 and why. */
    record Readiness(int status, String body) {
        boolean isReady() {
            return status == 200;
        }
    }

    /** @throws IOException if nobody answers, as while it starts */
    Readiness readiness() throws IOException, InterruptedException {
        return ask("/health/ready");
    }

    private Readiness ask(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + Loopback.HOST + ":" + opsPort + path))
                .timeout(Duration.ofSeconds(5))
                .build();
        HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        return new Readiness(answer.statusCode(), answer.body().strip());
    }

    int opsPort() {
        return opsPort;
    }

    /** Whether {@code /health/live} answers that it lives. */
    boolean saysAlive() throws IOException, InterruptedException {
        return ask("/health/live").isReady();
    }

    Path log() {
        return folder.resolve("processor-" + id + ".log");
    }

    private Path state() {
        return folder.resolve("state");
    }

    /** Everything it keeps on disk; it must not run. */
    void deleteState() throws IOException {
        if (Files.exists(state())) {
            try (Stream<Path> files = Files.walk(state())) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
    }

    @Override
    public String toString() {
        return "processor-" + id;
    }
}
