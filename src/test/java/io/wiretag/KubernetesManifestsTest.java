package io.wiretag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.kubernetes.client.openapi.JSON;
import io.wiretag.config.Config;
import io.wiretag.config.ConfigLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The manifests in ops/kubernetes, by the types of Kubernetes' own client, and against the image that they run. */
class KubernetesManifestsTest {
    private static final Path FOLDER = Path.of("ops", "kubernetes");
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Map<String, String> VERSIONS = Map.of(
            "ConfigMap", "v1",
            "Service", "v1",
            "Job", "batch/v1",
            "StatefulSet", "apps/v1",
            "Deployment", "apps/v1",
            "PodDisruptionBudget", "policy/v1",
            "NetworkPolicy", "networking.k8s.io/v1");

    @Test
    void everyFieldIsOneOfKubernetes() throws IOException {
        assertThat(manifests()).hasSize(12).allSatisfy(manifest -> requireValid(manifest));
    }

    @Test
    void aMisspeltAMissingAndAWronglyTypedFieldWouldBeSeen() throws IOException {
        assertRefused(spec -> spec.put("replica", 2), "replica");
        assertRefused(
                spec -> container(spec).set("readynessProbe", container(spec).remove("readinessProbe")), "readyness");
        assertRefused(spec -> ((ObjectNode) container(spec).at("/livenessProbe/httpGet")).put("pfad", "/"), "pfad");
        assertRefused(spec -> container(spec).remove("name"), "name");
        assertRefused(spec -> spec.put("replicas", "two"), "two");
    }

    private static void assertRefused(Consumer<ObjectNode> mistake, String named) throws IOException {
        JsonNode manifest = manifest("StatefulSet");
        mistake.accept((ObjectNode) manifest.get("spec"));
        assertThatThrownBy(() -> requireValid(manifest)).hasMessageContaining(named);
    }

    @Test
    void theSettingsArePartsOfOurConfiguration() throws IOException {
        for (JsonNode manifest : workloads()) {
            Config config = config(manifest);

            assertThat(config.ops().host()).isEqualTo("0.0.0.0");
            Path settings = Path.of(container(manifest.get("spec"))
                    .at("/volumeMounts")
                    .findParents("readOnly")
                    .get(0)
                    .get("mountPath")
                    .asText());
            assertThat(config.ops().keysFile().map(Path::getParent)).hasValue(settings);
            assertThat(Path.of(environment(manifest).get("WIRETAG_CONFIG")).getParent())
                    .isEqualTo(settings);
            assertThat(pod(manifest).at("/volumes/0/secret/secretName").asText())
                    .isEqualTo("wiretag");
            // else the variables that Kubernetes makes of services are taken for keys that nobody knows
            assertThat(pod(manifest).get("enableServiceLinks").asBoolean(true)).isFalse();
        }
    }

    @Test
    void imagePortsAndFoldersAreThoseOfTheDockerfile() throws IOException {
        String dockerfile = Files.readString(Path.of("Dockerfile"));
        String pom = Files.readString(Path.of("pom.xml"));
        String image = "wiretag:" + first("<version>([0-9.]+)(?:-SNAPSHOT)?</version>", pom);
        String port = first("WIRETAG_OPS_PORT=(\\d+)", dockerfile);

        assertThat(first("image: (wiretag:.*)", Files.readString(Path.of("docker-compose.yml"))))
                .isEqualTo(image);
        for (JsonNode manifest : workloads()) {
            assertThat(container(manifest.get("spec")).get("image").asText()).isEqualTo(image);
            for (String user : List.of("runAsUser", "runAsGroup", "fsGroup")) {
                assertThat(pod(manifest).get("securityContext").get(user).asText())
                        .isEqualTo(first("--uid (\\d+)", dockerfile))
                        .isEqualTo(first("--gid (\\d+)", dockerfile));
            }
        }
        requireServer("wiretag-processor", port);
        requireServer("wiretag-dashboard", port);
        requireServer(
                "wiretag-deliver",
                String.valueOf(config(named("wiretag-deliver")).delivery().port()));
        JsonNode processor = container(named("wiretag-processor").get("spec"));
        assertThat(processor.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/health/ready");
        assertThat(processor.at("/volumeMounts/0/mountPath").asText())
                .isEqualTo(first("WIRETAG_STREAMS_STATE_DIR=(\\S+)", dockerfile));
    }

    private static void requireServer(String name, String port) throws IOException {
        JsonNode container = container(named(name).get("spec"));
        assertThat(container.at("/ports/0/containerPort").asText()).isEqualTo(port);
        assertThat(container.at("/startupProbe/httpGet/path").asText()).isEqualTo("/health/live");
        assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/health/live");
    }

    @Test
    void deliveryIsReachedByOthersWithKeysOfItsOwnWhileItIsReady() throws IOException {
        JsonNode deliver = named("wiretag-deliver");
        Config config = config(deliver);

        assertThat(config.delivery().host()).isEqualTo("0.0.0.0");
        assertThat(config.delivery().keysFile().map(Path::getParent))
                .isEqualTo(config.ops().keysFile().map(Path::getParent));
        assertThat(config.delivery().keysFile()).isNotEqualTo(config.ops().keysFile());
        assertThat(container(deliver.get("spec"))
                        .at("/readinessProbe/httpGet/path")
                        .asText())
                .isEqualTo("/health/ready");
    }

    @Test
    void noPodHasMoreRightsThanItNeedsNorMemoryWithoutABound() throws IOException {
        assertThat(workloads()).hasSize(4);
        for (JsonNode manifest : workloads()) {
            JsonNode pod = pod(manifest);
            assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
            assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
            assertThat(pod.get("automountServiceAccountToken").asBoolean(true)).isFalse();
            JsonNode container = container(manifest.get("spec"));
            assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean())
                    .isTrue();
            assertThat(container.at("/securityContext/allowPrivilegeEscalation").asBoolean(true))
                    .isFalse();
            assertThat(container.at("/securityContext/capabilities/drop/0").asText())
                    .isEqualTo("ALL");
            assertThat(container.at("/resources/limits/memory").asText()).endsWith("i");
        }
    }

