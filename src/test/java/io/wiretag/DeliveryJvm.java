package io.wiretag;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wiretag.testing.CommandJvm;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The command {@code wiretag deliver} in a JVM of its own, and what it costs. */
final class DeliveryJvm implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern LISTENS = Pattern.compile("Listening at (\\S+),");
    private static final String ESTABLISHED = "01";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final Path log;
    private final URI address;

    /**
     * Starts it, for everybody on this machine.
     *
     * @param options of Java
     * @param more settings beside those of the installation
     */
    DeliveryJvm(OwnInstallation own, Path folder, List<String> options, Map<String, String> more) throws IOException {
        this.log = folder.resolve("deliver-" + System.nanoTime() + ".log");
        this.process = start(own, log, options, more);
        this.address = URI.create(CommandJvm.awaitSaid(process, log, LISTENS));
    }

    /** The process alone, which listens somewhat later. */
    static Process start(OwnInstallation own, Path log, List<String> options, Map<String, String> more)
            throws IOException {
        List<String> words = new ArrayList<>(List.of("deliver", "-X", "delivery.keys.required=false"));
        own.settings().forEach((key, value) -> words.addAll(List.of("-X", key + "=" + value)));
        more.forEach((key, value) -> words.addAll(List.of("-X", key + "=" + value)));
        return CommandJvm.start(log, options, words);
    }

    URI address() {
        return address;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    JsonNode json(String path) throws IOException, InterruptedException {
        return JSON.readTree(text(path));
    }

    String text(String path) throws IOException, InterruptedException {
        HttpRequest question =
                HttpRequest.newBuilder(URI.create(address + path)).build();
        HttpResponse<String> answer = http.send(question, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(answer.statusCode() + ": " + answer.body());
        }
        return answer.body();
    }

    /** The sum of a metric's series whose labels have this in them. */
    double metric(String name, String labels) throws IOException, InterruptedException {
        return text("/metrics")
                .lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> line.contains(labels))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /**
     * What it holds.
     *
     * @param heap bytes that are left after a collection
     * @param files open descriptors, sockets among them
     * @param brokers connections to brokers
     */
    record Cost(long heap, int threads, int files, int brokers, int streams) {
        @Override
        public String toString() {
            return "heap=" + (heap >> 20) + "MiB threads=" + threads + " files=" + files + " broker-connections="
                    + brokers + " streams=" + streams;
        }
    }

    /** @param brokers their port */
    Cost cost(int brokers) throws IOException, InterruptedException {
        collect();
        return new Cost(
                (long) metric("jvm_memory_used_bytes", "area=\"heap\""),
                (int) metric("jvm_threads_live_threads", ""),
                descriptors().size(),
                connections(brokers),
                (int) metric("wiretag_delivery_streams", ""));
    }

    private void collect() throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        String.valueOf(process.pid()),
                        "GC.run")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!jcmd.waitFor(60, TimeUnit.SECONDS) || jcmd.exitValue() != 0) {
            throw new IOException("jcmd could not collect garbage");
        }
    }

    /** Where they lead: {@code socket:[INODE]} for a socket. */
    private List<String> descriptors() throws IOException {
        List<String> targets = new ArrayList<>();
        try (Stream<Path> all = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
            for (Path each : all.toList()) {
                target(each).ifPresent(targets::add);
            }
        }
        return targets;
    }

    private static Optional<String> target(Path descriptor) {
        try {
            return Optional.of(Files.readSymbolicLink(descriptor).toString());
        } catch (IOException e) {
            // closed meanwhile
            return Optional.empty();
        }
    }

    private int connections(int port) throws IOException {
        Set<String> own = new HashSet<>(descriptors());
        String suffix = ":%04X".formatted(port);
        int count = 0;
        for (String table : List.of("tcp", "tcp6")) {
            Path file = Path.of("/proc/net", table);
            for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
                String[] columns = line.strip().split("\\s+");
                boolean isOurs = columns[2].endsWith(suffix)
                        && columns[3].equals(ESTABLISHED)
                        && own.contains("socket:[" + columns[9] + "]");
                count += isOurs ? 1 : 0;
            }
        }
        return count;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
