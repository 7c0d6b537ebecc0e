package io.wiretag;

import static io.wiretag.testing.Waiting.await;
import static io.wiretag.testing.Waiting.doneOrLate;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.Capability;
import io.wiretag.config.Config;
import io.wiretag.intake.ArticlePublisher;
import io.wiretag.testing.InstallationSettings;
import io.wiretag.testing.Needs;
import io.wiretag.testing.Tool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.output.WaitingConsumer;
import org.testcontainers.containers.startupcheck.OneShotStartupCheckStrategy;

/** The image that the Dockerfile makes, as an operator runs it. */
@Tag("full")
@Needs(Tool.DOCKER)
class ImageIT {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @Test
    void itCreatesTheTopicsProcessesArticlesAndStopsOnSigterm() throws Exception {
        Containers containers = Containers.started();
        Config config = InstallationSettings.of(containers.bootstrapServers(), containers.registryUrl())
                .prefix("image.")
                .config();
        try (GenericContainer<?> topics = container(containers)
                .withCommand("topics", "create")
                .withStartupCheckStrategy(new OneShotStartupCheckStrategy().withTimeout(LIMIT))) {
            topics.start();
        }
        WaitingConsumer log = new WaitingConsumer();
        try (Wiretag wiretag = new Wiretag(config);
                GenericContainer<?> processor = container(containers).withLogConsumer(log)) {
            processor.start();
            log.waitUntil(
                    line -> line.getUtf8String().contains("state=RUNNING"), (int) LIMIT.toSeconds(), TimeUnit.SECONDS);

            assertThat(processor.execInContainer("id", "-u").getStdout().strip())
                    .isNotEqualTo("0");
            try (ArticlePublisher publisher = wiretag.publisher()) {
                publisher.publish(Articles.flood("1")).get(30, TimeUnit.SECONDS);
            }
            assertThat(provinces(wiretag)).as(processor.getLogs()).containsExactlyInAnyOrder("VN-27", "VN-HN");

            var docker = DockerClientFactory.instance().client();
            docker.stopContainerCmd(processor.getContainerId()).withTimeout(60).exec();
            var state = docker.inspectContainerCmd(processor.getContainerId())
                    .exec()
                    .getState();
            assertThat(state.getExitCodeLong()).as("exit code after SIGTERM").isZero();
            // the engine may write down the last line after the end
            await("its last word", processor::getLogs, said -> said.contains("stopped accepted=1"));
        }
    }

    /** With no more than what the manifests for Kubernetes leave it: a root that is read-only, no rights, 1 GiB. */
    private static GenericContainer<?> container(Containers containers) {
        return containers
                .wiretag()
                .withEnv("WIRETAG_TOPICS_PREFIX", "image.")
                .withTmpFs(Map.of("/tmp", "exec"))
                .withCreateContainerCmdModifier(command -> command.getHostConfig()
                        .withReadonlyRootfs(true)
                        .withCapDrop(Capability.ALL)
                        .withSecurityOpts(List.of("no-new-privileges"))
                        .withMemory(1L << 30));
    }

    private static List<String> provinces(Wiretag wiretag) {
        List<String> keys = new ArrayList<>();
        try (var subscriber = wiretag.subscriber(wiretag.topics().byProvince(), Optional.empty(), true)) {
            subscriber.run(each -> keys.add(each.key()), doneOrLate(() -> keys.size() >= 2));
        }
        return keys;
    }
}
