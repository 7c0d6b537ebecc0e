package io.wiretag.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.testing.Needs;
import io.wiretag.testing.Tool;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The alert rules, by Prometheus' own tool. */
@Needs(Tool.PROMTOOL)
class AlertRulesTest {
    private static final Path FOLDER = Path.of("ops", "prometheus");

    @Test
    void rulesFireWhenTheyShouldAndAQuietNightAlarmsNobody() throws IOException {
        assertThat(promtool("test", "rules", "wiretag-alerts-test.yml")).contains("SUCCESS");
    }

    @Test
    void theExampleCanBeUsedAsItStands() throws IOException {
        assertThat(promtool("check", "config", "prometheus.yml")).contains("SUCCESS");
    }

    @Test
    void theConfigurationOfTheComposeFileIsOne() throws IOException {
        // the key that it names is made when the containers start
        assertThat(promtool("check", "config", "--syntax-only", "prometheus-compose.yml"))
                .contains("SUCCESS");
    }

    @Test
    @Tag("full")
    void metricsHaveTheNamesThatPrometheusWants(@TempDir Path folder) throws IOException {
        Path scrape = folder.resolve("scrape");
        try (RunningOps ops = new RunningOps(folder)) {
            Files.writeString(scrape, ops.get("/metrics").body());
        }

        assertThat(Files.readString(scrape)).contains("wiretag_sink_status", "wiretag_articles_total");
        assertThat(promtool(scrape.toFile(), "check", "metrics")).isEmpty();
    }

    /** What it says; fails if it fails. */
    private static String promtool(String... arguments) throws IOException {
        return promtool(new File("/dev/null"), arguments);
    }

    private static String promtool(File input, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .redirectInput(input)
                .start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS))
                    .as("promtool ends within 60 s")
                    .isTrue();
            assertThat(process.exitValue()).as(output).isZero();
            return output;
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }
}
