package io.wiretag.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;

/** What only some machines have. A test that looks for one says so by {@link Needs}. */
public enum Tool {
    /** A client alone is no engine; and the one that the client finds must be found by Testcontainers as well. */
    DOCKER(
            "Docker engine",
            () -> succeeds("docker", "ps", "-q")
                    && DockerClientFactory.instance().isDockerAvailable()),
    COMPOSE("docker compose", () -> succeeds("docker", "compose", "version")),
    CHROMIUM(
            "chromium with chromedriver",
            () -> onPath("chromium").isPresent() && onPath("chromedriver").isPresent()),
    MAVEN("mvn"),
    KCAT("kcat"),
    CURL("curl"),
    PYTHON("python3 with SQLite", () -> succeeds("python3", "-c", "import sqlite3")),
    CONFLUENT_KAFKA(
            "python3 with confluent-kafka and avro",
            () -> succeeds("python3", "-c", "import avro.io, confluent_kafka, sqlite3")),
    NODE("Node 20.10 or later", () -> succeeds("node", "-e", Tool.NODE_IS_NEW_ENOUGH)),
    /** What is only tried with, and is no library of ours: parsers of descriptions. */
    NPM("npm with a registry to install from", () -> succeeds("npm", "view", "@asyncapi/parser@3.6.3", "version")),
    PROMTOOL("promtool (of Prometheus)", () -> onPath("promtool").isPresent()),
    OPENSSL("openssl"),
    MKFIFO("mkfifo"),
    /** Whoever was started in the background of a shell ignores SIGINT, and so would what he starts. */
    SETSID("setsid beside env --default-signal", () -> succeeds("env", "--default-signal=INT", "setsid", "true")),
    /** A disk of a few megabytes, which fills up soon. */
    SMALL_DISK("right to mount a small disk", Tool::mountsSmallDisk),
    PROC("/proc", () -> Files.exists(Path.of("/proc/self/status"))),
    /** Files in the formats that newsrooms send, which are no part of the project. */
    SAMPLES("folder of sample files (-Dsamples.dir=...)", () -> Files.isDirectory(samples())),
    /** Files with the faults of real wires and feeds, which are no part of the project either. */
    FAULTS("folder of faulty files (-Dfaults.dir=...)", () -> Files.isDirectory(faults())),
    /** Texts to develop the tagger with, whose licences keep them out of the project. */
    DEVELOPMENT_TEXTS("folder of development texts (-Deval.dir=...)", () -> Files.isDirectory(developmentTexts())),
    /** It is no library of ours, and large: the profile full alone downloads it. */
    TRACING_AGENT("agent of OpenTelemetry (mvn -Pfull)", () -> Files.isRegularFile(tracingAgent())),
    /** A database of known holes, in the format of OSV. */
    ADVISORIES("database of known holes (-Dosv.dir=...)", () -> Files.isDirectory(advisories()));

    private static final int SECONDS = 30;
    private static final String NODE_IS_NEW_ENOUGH =
            "const [major, minor] = process.versions.node.split('.').map(Number);"
                    + " process.exit(major > 20 || (major === 20 && minor >= 10) ? 0 : 1)";

    private final String description;
    private final BooleanSupplier look;
    private Optional<Boolean> here = Optional.empty();

    Tool(String command) {
        this(command, () -> onPath(command).isPresent());
    }

    Tool(String description, BooleanSupplier look) {
        this.description = description;
        this.look = look;
    }

    /** Looks once. */
    public synchronized boolean isHere() {
        if (here.isEmpty()) {
            here = Optional.of(look.getAsBoolean());
        }
        return here.get();
    }

    /** What follows "no" in a sentence. */
    @Override
    public String toString() {
        return description;
    }

    /** Where {@link #SAMPLES} lie. */
    public static Path samples() {
        return Path.of(System.getProperty("samples.dir", "../shared/samples"));
    }

    /** Where {@link #FAULTS} lie. */
    public static Path faults() {
        return Path.of(System.getProperty("faults.dir", "../shared/faults/formats"));
    }

    /** Where {@link #DEVELOPMENT_TEXTS} lie. */
    public static Path developmentTexts() {
        return Path.of(System.getProperty("eval.dir", "../shared/eval"));
    }

    /** Where {@link #TRACING_AGENT} lies. */
    public static Path tracingAgent() {
        return Path.of(System.getProperty("wiretag.build.dir", "target"), "agent", "opentelemetry-javaagent.jar");
    }

    /** Where {@link #ADVISORIES} lie. */
    public static Path advisories() {
        return Path.of(System.getProperty("osv.dir", "../shared/osv"));
    }

    /** Where the command lies that would be run under this name. */
    public static Optional<Path> onPath(String command) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, command))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    private static boolean mountsSmallDisk() {
        try {
            Path disk = Files.createTempDirectory("wiretag-disk");
            try {
                return succeeds("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString())
                        && succeeds("umount", disk.toString());
            } finally {
                Files.delete(disk);
            }
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean succeeds(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
            process.destroyForcibly();
            return ended && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
