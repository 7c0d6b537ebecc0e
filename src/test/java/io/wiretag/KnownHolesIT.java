package io.wiretag;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wiretag.testing.Needs;
import io.wiretag.testing.Tool;
import java.io.IOException;
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

    private static List<String> holes(Path advisories, Map<String, String> delivered) throws IOException {
        try (Stream<Path> files = Files.walk(advisories)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .map(KnownHolesIT::read)
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
    }

    /** By its list of versions, which those who keep the database make of its ranges. */
    private static boolean names(JsonNode affected, Map<String, String> delivered) {
        String version = delivered.get(affected.at("/package/name").asText());
        return version != null
                && affected.at("/package/ecosystem").asText().equals("Maven")
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
