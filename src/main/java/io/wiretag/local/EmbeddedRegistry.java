package io.wiretag.local;

import io.wiretag.files.Words;
import java.io.File;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Apicurio registry, as a child process that listens on 127.0.0.1 alone. Schemas and their ids live in the data
 * directory and survive a restart. The child ends with this process, even if this one is killed with {@code kill -9}.
 */
public final class EmbeddedRegistry implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedRegistry.class);

    private static final String LOG_FILE = "registry.log";

    /** It takes 1 to 4 seconds; a machine busy with other things may take much longer. */
    private static final Duration START_LIMIT = Duration.ofSeconds(90);

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(20);

    private static final int LOG_LINES_TOLD = 5;

    private static final Pattern STACK_FRAME = Pattern.compile("at \\S+\\(.*\\)|\\.\\.\\. \\d+ more");

    /** A header of each of its answers, with a name that it gets at its start: another registry on its port has not got it. */
    private static final String NAME_HEADER = "X-Wiretag-Started";

    private final Process process;
    private final String name;
    private final StartUpFiles files;
    private final URI url;
    private final Path logFile;
    private volatile boolean closing;

    private EmbeddedRegistry(Process process, String name, StartUpFiles files, URI url, Path logFile) {
        this.process = process;
        this.name = name;
        this.files = files;
        this.url = url;
        this.logFile = logFile;
    }

    /**
     * Starts a registry and returns when it answers.
     *
     * @param registryHome the directory with its unpacked archive, see {@link #home()}
     * @param dataDir the registry's own directory, made on first use
     * @param port 0 takes any free one
     * @throws LocalStackException if it cannot start
     */
    public static EmbeddedRegistry start(Path registryHome, Path dataDir, int port) {
        RegistryHome home = RegistryHome.in(registryHome);
        int freePort = LoopbackPort.choose("schema registry", port);
        DataDirectory.prepare(dataDir);
        EmbeddedRegistry registry = launch(home, dataDir, freePort);
        try {
            registry.awaitAnswer();
        } catch (RuntimeException e) {
            registry.close();
            throw e;
        }
        registry.process.onExit().thenAccept(ended -> registry.complainUnlessClosing());
        return registry;
    }

    /** Where the build left the registry, or empty if it is not built. */
    public static Optional<Path> home() {
        return RegistryHome.ofThisBuild();
    }

    /** The base, such as {@code http://127.0.0.1:8081}: its own API is under /apis/registry/v3, Confluent's under /apis/ccompat/v7. */
    public URI url() {
        return url;
    }

    /** Ends the process and waits for it, 20 seconds at most; then it is killed. */
    @Override
    public void close() {
        closing = true;
        try {
            process.getOutputStream().close();
            if (process.waitFor(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS) && process.exitValue() == 0) {
                files.keepArchive();
            }
        } catch (IOException e) {
            log.debug("Registry closed with a complaint", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
        }
    }

    private static EmbeddedRegistry launch(RegistryHome home, Path dataDir, int port) {
        Path logFile = dataDir.resolve(LOG_FILE);
        try {
            StartUpFiles files = StartUpFiles.prepare(home, dataDir);
            String name = UUID.randomUUID().toString();
            ProcessBuilder builder = new ProcessBuilder(command(home, files, port, name))
                    .directory(dataDir.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(logFile.toFile());
            // settings meant for another registry of the user's
            builder.environment().keySet().removeIf(key -> key.startsWith("QUARKUS_") || key.startsWith("APICURIO_"));
            URI url = URI.create("http://%s:%d".formatted(LoopbackPort.HOST, port));
            return new EmbeddedRegistry(builder.start(), name, files, url, logFile);
        } catch (IOException e) {
            throw new LocalStackException(
                    "Schema registry in %s cannot be started (%s)".formatted(home.directory(), Words.of(e)), e);
        }
    }

    private static List<String> command(RegistryHome home, StartUpFiles files, int port, String name) {
        List<String> command = new ArrayList<>(deafToTerminal());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // quick to start and small: it answers a few questions and then sleeps
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m", "-Xss512k"));
        command.addAll(List.of("-XX:+IgnoreUnrecognizedVMOptions", "-Xshare:auto", files.jvmOption()));
        command.addAll(List.of("-Xlog:disable", "-Xlog:all=error:stderr"));
        command.addAll(settings(port));
        command.add("-Dquarkus.http.header.\"%s\".value=%s".formatted(NAME_HEADER, name));
        command.addAll(List.of(
                "-cp", files.mainJar() + File.pathSeparator + home.runner().toAbsolutePath()));
        command.add(RegistryMain.class.getName());
        return command;
    }

    /**
     * Ctrl-C goes to every process of the terminal; but the parent still needs the registry while it closes, and tells it
     * when to end. A signal that is ignored already stays ignored in a JVM.
     */
    private static List<String> deafToTerminal() {
        Path shell = Path.of("/bin/sh");
        return Files.isExecutable(shell)
                ? List.of(shell.toString(), "-c", "trap '' INT HUP; exec \"$@\"", "wiretag-registry")
                : List.of();
    }

    private static List<String> settings(int port) {
        return List.of(
                "-Dquarkus.http.host=" + LoopbackPort.HOST,
                "-Dquarkus.http.port=" + port,
                "-Dquarkus.http.io-threads=2",
                "-Dquarkus.http.access-log.enabled=false",
                "-Dquarkus.banner.enabled=false",
                "-Dquarkus.log.level=WARN",
                "-Dquarkus.log.category.\"io.apicurio\".level=WARN",
                "-Dquarkus.log.console.json=false",
                "-Dquarkus.log.console.format=%d{HH:mm:ss} %p %c{1} %s%e%n",
                "-Dapicurio.storage.kind=sql",
                "-Dapicurio.storage.sql.kind=h2",
                // relative to the working directory, which is the data directory; a change is on disk before it is
                // answered, since an id that a record carries must not be forgotten
                "-Dapicurio.datasource.url=jdbc:h2:file:./registry;WRITE_DELAY=0",
                "-Dapicurio.datasource.jdbc.initial-size=1",
                "-Dapicurio.datasource.jdbc.min-size=1",
                "-Dapicurio.datasource.jdbc.max-size=10");
    }

    private void awaitAnswer() {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        try {
            while (!answers()) {
                if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
                    // somebody may have taken the port after it was chosen
                    LoopbackPort.choose("schema registry", url.getPort());
                    throw new LocalStackException("Schema registry %s ended while starting (exit code %d); %s"
                            .formatted(url, process.exitValue(), lastWords()));
                }
                if (System.nanoTime() - deadline > 0) {
                    throw new LocalStackException("Schema registry %s did not answer within %d s; %s"
                            .formatted(url, START_LIMIT.toSeconds(), lastWords()));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalStackException("Interrupted while the schema registry %s was starting".formatted(url), e);
        }
    }

    private boolean answers() {
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    url.resolve("/apis/registry/v3/system/info").toURL().openConnection(Proxy.NO_PROXY);
            connection.setConnectTimeout(1_000);
            connection.setReadTimeout(5_000);
            try {
                return connection.getResponseCode() == HttpURLConnection.HTTP_OK
                        && name.equals(connection.getHeaderField(NAME_HEADER));
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return false;
        }
    }

    private String lastWords() {
        try {
            List<String> lines = new String(Files.readAllBytes(logFile), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line ->
                            !line.isEmpty() && !STACK_FRAME.matcher(line).matches())
                    .toList();
            String last = String.join(" | ", lines.subList(Math.max(0, lines.size() - LOG_LINES_TOLD), lines.size()));
            return "its log %s ends: %s".formatted(logFile, last);
        } catch (IOException e) {
            return "its log %s cannot be read".formatted(logFile);
        }
    }

    private void complainUnlessClosing() {
        if (!closing) {
            log.error(
                    "Schema registry {} has ended by itself, exit code {}; {}", url, process.exitValue(), lastWords());
        }
    }
}
