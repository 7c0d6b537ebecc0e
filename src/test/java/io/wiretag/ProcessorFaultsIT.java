package io.wiretag;

import static io.wiretag.OwnInstallation.articles;
import static io.wiretag.OwnInstallation.uris;
import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.cluster.ClusterFacts;
import io.wiretag.processor.StreamsRunner;
import io.wiretag.testing.Needs;
import io.wiretag.testing.Tool;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.Options;

/** The command {@code wiretag process} as operations meet it: what it says when it ends, with which code, and what is left. */
@Tag("full")
class ProcessorFaultsIT {
    private static final int UNAVAILABLE = 3;
    private static final int USAGE = 2;

    /** What a killed one leaves behind is free again soon. */
    private static final Map<String, String> SOON =
            Map.of("processor.close.timeout", "PT5S", "streams.consumer.session.timeout.ms", "6000");

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    @Test
    void aSinkThatIsDeletedEndsTheProcessorWithALineAndNothingIsLostFromThenOn() throws Exception {
        try (OwnInstallation installation = new OwnInstallation("gone", folder, SOON)) {
            String tagged = installation.wiretag().topics().tagged().name();
            Process process = start(installation, Map.of());
            try {
                installation.publish(articles(0, 20));
                installation.awaitAllRead();

                installation.admin().deleteTopics(List.of(tagged)).all().get(30, TimeUnit.SECONDS);
                ClusterFacts facts = new ClusterFacts(installation.admin());
                await(
                        "the topic to be gone",
                        () -> facts.existing(List.of(tagged)).isEmpty());
                installation.publish(articles(20, 40));

                assertThat(exitCode(process)).isEqualTo(UNAVAILABLE);
                assertThat(log())
                        .contains("wiretag: topic " + tagged + " was deleted while the processor ran")
                        .contains("wiretag topics create");
            } finally {
                process.destroyForcibly();
            }

            installation.wiretag().topicAdmin().create();
            goOn(installation);

            assertThat(installation.tagged()).containsExactlyInAnyOrderElementsOf(uris(20, 40));
        }
    }

    @Test
    void sigtermUnderLoadTurnsReadinessOffAndEndsInTimeWithoutDoubles() throws Exception {
        int port = freePort();
        // in the time that it has by default
        Map<String, String> settings = new HashMap<>(SOON);
        settings.remove("processor.close.timeout");
        try (OwnInstallation installation = new OwnInstallation("graceful", folder, settings)) {
            installation.publish(articles(0, 3000));
            Process process =
                    start(installation, Map.of("ops.port", String.valueOf(port), "streams.max.poll.records", "50"));
            List<Integer> answers = new ArrayList<>();
            try {
                await("readiness", () -> ready(port).filter(code -> code == 200).isPresent());
                await("the first articles", () -> !installation.tagged().isEmpty());

                process.destroy();
                await("the end of the process", () -> {
                    ready(port).ifPresent(answers::add);
                    return !process.isAlive();
                });
            } finally {
                process.destroyForcibly();
            }
            assertThat(process.exitValue()).isZero();
            assertThat(log()).doesNotContain("did not stop within");
            assertThat(answers).as("readiness after SIGTERM").contains(503);
            assertThat(answers.subList(answers.indexOf(503), answers.size())).containsOnly(503);
            assertThat(installation.tagged().size())
                    .as("articles done when it was told to stop")
                    .isLessThan(3000);

            goOn(installation);

            assertThat(installation.tagged()).containsExactlyInAnyOrderElementsOf(uris(0, 3000));
            // nothing had to be rolled back: not even a reader of uncommitted records sees one twice
            assertThat(installation.keys(installation.wiretag().topics().tagged(), "read_uncommitted"))
                    .hasSize(3000);
        }
    }

    @Test
    @Needs(Tool.SMALL_DISK)
    void aDiskThatFillsUpEndsTheProcessorWithALineAndOnceThereIsRoomNothingIsMissing() throws Exception {
        Path disk = Files.createDirectories(folder.resolve("disk"));
        assertThat(run("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", disk.toString()))
                .isTrue();
        Map<String, String> settings = new HashMap<>(SOON);
        settings.put("streams.state.dir", disk.toString());
        settings.put("streams.rocksdb.config.setter", SmallBuffers.class.getName());
        try (OwnInstallation installation = new OwnInstallation("full", folder, settings)) {
            Path filler = disk.resolve("filler");
            Process process = start(installation, Map.of());
            try {
                installation.publish(articles(0, 50));
                installation.awaitAllRead();
                fill(filler);
                installation.publish(articles(50, 4000));

                assertThat(exitCode(process)).isEqualTo(UNAVAILABLE);
                assertThat(log())
                        .contains("the state in " + disk.resolve(installation.applicationId()) + " cannot be used")
                        .contains("see that the disk has room");
            } finally {
                process.destroyForcibly();
            }

            fill(filler); // what its end has freed
            Process again = start(installation, Map.of());
            try {
                assertThat(exitCode(again)).isEqualTo(USAGE);
                assertThat(log()).contains("streams.state.dir is " + disk + ", which cannot be written");
            } finally {
                again.destroyForcibly();
            }

            Files.delete(filler);
            goOn(installation);

            assertThat(installation.tagged()).containsExactlyInAnyOrderElementsOf(uris(0, 4000));
        } finally {
            assertThat(run("umount", disk.toString())).isTrue();
        }
    }

    /** State reaches the disk soon, not only after many megabytes. */
    public static final class SmallBuffers implements RocksDBConfigSetter {
        @Override
        public void setConfig(String store, Options options, Map<String, Object> configs) {
            options.setWriteBufferSize(64 << 10);
        }

        @Override
        public void close(String store, Options options) {}
    }

    private Process start(OwnInstallation installation, Map<String, String> more) throws IOException {
        return ProcessorJvm.start(installation.settings(), more, List.of(), folder.resolve("process.log"));
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("process.log"));
    }

    private static int exitCode(Process process) throws InterruptedException {
        assertThat(process.waitFor(OwnInstallation.LIMIT.toSeconds(), TimeUnit.SECONDS))
                .as("the processor ends by itself")
                .isTrue();
        return process.exitValue();
    }

    private static void goOn(OwnInstallation installation) throws InterruptedException {
        try (StreamsRunner processor = installation.wiretag().processor()) {
            processor.start(OwnInstallation.LIMIT);
            installation.awaitAllRead();
        }
    }

    private static Optional<Integer> ready(int port) {
        HttpRequest question = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/ready"))
                .build();
        try {
            return Optional.of(
                    HTTP.send(question, HttpResponse.BodyHandlers.discarding()).statusCode());
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void fill(Path file) throws IOException {
        byte[] page = new byte[4096];
        try (OutputStream out = Files.newOutputStream(file)) {
            while (true) {
                out.write(page);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    }
}
