package io.wiretag.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStackTest {

    @TempDir
    Path dataDir;

    @Test
    @Tag("full")
    void bothPartsAreUpAndSaySo() {
        List<String> told = new ArrayList<>();

        try (LocalStack stack = LocalStack.start(options(0, 0), told::add)) {
            assertThat(told)
                    .anySatisfy(line -> assertThat(line)
                            .matches("Kafka broker " + stack.bootstrapServers() + " is up \\(\\d+\\.\\d s\\)"))
                    .anySatisfy(line -> assertThat(line)
                            .matches("Schema registry " + stack.registryUrl() + " is up \\(\\d+\\.\\d s\\)"));
        }
    }

    @Test
    void aPortInUseIsNamedWithItsServerAndTheWayOut() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertRefused(options(taken.getLocalPort(), 0), "Kafka broker", "" + taken.getLocalPort(), "another port");
            assertRefused(
                    options(0, taken.getLocalPort()), "schema registry", "" + taken.getLocalPort(), "another port");
        }
    }

    @Test
    void aDataDirectoryInUseIsRefusedUntilItsStackIsClosed() {
        DataDirectory first = DataDirectory.lock(dataDir);
        assertRefused(options(0, 0), dataDir.toString(), "in use", "choose another directory");

        first.close();

        DataDirectory.lock(dataDir).close();
    }

    @Test
    void aFailedPartLeavesNothingBehind() throws IOException {
        Path brokenHome = Files.createDirectories(dataDir.resolve("home"));
        Files.createFile(brokenHome.resolve("apicurio-registry-app-0.0.0-runner.jar"));

        assertRefused(new LocalStack.Options(dataDir, 0, 0, Optional.of(brokenHome)), "Schema registry");

        // the lock of the directory is free again, and so are the broker's files
        DataDirectory.lock(dataDir).close();
        EmbeddedBroker.start(dataDir.resolve("kafka"), 0).close();
    }

    @Test
    void aDataDirectoryThatIsAFileIsRefused() throws IOException {
        Path file = Files.createFile(dataDir.resolve("notes.txt"));

        assertRefused(new LocalStack.Options(file, 0, 0, Optional.empty()), file.toString(), "is a file");
    }

    @Test
    void aFullDiskIsToldInMegabytes() {
        assertThatExceptionOfType(LocalStackException.class)
                .isThrownBy(() -> DataDirectory.requireSpace(dataDir, Long.MAX_VALUE))
                .withMessageContaining("MB of free space")
                .withMessageContaining(dataDir.toString());
    }

    @Test
    void portsOutOfRangeOrTheSameTwiceAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options(70_000, 0))
                .withMessageContaining("70000");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options(9092, 9092))
                .withMessageContaining("9092");
    }

    private LocalStack.Options options(int brokerPort, int registryPort) {
        return new LocalStack.Options(dataDir, brokerPort, registryPort, Optional.empty());
    }

    private static void assertRefused(LocalStack.Options options, String... said) {
        assertThatExceptionOfType(LocalStackException.class)
                .isThrownBy(() -> LocalStack.start(options, line -> {}).close())
                .satisfies(refusal ->
                        assertThat(refusal.getMessage()).contains(said).doesNotContain("\n"));
    }
}
