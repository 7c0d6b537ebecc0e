package io.wiretag;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.cli.CapturedConsole;
import io.wiretag.intake.ArticlePublisher;
import io.wiretag.processor.StreamsRunner;
import io.wiretag.retag.RetagPlan;
import io.wiretag.retag.RetagPreview;
import io.wiretag.retag.RetagResult;
import io.wiretag.retag.RetagRun;
import io.wiretag.schema.Article;
import io.wiretag.tagging.gazetteer.Gazetteer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long live articles take while stories are tagged anew, and without: printed, for nobody promises a time. {@code
 * -Dwiretag.retag.stories=20000} changes how many stories there are.
 */
@Tag("full")
class RetagPaceTest {
    private static final int STORIES = Integer.getInteger("wiretag.retag.stories", 2000);
    private static final int QUIET = 200;
    private static final long EVERY_MS = 50;
    private static final String LIVE = "urn:live:";

    @TempDir
    Path folder;

    private final Map<String, Long> arrived = new ConcurrentHashMap<>();
    private int sent;

    @Test
    void liveArticlesComeOutWhileStoriesAreTaggedAnew() throws Exception {
        try (OwnInstallation installation = new OwnInstallation("pace", folder, Map.of());
                StreamsRunner processor = installation.wiretag().processor();
                RetagRun run = installation.wiretag().retagRun();
                ArticlePublisher publisher = installation.wiretag().publisher()) {
            processor.start(OwnInstallation.LIMIT);
            for (int i = 0; i < STORIES; i += 1000) {
                installation.publish(OwnInstallation.articles(i, Math.min(i + 1000, STORIES)).stream()
                        .map(RetagPaceTest::longer)
                        .toList());
            }
            await(
                    "the stories",
                    Duration.ofMinutes(10),
                    () -> processor.counts().accepted() == STORIES);
            installation.awaitAllRead();
            RetagPlan plan = plan(installation, run);
            Thread reader = reader(installation);
            List<Long> quiet = publish(publisher, () -> sent < QUIET);

            CompletableFuture<RetagResult> running = CompletableFuture.supplyAsync(() -> run.apply(
                    plan,
                    new RetagRun.Pace(OptionalInt.empty(), Duration.ofMinutes(3)),
                    (asked, answered, of) -> {},
                    (read, of) -> {}));
            List<Long> beside = publish(publisher, () -> !running.isDone());

            RetagResult result = running.get(1, TimeUnit.MINUTES);
            assertThat(result.retagged()).isEqualTo(STORIES);
            reader.interrupt();
            reader.join();
            System.out.printf(
                    Locale.ROOT,
                    "%d stories tagged anew in %.1f s, %.0f a second%nlive articles, ms: alone %s; beside it %s%n",
                    STORIES,
                    result.took().toMillis() / 1000.0,
                    STORIES * 1000.0 / result.took().toMillis(),
                    spread(quiet),
                    spread(beside));
        }
    }

    private static Article longer(Article article) {
        return Article.newBuilder(article)
                .setBody((article.getBody() + "\n").repeat(20))
                .build();
    }

    private RetagPlan plan(OwnInstallation installation, RetagRun run) throws Exception {
        Path rules = Files.writeString(folder.resolve("desk.txt"), "force: VN-CT | text: the flood\n");
        List<String> words = new ArrayList<>(List.of("gazetteer", "apply", rules.toString()));
        installation.settings().forEach((key, value) -> words.addAll(List.of("-X", key + "=" + value)));
        assertThat(new CapturedConsole().run(words.toArray(String[]::new))).isZero();
        Gazetteer inForce = Gazetteer.builtInWith(List.of(rules));
        return run.plan(
                installation.wiretag().retagging(inForce),
                inForce.version(),
                new RetagPreview.Question(Optional.empty(), Set.of(), OptionalLong.empty()),
                (read, of) -> {});
    }

    /** Notes when articles come out. */
    private Thread reader(OwnInstallation installation) {
        var subscriber = installation
                .wiretag()
                .subscriber(installation.wiretag().topics().tagged(), Optional.empty(), false);
        Thread reader = new Thread(
                () -> {
                    try (subscriber) {
                        subscriber.run(
                                each -> arrived.putIfAbsent(each.key(), System.nanoTime()),
                                () -> Thread.currentThread().isInterrupted());
                    }
                },
                "live-reader");
        reader.start();
        return reader;
    }

    /** Milliseconds from when each was handed over until it was read. */
    private List<Long> publish(ArticlePublisher publisher, BooleanSupplier more) throws Exception {
        Map<String, Long> began = new ConcurrentHashMap<>();
        while (more.getAsBoolean()) {
            String uri = LIVE + sent++;
            began.put(uri, System.nanoTime());
            publisher.publish(
                    longer(Article.newBuilder(Articles.flood("1")).setUri(uri).build()));
            TimeUnit.MILLISECONDS.sleep(EVERY_MS);
        }
        await("live articles", () -> arrived.keySet().containsAll(began.keySet()));
        return began.entrySet().stream()
                .map(each -> TimeUnit.NANOSECONDS.toMillis(arrived.get(each.getKey()) - each.getValue()))
                .sorted()
                .toList();
    }

    private static String spread(List<Long> sorted) {
        return "p50 " + sorted.get(sorted.size() / 2) + ", p99 " + sorted.get(sorted.size() * 99 / 100) + ", most "
                + sorted.get(sorted.size() - 1) + " (of " + sorted.size() + ")";
    }
}
