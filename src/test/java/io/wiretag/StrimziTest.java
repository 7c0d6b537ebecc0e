package io.wiretag;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.wiretag.cli.CapturedConsole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** ops/kubernetes/strimzi/wiretag.yaml is what the command prints, and that is YAML. */
class StrimziTest {
    static final Path FILE = Path.of("ops", "kubernetes", "strimzi", "wiretag.yaml");
    private static final String WRITE = "wiretag.write.page";
    private static final String MADE_BY = "# Made by: wiretag topics strimzi --cluster my-cluster\n";

    private final CapturedConsole console = new CapturedConsole();

    @Test
    void theFileIsWhatTheCommandPrints() throws IOException {
        String made = MADE_BY + printed();

        if (Boolean.getBoolean(WRITE)) {
            Files.createDirectories(FILE.getParent());
            Files.writeString(FILE, made);
        } else {
            assertThat(Files.readString(FILE))
                    .as("%s; 'mvn test -Dtest=StrimziTest -D%s=true' writes it anew", FILE, WRITE)
                    .isEqualToNormalizingNewlines(made);
        }
    }

    @Test
    void namesAndSettingsAreThoseOfTheInstallation() throws IOException {
        List<JsonNode> resources = read(printed(
                "--authentication",
                "tls",
                "-X",
                "topics.prefix=Bao_Nhan-Dan_.",
                "-X",
                "topics.sinks=by-unit",
                "-X",
                "topics.replication.factor=3",
                "-X",
                "topics.tagged.cleanup.policy=compact,delete",
                "-X",
                "topics.tagged.unclean.leader.election.enable=false"));

        assertThat(resources)
                .extracting(each -> each.at("/metadata/name").asText())
                .contains("bao-nhan-dan.articles.published", "bao-nhan-dan.wiretag-processor")
                .doesNotContain("bao-nhan-dan.articles.by-province");
        JsonNode tagged = resources.get(1).get("spec");
        assertThat(tagged.get("topicName").asText()).isEqualTo("Bao_Nhan-Dan_.articles.tagged");
        assertThat(tagged.get("replicas").asInt()).isEqualTo(3);
        assertThat(tagged.at("/config/cleanup.policy").asText()).isEqualTo("compact,delete");
        assertThat(tagged.at("/config/unclean.leader.election.enable").isBoolean())
                .isTrue();
        assertThat(tagged.at("/config/retention.ms").isNumber()).isTrue();
        assertThat(resources
                        .get(resources.size() - 1)
                        .at("/spec/authentication/type")
                        .asText())
                .isEqualTo("tls");
    }

    private String printed(String... more) {
        String[] words = Stream.concat(Stream.of("topics", "strimzi", "--cluster", "my-cluster"), Stream.of(more))
                .toArray(String[]::new);
        assertThat(console.run(words)).as(console.err()).isZero();
        return console.out();
    }

    static List<JsonNode> read(String yaml) throws IOException {
        try (var documents = new YAMLMapper().readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
            return documents.readAll();
        }
    }
}