    @Test
    void everyPodIsBehindThePolicyThatOpensNothingButThePortOfOperations() throws IOException {
        JsonNode policy = requirePolicy("wiretag", "ops");

        for (JsonNode manifest : workloads()) {
            assertThat(isBehind(policy, manifest)).isTrue();
        }
    }

    @Test
    void ofDeliveryAloneThePortForSubscribersIsOpenAsWell() throws IOException {
        JsonNode policy = requirePolicy("wiretag-deliver", "delivery");

        assertThat(workloads())
                .filteredOn(manifest -> isBehind(policy, manifest))
                .containsExactly(named("wiretag-deliver"));
    }

    private static JsonNode requirePolicy(String name, String port) throws IOException {
        JsonNode policy = manifest("NetworkPolicy", name).get("spec");
        assertThat(policy.get("policyTypes")).map(JsonNode::asText).contains("Ingress");
        assertThat(policy.findValues("port")).map(JsonNode::asText).containsExactly(port);
        assertThat(policy.at("/ingress/0/from")).isNotEmpty();
        assertThat(policy.get("ingress")).hasSize(1);
        return policy;
    }

    private static boolean isBehind(JsonNode policy, JsonNode manifest) {
        JsonNode labels = manifest.at("/spec/template/metadata/labels");
        return policy.at("/podSelector/matchLabels").properties().stream()
                .allMatch(label -> label.getValue().equals(labels.get(label.getKey())));
    }

    @Test
    void aProcessorHasTimeToCloseAndPartitionsForEachOfItsThreads() throws IOException {
        JsonNode processor = manifest("StatefulSet");
        Config config = config(processor);
        int threads = Integer.parseInt(config.streams().getOrDefault("num.stream.threads", "1"));
        int replicas = processor.at("/spec/replicas").asInt();

        assertThat(Duration.ofSeconds(
                        pod(processor).get("terminationGracePeriodSeconds").asLong()))
                .isGreaterThan(config.closeTimeout());
        assertThat(replicas * threads).isLessThanOrEqualTo(config.topics().partitions());
        assertThat(Integer.parseInt(config.streams().get("num.standby.replicas")))
                .isPositive()
                .isLessThan(replicas);
    }

    private static void requireValid(JsonNode manifest) {
        String kind = manifest.get("kind").asText();
        assertThat(manifest.get("apiVersion").asText()).as(kind).isEqualTo(VERSIONS.get(kind));
        try {
            Class<?> type = Class.forName("io.kubernetes.client.openapi.models.V1" + kind);
            Object read = JSON.deserialize(manifest.toString(), type);
            assertThat(read).isNotNull();
        } catch (ClassNotFoundException e) {
            throw new AssertionError("Kubernetes has no " + kind, e);
        }
    }

    private static Config config(JsonNode manifest) throws IOException {
        Map<String, String> environment = environment(manifest);
        return ConfigLoader.load(Optional.empty(), environment, Map.of());
    }

    /** That of the first container, with what it has from the ConfigMap. */
    private static Map<String, String> environment(JsonNode manifest) throws IOException {
        JsonNode container = container(manifest.get("spec"));
        JsonNode shared = manifest("ConfigMap");
        assertThat(container.at("/envFrom/0/configMapRef/name").asText())
                .isEqualTo(shared.at("/metadata/name").asText());
        Map<String, String> environment = new HashMap<>();
        shared.get("data")
                .properties()
                .forEach(entry ->
                        environment.put(entry.getKey(), entry.getValue().asText()));
        container
                .path("env")
                .forEach(entry -> environment.put(
                        entry.get("name").asText(), entry.get("value").asText()));
        return environment;
    }

    private static JsonNode pod(JsonNode manifest) {
        return manifest.at("/spec/template/spec");
    }

    private static ObjectNode container(JsonNode spec) {
        return (ObjectNode) spec.at("/template/spec/containers/0");
    }

    private static List<JsonNode> workloads() throws IOException {
        return manifests().stream()
                .filter(manifest -> manifest.at("/spec").has("template"))
                .toList();
    }

    private static JsonNode manifest(String kind) throws IOException {
        return manifests().stream()
                .filter(manifest -> manifest.get("kind").asText().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode manifest(String kind, String name) throws IOException {
        return manifests().stream()
                .filter(manifest -> manifest.get("kind").asText().equals(kind))
                .filter(manifest -> manifest.at("/metadata/name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The workload of a name. */
    private static JsonNode named(String name) throws IOException {
        return workloads().stream()
                .filter(manifest -> manifest.at("/metadata/name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<JsonNode> manifests() throws IOException {
        List<JsonNode> manifests = new ArrayList<>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()) {
                try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(file.toFile())) {
                    manifests.addAll(documents.readAll());
                }
            }
        }
        return manifests;
    }

    private static String first(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(pattern).isTrue();
        return matcher.group(1);
    }
}
