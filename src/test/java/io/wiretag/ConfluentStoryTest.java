package io.wiretag;

import static io.wiretag.testing.Waiting.doneOrLate;
import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.codec.ConfluentClasses;
import io.wiretag.intake.ArticlePublisher;
import io.wiretag.schema.Article;
import io.wiretag.testing.InstallationSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The genuine Confluent serializer and deserializer inside our own processor, chosen by configuration alone: the processor is
 * the command {@code wiretag process} in a JVM of its own, with their jar on its class path. Publisher and subscriber use
 * Apicurio's, and each reads what the other wrote.
 */
@Tag("full")
class ConfluentStoryTest {

    @TempDir
    Path folder;

    @Test
    void theProcessorRunsWithConfluentsClassesByConfigurationAlone() throws Exception {
        String prefix = "confluent" + System.currentTimeMillis() + ".";
        Map<String, String> settings = ProcessorJvm.settings(prefix, folder);
        try (Wiretag wiretag = new Wiretag(InstallationSettings.of(settings).config())) {
            wiretag.topicAdmin().create();
            publish(wiretag, Articles.flood("1"), Articles.quiet());

            Path log = folder.resolve("process.log");
            Process processor = ProcessorJvm.start(
                    settings,
                    Map.of(
                            "value.serializer", ConfluentClasses.SERIALIZER,
                            "value.deserializer", ConfluentClasses.DESERIALIZER),
                    List.of(ConfluentClasses.jar()),
                    log);
            try {
                assertThat(tagged(wiretag, 2, log))
                        .containsExactlyInAnyOrder("urn:test:flood [VN-27, VN-HN]", "urn:test:quiet []");
                assertThat(processor.isAlive()).as(text(log)).isTrue();
                processor.destroy();
                assertThat(processor.waitFor(60, TimeUnit.SECONDS))
                        .as("SIGTERM ends it")
                        .isTrue();
                assertThat(processor.exitValue()).as(text(log)).isZero();
            } finally {
                processor.destroyForcibly();
            }
        }
    }

    private static void publish(Wiretag wiretag, Article... articles) throws Exception {
        try (ArticlePublisher publisher = wiretag.publisher()) {
            for (Article article : articles) {
                publisher.publish(article).get(30, TimeUnit.SECONDS);
            }
        }
    }

    private static List<String> tagged(Wiretag wiretag, int expected, Path log) throws Exception {
        List<String> found = new ArrayList<>();
        try (var subscriber = wiretag.subscriber(wiretag.topics().tagged(), Optional.empty(), true)) {
            subscriber.run(
                    each -> found.add(each.key() + " "
                            + each.value().getProvinces().stream()
                                    .map(tag -> tag.getCode())
                                    .sorted()
                                    .toList()),
                    doneOrLate(() -> found.size() >= expected));
        }
        assertThat(found).as(text(log)).hasSize(expected);
        return found;
    }

    private static String text(Path log) throws Exception {
        return Files.readString(log, StandardCharsets.UTF_8);
    }
}
