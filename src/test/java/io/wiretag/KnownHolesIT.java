package io.wiretag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wiretag.testing.Needs;
import io.wiretag.testing.Tool;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is delivered, against a database of known holes in the format of OSV (a file of JSON each, as its exports are). */
class KnownHolesIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Holes that were looked at and do not concern us: id, and why. */
    private static final Map<String, String> NONE_OF_OURS = Map.of();

    @TempDir
    Path folder;

    @Test
    @Needs(Tool.ADVISORIES)
    void nothingThatIsDeliveredHasAKnownHole() throws IOException {
        Path bill = Path.of(System.getProperty("wiretag.build.dir", "target"), "wiretag-sbom.json");
        JsonNode libraries =
                JSON.readTree(Files.readString(bill, StandardCharsets.UTF_8)).path("components");
        Map<String, String> delivered = stream(libraries)
                .collect(Collectors.toMap(
                        each -> each.path("group").asText() + ":"
                                + each.path("name").asText(),
                        each -> each.path("version").asText()));

        assertThat(holes(Tool.advisories(), delivered)).isEmpty();
    }

    @Test
    void aVersionThatAnAdvisoryNamesIsToldAndAMendedOneIsNot() throws IOException {
        Files.writeString(folder.resolve("GHSA-1.json"), """
                {"id": "GHSA-1", "affected": [{"package": {"ecosystem": "Maven", "name": "io.netty:netty-codec"},
                  "versions": ["4.1.131.Final", "4.1.132.Final"]}]}""");
        Files.writeString(folder.resolve("GHSA-2.json"), """
                {"id": "GHSA-2", "withdrawn": "2026-01-01T00:00:00Z", "affected": [
                  {"package": {"ecosystem": "Maven", "name": "io.netty:netty-codec"}, "versions": ["4.1.132.Final"]}]}""");

        assertThat(holes(folder, Map.of("io.netty:netty-codec", "4.1.132.Final")))
                .containsExactly("io.netty:netty-codec 4.1.132.Final has GHSA-1");
        assertThat(holes(folder, Map.of("io.netty:netty-codec", "4.1.133.Final")))
                .isEmpty();
    }

    @Test
    void aFolderWithoutAdvisoriesForMavenIsNoDatabase() throws IOException {
        assertThatThrownBy(() -> holes(folder, Map.of())).hasMessageContaining("no advisory");

        Files.writeString(folder.resolve("PYSEC-1.json"), """
                {"id": "PYSEC-1", "affected": [{"package": {"ecosystem": "PyPI", "name": "x"}, "versions": ["1"]}]}""");

        assertThatThrownBy(() -> holes(folder, Map.of())).hasMessageContaining("no advisory");
    }

    @Test
    void anAdvisoryThatNamesNoVersionsIsNotPassedOverInSilence() throws IOException {
        Files.writeString(folder.resolve("GHSA-3.json"), """
                {"id": "GHSA-3", "affected": [{"package": {"ecosystem": "Maven", "name": "io.netty:netty-codec"},
                  "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}]}]}]}""");

        assertThat(rangesAlone(maven(folder), Map.of("io.netty:netty-codec", "4.1.132.Final")))
                .containsExactly("GHSA-3");
        assertThat(rangesAlone(maven(folder), Map.of("io.netty:netty-all", "4.1.132.Final")))
                .isEmpty();
    }

    private static List<String> holes(Path folder, Map<String, String> delivered) throws IOException {
        List<JsonNode> advisories = maven(folder);
        assertThat(advisories)
                .as("no advisory of the ecosystem Maven in %s: is it the folder of osv.dev's export?", folder)
                .isNotEmpty();
        List<String> notCompared = rangesAlone(advisories, delivered);
        if (!notCompared.isEmpty()) {
            // the stream of Maven: what tests say through System.out goes to files
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8)
                    .printf(
                            "[WARNING] %d advisories on what is delivered give ranges alone and were not compared: %s%n",
                            notCompared.size(), notCompared);
        }
        return advisories.stream()
                .filter(each -> !each.has("withdrawn")
                        && !NONE_OF_OURS.containsKey(each.path("id").asText()))
                .flatMap(each -> stream(each.path("affected"))
                        .filter(affected -> names(affected, delivered))
                        .map(affected -> affected.at("/package/name").asText() + " "
                                + delivered.get(affected.at("/package/name").asText()) + " has "
                                + each.path("id").asText()))
                .sorted()
                .toList();
    }

    private static List<JsonNode> maven(Path advisories) throws IOException {
        try (Stream<Path> files = Files.walk(advisories)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .map(KnownHolesIT::read)
                    .filter(each -> stream(each.path("affected")).anyMatch(KnownHolesIT::isMaven))
                    .toList();
        }
    }

    private static List<String> rangesAlone(List<JsonNode> advisories, Map<String, String> delivered) {
        return advisories.stream()
                .filter(each -> !each.has("withdrawn")
                        && stream(each.path("affected"))
                                .anyMatch(affected -> isMaven(affected)
                                        && delivered.containsKey(
                                                affected.at("/package/name").asText())
                                        && affected.path("versions").isEmpty()))
                .map(each -> each.path("id").asText())
                .toList();
    }

    private static boolean isMaven(JsonNode affected) {
        return affected.at("/package/ecosystem").asText().equals("Maven");
    }

    /** By its list of versions, which those who keep the database make of its ranges. */
    private static boolean names(JsonNode affected, Map<String, String> delivered) {
        String version = delivered.get(affected.at("/package/name").asText());
        return version != null
                && isMaven(affected)
                && stream(affected.path("versions"))
                        .anyMatch(each -> each.asText().equals(version));
    }

    private static JsonNode read(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
