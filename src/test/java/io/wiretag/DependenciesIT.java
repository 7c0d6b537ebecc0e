package io.wiretag;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What is delivered, as the bill of materials that the build makes tells it. */
class DependenciesIT {

    private static final Path BUILD = Path.of(System.getProperty("wiretag.build.dir", "target"));
    private static final Path LISTED = Path.of("docs/dependencies.md");

    /** One of them is enough, for where a library names several, the user has the choice. */
    private static final Set<String> ALLOWED = Set.of(
            "Apache-2.0",
            "MIT",
            "BSD-2-Clause",
            "BSD-3-Clause",
            "EPL-2.0",
            // that of JDOM: Apache 1.1 without its clause on acknowledgement
            "Similar to Apache License but with the acknowledgment clause removed",
            // that of RE2/J: BSD-3-Clause in other words
            "Go License");

    private final JsonNode bom;

    DependenciesIT() throws IOException {
        bom = new ObjectMapper().readTree(Files.readString(BUILD.resolve("wiretag-sbom.json"), StandardCharsets.UTF_8));
    }

    @Test
    void theBillListsWhatRunsAndNothingThatTests() {
        assertThat(bom.path("bomFormat").asText()).isEqualTo("CycloneDX");
        assertThat(libraries())
                .extracting(DependenciesIT::name)
                .contains("org.apache.kafka:kafka-streams", "org.apache.avro:avro", "ch.qos.logback:logback-classic")
                .noneMatch(
                        name -> name.matches(
                                "(org\\.junit|org\\.assertj|org\\.awaitility|org\\.hamcrest|net\\.jqwik|org\\.testcontainers).*"));
        assertThat(libraries())
                .filteredOn(library -> name(library).equals("org.apache.kafka:kafka-streams"))
                .singleElement()
                .satisfies(library -> {
                    assertThat(library.path("version").asText()).matches("\\d+\\.\\d+\\.\\d+");
                    assertThat(licences(library)).containsExactly("Apache-2.0");
                    assertThat(library.path("hashes")).isNotEmpty();
                });
    }

    @Test
    void theBillIsTheSameForTheSameSources() {
        assertThat(bom.has("serialNumber")).isFalse();
        assertThat(bom.path("metadata").has("timestamp")).isFalse();
    }

    @Test
    void everyJarThatIsLoadedIsInTheBill() throws IOException {
        Set<String> billed = new TreeSet<>();
        libraries()
                .forEach(library -> billed.add("lib/" + library.path("name").asText() + "-"
                        + library.path("version").asText() + ".jar"));
        try (JarFile jar = new JarFile(BUILD.resolve("wiretag.jar").toFile())) {
            // not what lies in the folder, where an earlier build may have left some
            String[] loaded = jar.getManifest()
                    .getMainAttributes()
                    .getValue(Attributes.Name.CLASS_PATH)
                    .split(" ");

            assertThat(loaded).isNotEmpty().isSubsetOf(billed);
        }
    }

    @Test
    void everyLicenceIsOneThatIsAllowed() {
        assertThat(libraries())
                .isNotEmpty()
                .allSatisfy(library -> assertThat(licences(library))
                        .as("licences of %s; see ALLOWED", name(library))
                        .anyMatch(ALLOWED::contains));
    }

    @Test
    void theListInTheDocumentIsTheBill() throws IOException {
        String table = libraries().stream().map(DependenciesIT::row).sorted().collect(joining("\n", "", "\n"));
        Path made = Files.writeString(BUILD.resolve("dependencies.txt"), table);

        assertThat(Files.readString(LISTED).replace("\r\n", "\n"))
                .as("%s lacks a row, or has an old one: put those of %s in", LISTED, made)
                .endsWith("|---|---|---|---|\n" + table);
    }

    private List<JsonNode> libraries() {
        return StreamSupport.stream(bom.path("components").spliterator(), false).toList();
    }

    private static String name(JsonNode library) {
        return library.path("group").asText() + ":" + library.path("name").asText();
    }

    private static List<String> licences(JsonNode library) {
        return StreamSupport.stream(library.path("licenses").spliterator(), false)
                .map(each -> each.path("license"))
                .map(each -> each.path("id").asText(each.path("name").asText()))
                .toList();
    }

    private static String row(JsonNode library) {
        String where = library.path("scope").asText().equals("optional") ? "broker of the demo" : "always";
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s |",
                name(library),
                library.path("version").asText(),
                String.join(" or ", licences(library)),
                where);
    }
}
