package io.wiretag.intake.folder;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.intake.OwnTopics;
import io.wiretag.testing.CommandJvm;
import io.wiretag.testing.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command that watches a folder, killed outright in the middle of its work and started again. */
@Tag("full")
class HotFolderKilledTest {
    private static final int FILES = 3000;

    @TempDir
    Path folder;

    @TempDir
    Path logs;

    @Test
    void killedInTheMiddleItLosesNoFileAndPublishesNoneAgainThatWasNoted() throws Exception {
        try (OwnTopics topics = new OwnTopics()) {
            for (int i = 0; i < FILES; i++) {
                Files.writeString(folder.resolve("%04d.json".formatted(i)), "{\"uri\": \"urn:%d\"}".formatted(i));
            }
            Process first = watch(topics);
            Set<String> inFlight;
            try {
                await(first, "some files are done", () -> count(folder.resolve("done")) >= 100);
            } finally {
                first.destroyForcibly();
            }
            assertThat(first.waitFor(30, TimeUnit.SECONDS)).isTrue();
            inFlight = names(folder.resolve(".wiretag/inflight"));
            assertThat(count(folder.resolve("done")))
                    .as("files done when it was killed")
                    .isLessThan(FILES);

            Process second = watch(topics);
            try {
                await(second, "all files are done", () -> count(folder.resolve("done")) == FILES);
            } finally {
                second.destroy();
            }

            assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(second.exitValue()).as(log()).isZero();
            List<String> published = new ArrayList<>(topics.published());
            Set<String> distinct = new HashSet<>(published);
            assertThat(distinct).hasSize(FILES);
            distinct.forEach(published::remove);
            assertThat(published.stream().map(uri -> "%04d.json".formatted(Integer.parseInt(uri.substring(4)))))
                    .as("published twice, though not in flight when it was killed")
                    .allMatch(inFlight::contains)
                    .doesNotHaveDuplicates();
            assertThat(log()).contains("published to");
        }
    }

    private Process watch(OwnTopics topics) throws IOException {
        List<String> words = new ArrayList<>(List.of("publish", "--watch", folder.toString(), "--settle", "PT0.1S"));
        topics.settings().forEach((key, value) -> words.addAll(List.of("-X", key + "=" + value)));
        // what it unpacks there outlives it when it is killed
        return CommandJvm.start(logs.resolve("watch.log"), List.of("-Djava.io.tmpdir=" + logs), words);
    }

    private void await(Process process, String what, BooleanSupplier condition) {
        Waiting.await(what, () -> {
            assertThat(process.isAlive()).as(log()).isTrue();
            return condition.getAsBoolean();
        });
    }

    private String log() throws IOException {
        return Files.readString(logs.resolve("watch.log"));
    }

    private static int count(Path directory) {
        String[] names = directory.toFile().list();
        return names == null ? 0 : names.length;
    }

    private static Set<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return new HashSet<>(
                    files.map(file -> file.getFileName().toString()).toList());
        }
    }
}
