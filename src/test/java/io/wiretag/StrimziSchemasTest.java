package io.wiretag;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.wiretag.topics.Rights;
import io.wiretag.topics.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The resources for Strimzi, by the definitions (CRDs) that Strimzi's own generator makes of its own types. */
@Tag("full")
class StrimziSchemasTest {
    private static final Map<String, String> TYPES = Map.of(
            "KafkaTopic",
            "io.strimzi.api.kafka.model.topic.KafkaTopic",
            "KafkaUser",
            "io.strimzi.api.kafka.model.user.KafkaUser");

    @TempDir
    static Path folder;

    private static final Map<String, JsonSchema> SCHEMAS = new HashMap<>();

    @BeforeAll
    static void generate() throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.strimzi.crdgenerator.CrdGenerator",
                "--target-kube",
                "1.27+",
                "--crd-api-version",
                "v1",
                "--api-versions",
                "v1",
                "--storage-version",
                "v1",
                "--yaml"));
        TYPES.forEach((kind, type) -> command.add(type + "=" + folder.resolve(kind + ".yaml")));
        Path log = folder.resolve("generator.log");
        Process generator = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(generator.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(generator.exitValue()).as(Files.readString(log)).isZero();
        for (String kind : TYPES.keySet()) {
            JsonNode version = StrimziTest.read(Files.readString(folder.resolve(kind + ".yaml")))
                    .get(0)
                    .at("/spec/versions/0");
            assertThat(version.get("name").asText()).isEqualTo("v1");
            JsonNode schema = version.at("/schema/openAPIV3Schema");
            closed(schema);
            SCHEMAS.put(
                    kind,
                    JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4).getSchema(schema));
        }
    }

    /** Kubernetes leaves out what it does not know, without a word; here it is refused. */
    private static void closed(JsonNode schema) {
        if (schema.has("properties")
                && !schema.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
            ((ObjectNode) schema).put("additionalProperties", false);
        }
        schema.path("properties").forEach(StrimziSchemasTest::closed);
        if (schema.has("items")) {
            closed(schema.get("items"));
        }
    }

    @Test
    void everyResourceIsOneOfStrimzi() throws Exception {
        assertThat(StrimziTest.read(Files.readString(StrimziTest.FILE)))
                .hasSize(Topics.of("", 1, (short) 1, Map.of()).made().size() + Rights.User.values().length)
                .allSatisfy(resource -> assertThat(faults(resource)).isEmpty());
    }

    @Test
    void aMisspeltAMissingAndAWronglyTypedFieldWouldBeSeen() throws Exception {
        assertRefused("KafkaTopic", spec -> spec.put("partition", 2), "partition");
        assertRefused("KafkaTopic", spec -> spec.put("partitions", "six"), "partitions");
        assertRefused(
                "KafkaUser",
                spec -> ((ObjectNode) spec.at("/authorization/acls/0/resource")).put("type", "Topic"),
                "type");
        assertRefused(
                "KafkaUser", spec -> ((ObjectNode) spec.at("/authorization/acls/0")).remove("resource"), "resource");
        assertRefused("KafkaUser", spec -> ((ObjectNode) spec.get("authentication")).put("type", "scram"), "type");
    }

    private static void assertRefused(String kind, Consumer<ObjectNode> mistake, String named) throws Exception {
        JsonNode resource = StrimziTest.read(Files.readString(StrimziTest.FILE)).stream()
                .filter(each -> each.get("kind").asText().equals(kind))
                .findFirst()
                .orElseThrow();
        mistake.accept((ObjectNode) resource.get("spec"));

        assertThat(faults(resource)).anyMatch(fault -> fault.getMessage().contains(named));
    }

    private static Set<ValidationMessage> faults(JsonNode resource) {
        assertThat(resource.get("apiVersion").asText()).isEqualTo("kafka.strimzi.io/v1");
        return SCHEMAS.get(resource.get("kind").asText()).validate(resource);
    }
}
