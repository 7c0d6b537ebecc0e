package io.wiretag;

import static io.wiretag.OwnInstallation.articles;
import static io.wiretag.OwnInstallation.uris;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wiretag.processor.StreamsRunner;
import io.wiretag.processor.watch.StreamFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** State on disk is a copy: whatever happens to it, no article is lost or doubled, and the processor says what is wrong. */
@Tag("full")
class StateFaultsTest {
    @TempDir
    Path folder;

    @Test
    void stateThatWasDeletedIsRestoredAndRepetitionsAreStillKnown() throws Exception {
        try (OwnInstallation installation = new OwnInstallation("deleted", folder, Map.of())) {
            installation.publish(articles(0, 50));
            process(installation);

            delete(folder.resolve("state"));
            installation.publish(articles(0, 60));
            process(installation);

            assertThat(installation.tagged()).containsExactlyInAnyOrderElementsOf(uris(0, 60));
        }
    }

    @Test
    void stateThatIsDamagedIsToldWithItsFolderAndComesBackOnceThatIsDeleted() throws Exception {
        try (OwnInstallation installation = new OwnInstallation("damaged", folder, Map.of())) {
            installation.publish(articles(0, 50));
            process(installation);

            Path own = folder.resolve("state").resolve(installation.applicationId());
            damage(own);
            installation.publish(articles(0, 60));
            try (StreamsRunner processor = installation.wiretag().processor()) {
                assertThatThrownBy(() -> processor.start(OwnInstallation.LIMIT))
                        .isInstanceOf(StreamFailedException.class)
                        .hasMessageContaining("the state in " + own)
                        .hasMessageContaining("delete the folder");
                assertThat(processor.whyNotAlive()).isPresent();
                assertThat(processor.isReady()).isFalse();
            }

            delete(own);
            process(installation);

            assertThat(installation.tagged()).containsExactlyInAnyOrderElementsOf(uris(0, 60));
        }
    }

    /** As Kafka Streams leaves a task where it is killed while it deletes it. */
    @ParameterizedTest
    @ValueSource(strings = {"MANIFEST.*", "CURRENT", ".*\\.sst"})
    void stateThatWasDeletedInPartIsRestored(String gone) throws Exception {
        try (OwnInstallation installation = new OwnInstallation("torn", folder, Map.of())) {
            installation.publish(articles(0, 50));
            process(installation);
            for (Path file : files(folder.resolve("state"), gone)) {
                Files.delete(file);
            }

            installation.publish(articles(0, 60));
            process(installation);

            assertThat(installation.tagged()).containsExactlyInAnyOrderElementsOf(uris(0, 60));
        }
    }

    @Test
    void aStateFolderThatCannotBeWrittenIsRefusedBeforeAnythingStarts() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        Map<String, String> unusable =
                Map.of("streams.state.dir", file.resolve("state").toString());
        try (OwnInstallation installation = new OwnInstallation("readonly", folder, unusable)) {
            assertThatThrownBy(() -> installation.wiretag().processor())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("streams.state.dir is " + file.resolve("state"))
                    .hasMessageContaining("name a folder");
        }
    }

    private static void process(OwnInstallation installation) throws InterruptedException {
        try (StreamsRunner processor = installation.wiretag().processor()) {
            processor.start(OwnInstallation.LIMIT);
            installation.awaitAllRead();
        }
    }

    /** What a broken disk may leave of it: names, and other bytes. */
    private static void damage(Path own) throws IOException {
        for (Path file : files(own, "MANIFEST.*|CURRENT|.*\\.sst")) {
            Files.writeString(file, "not what was here");
        }
    }

    private static List<Path> files(Path root, String name) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            List<Path> files = all.filter(file -> file.getFileName().toString().matches(name))
                    .toList();
            assertThat(files).isNotEmpty();
            return files;
        }
    }

    private static void delete(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
