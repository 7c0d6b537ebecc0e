package io.wiretag;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** What docker-compose.yml leaves its containers; {@link ComposeIT} and {@link SecureComposeIT} run with it. */
class ComposeFilesTest {
    private static final String PLAIN = "docker-compose.yml";
    private static final String SECURE = "docker-compose.secure.yml";

    @Test
    void noContainerHasMoreRightsThanItNeedsNorMemoryWithoutABound() throws IOException {
        Map<String, Map<String, Object>> services = services(PLAIN);
        services(SECURE).forEach(services::putIfAbsent);

        assertThat(services)
                .containsKeys("kafka-1", "registry", "processor-1", "dashboard", "deliver", "prometheus", "setup")
                .allSatisfy((name, service) -> assertThat(service)
                        .containsEntry("read_only", true)
                        .containsEntry("cap_drop", List.of("ALL"))
                        .containsEntry("security_opt", List.of("no-new-privileges:true"))
                        .containsKey("mem_limit"));
    }

    @Test
    void nothingGivesBackWhatWasTaken() throws IOException {
        for (String file : List.of(PLAIN, SECURE)) {
            assertThat(services(file))
                    .allSatisfy((name, service) -> assertThat(service)
                            .doesNotContainKeys("privileged", "cap_add", "network_mode", "pid", "ipc", "devices"));
        }
    }

    @Test
    void noPortIsOpenedToOtherMachines() throws IOException {
        assertThat(services(PLAIN).values())
                .flatExtracting(service -> (List<?>) service.getOrDefault("ports", List.of()))
                .hasSizeGreaterThan(6)
                .allSatisfy(port -> assertThat(port.toString()).startsWith("127.0.0.1:"));
    }

    @Test
    void prometheusScrapesEveryServerOfOurs() throws IOException {
        String scraped = Files.readString(Path.of("ops", "prometheus", "prometheus-compose.yml"));

        List<String> servers = services(PLAIN).entrySet().stream()
                .filter(each -> String.valueOf(each.getValue().get("command")).matches("\\[(process|serve|deliver)]"))
                .map(Map.Entry::getKey)
                .toList();
        assertThat(servers)
                .contains("processor-1", "dashboard", "deliver")
                .allSatisfy(server -> assertThat(scraped).containsPattern('"' + server + ":\\d+\""));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Map<String, Object>> services(String file) throws IOException {
        Map<String, Object> whole = new Yaml().load(Files.readString(Path.of(file)));
        return new LinkedHashMap<>((Map<String, Map<String, Object>>) whole.get("services"));
    }
}
