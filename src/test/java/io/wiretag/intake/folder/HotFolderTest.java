package io.wiretag.intake.folder;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wiretag.cluster.KafkaUnavailableException;
import io.wiretag.intake.ArticlePublisher;
import io.wiretag.intake.IntakeException;
import io.wiretag.intake.OwnTopics;
import io.wiretag.intake.UnusableFolderException;
import io.wiretag.intake.format.Format;
import io.wiretag.intake.format.Source;
import io.wiretag.schema.Article;
import io.wiretag.testing.Needs;
import io.wiretag.testing.Pipes;
import io.wiretag.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A folder, a real broker, and what stands in the topic afterwards. */
class HotFolderTest {

    @TempDir
    Path folder;

    private final List<String> told = new CopyOnWriteArrayList<>();
    private OwnTopics topics;

    @BeforeEach
    void createTheTopics() {
        topics = new OwnTopics();
    }

    @AfterEach
    void closeTheInstallation() {
        topics.close();
    }

    @Test
    void allArticlesOfAllFilesArriveInTheOrderOfTheirFiles() throws IOException {
        drop("b.json", 10, "{\"uri\": \"urn:1\", \"version\": \"1\"}{\"uri\": \"urn:2\", \"version\": \"1\"}");
        drop("a.json", 20, "{\"uri\": \"urn:1\", \"version\": \"2\"}");
        drop("c.json", 20, "{\"uri\": \"urn:1\", \"version\": \"3\"}");
        drop("Tin Hà Nội.txt", 5, "HÀ NỘI — Trời mưa ở Hà Nội. — VNS");

        HotFolder.Summary summary = runOnce();

        assertThat(topics.published()).hasSize(5).endsWith("urn:1", "urn:2", "urn:1", "urn:1");
        assertThat(summary).isEqualTo(new HotFolder.Summary(5, 4, 0, Optional.empty(), Optional.empty()));
        assertThat(tree())
                .containsExactlyInAnyOrder("done/Tin Hà Nội.txt", "done/a.json", "done/b.json", "done/c.json");
        assertThat(told).contains("b.json: 2 articles published, now done/b.json");
    }

    @Test
    @Tag("full")
    void aHalfWrittenFileIsReadWhenItIsWhole() throws Exception {
        try (ArticlePublisher publisher = topics.publisher();
                HotFolder hotFolder = new HotFolder(settings(Duration.ofSeconds(3)), publisher, told::add)) {
            CompletableFuture<HotFolder.Summary> run = CompletableFuture.supplyAsync(hotFolder::run);
            Path slow = Files.writeString(folder.resolve("slow.json"), "{\"uri\": \"urn:slow\",");
            // other files come and go meanwhile: the folder has been looked at, and slow.json was left
            drop("first.json", 0, "{\"uri\": \"urn:first\"}");
            for (int part = 0; part < 10; part++) {
                // each part comes well within the settle time, all of them take longer
                long until = System.nanoTime() + Duration.ofMillis(400).toNanos();
                await("the next part is due", () -> System.nanoTime() >= until);
                Files.writeString(slow, "\"x-part-%d\": \"\",".formatted(part), StandardOpenOption.APPEND);
            }
            Files.writeString(slow, "\"version\": \"1\"}", StandardOpenOption.APPEND);

            await("slow.json is done", () -> Files.exists(folder.resolve("done/slow.json")));
            hotFolder.stop();
            assertThat(run.get(60, TimeUnit.SECONDS).failed()).isZero();
        }
        assertThat(topics.published()).containsExactlyInAnyOrder("urn:first", "urn:slow");
    }

    @Test
    void namesOfUnfinishedFilesAreLeftUntilTheyAreRenamed() throws IOException {
        for (String name : List.of(".a.json", "a.json.part", "a.json.FILEPART", "a.json.tmp", "a.json~")) {
            drop(name, 0, "{\"uri\": \"urn:" + name.length() + "\"}");
        }
        runOnce();
        assertThat(topics.published()).isEmpty();

        Files.move(folder.resolve("a.json.part"), folder.resolve("a.json"));
        runOnce();

        assertThat(topics.published()).containsExactly("urn:11");
        assertThat(tree())
                .containsExactlyInAnyOrder(".a.json", "a.json.FILEPART", "a.json.tmp", "a.json~", "done/a.json");
    }

    @Test
    void aFileThatCannotBeReadGoesToFailedWithLineAndReason() throws IOException {
        drop("bad.json", 0, "[\n{\"uri\": 1}\n]");
        Files.write(folder.resolve("huge.txt"), new byte[Source.MAX_BYTES + 1]);

        HotFolder.Summary summary = runOnce();

        assertThat(summary).isEqualTo(new HotFolder.Summary(0, 0, 2, Optional.empty(), Optional.empty()));
        assertThat(Files.readString(folder.resolve("failed/bad.json.reason.txt")))
                .startsWith("bad.json:2: ");
        assertThat(Files.readString(folder.resolve("failed/huge.txt.reason.txt")))
                .contains("larger than 16 MiB");
        assertThat(Files.size(folder.resolve("failed/huge.txt"))).isEqualTo(Source.MAX_BYTES + 1);
    }

    @Test
    void theGoodArticlesOfABadFileArePublishedAndItsReasonsSayWhich() throws IOException {
        drop("mixed.json", 0, "{\"uri\": \"urn:good\", \"version\": \"7\"}\n{\"uri\": 1}\n{\"uri\": \"urn:better\"}");

        assertThat(runOnce().failed()).isOne();

        assertThat(topics.published()).containsExactly("urn:good", "urn:better");
        assertThat(Files.readString(folder.resolve("failed/mixed.json.reason.txt")))
                .startsWith("mixed.json:2: ")
                .contains("  urn:good version 7\n  urn:better\n");
    }

    @Test
    void anArticleThatTheBrokerRefusesForItsSizeFailsItsFileAndNoOther() throws IOException {
        drop("big.json", 1, "{\"uri\": \"urn:big\", \"body_text\": \"" + incompressible(3_000_000) + "\"}");
        drop("small.json", 2, "{\"uri\": \"urn:small\"}");

        HotFolder.Summary summary = runOnce();

        assertThat(summary).isEqualTo(new HotFolder.Summary(1, 1, 1, Optional.empty(), Optional.empty()));
        assertThat(Files.readString(folder.resolve("failed/big.json.reason.txt")))
                .contains("urn:big was refused");
        assertThat(topics.published()).containsExactly("urn:small");
    }

    @Test
    void aFileThatCannotBeReadHoldsUpNoOtherAndIsLeftForTheNextTime() throws IOException {
        drop("a-broken.json", 1, "{\"uri\": \"urn:broken\"}");
        drop("b.json", 2, "{\"uri\": \"urn:b\"}");
        drop("c-broken.json", 3, "{\"uri\": \"urn:c\"}");
        drop("d.json", 4, "{\"uri\": \"urn:d\"}");

        HotFolder.Summary summary;
        try (ArticlePublisher publisher = topics.publisher();
                HotFolder hotFolder =
                        new HotFolder(settings(Duration.ZERO), failing(Integer.MAX_VALUE), publisher, told::add)) {
            summary = hotFolder.runOnce();
        }

        assertThat(summary)
                .isEqualTo(new HotFolder.Summary(
                        2,
                        2,
                        0,
                        Optional.empty(),
                        Optional.of("a-broken.json cannot be read: Input/output error, and 1 more")));
        assertThat(topics.published()).containsExactly("urn:b", "urn:d");
        assertThat(told)
                .contains("a-broken.json: cannot be read: Input/output error; it is tried again, and the others go on");
        assertThat(tree())
                .containsExactlyInAnyOrder(
                        ".wiretag/inflight/a-broken.json",
                        ".wiretag/inflight/c-broken.json",
                        "done/b.json",
                        "done/d.json");
        assertThat(runOnce().done()).isEqualTo(2);
    }

    @Test
    void whatIsAcknowledgedWhileAnotherFileCannotBeReadIsDone() throws Exception {
        drop("a.json", 1, "{\"uri\": \"urn:a\"}");
        drop("broken.json", 2, "{\"uri\": \"urn:broken\"}");
        try (ArticlePublisher publisher = topics.publisher();
                HotFolder hotFolder = new HotFolder(settings(Duration.ZERO), failing(3), publisher, told::add)) {
            CompletableFuture<HotFolder.Summary> run = CompletableFuture.supplyAsync(hotFolder::run);

            await("both are done", () -> Files.exists(folder.resolve("done/broken.json")));
            hotFolder.stop();

            assertThat(run.get(60, TimeUnit.SECONDS))
                    .isEqualTo(new HotFolder.Summary(2, 2, 0, Optional.empty(), Optional.empty()));
        }
        assertThat(topics.published()).containsExactly("urn:a", "urn:broken");
        assertThat(told).filteredOn(line -> line.contains("cannot be read")).hasSize(1);
    }

    @Test
    void aFileThatCanNeverBeReadGoesToFailedWithItsReason() throws Exception {
        drop("broken.json", 1, "{\"uri\": \"urn:broken\"}");
        drop("b.json", 2, "{\"uri\": \"urn:b\"}");
        HotFolder.Settings quick =
                new HotFolder.Settings(folder, Format.AUTO, Duration.ZERO, Duration.ofMillis(20), Duration.ofMillis(1));
        try (ArticlePublisher publisher = topics.publisher();
                HotFolder hotFolder = new HotFolder(quick, failing(Integer.MAX_VALUE), publisher, told::add)) {
            CompletableFuture<HotFolder.Summary> run = CompletableFuture.supplyAsync(hotFolder::run);

            await("it is given up", () -> Files.exists(folder.resolve("failed/broken.json")));
            hotFolder.stop();

            assertThat(run.get(60, TimeUnit.SECONDS))
                    .isEqualTo(new HotFolder.Summary(1, 1, 1, Optional.empty(), Optional.empty()));
        }
        assertThat(folder.resolve("failed/broken.json.reason.txt"))
                .hasContent("broken.json: cannot be read: Input/output error, 12 times");
    }

    @Test
    void filesThatTakeLongToFailHoldUpNoneThatComesLater() throws Exception {
        for (int i = 1; i <= 6; i++) {
            drop("broken" + i + ".json", i, "{\"uri\": \"urn:broken" + i + "\"}");
        }
        HotFolder.Settings quick =
                new HotFolder.Settings(folder, Format.AUTO, Duration.ZERO, Duration.ofMillis(20), Duration.ofMillis(1));
        AtomicInteger failures = new AtomicInteger();
        AtomicInteger failuresBeforeTheGood = new AtomicInteger();
        HotFolder.Reader slow = (file, format) -> {
            if (file.toString().contains("good")) {
                failuresBeforeTheGood.set(failures.get());
                return FileDispatch.read(file, format);
            }
            LockSupport.parkNanos(Duration.ofMillis(60).toNanos()); // longer than the first pauses
            if (failures.incrementAndGet() == 12) {
                drop("good.json", 7, "{\"uri\": \"urn:good\"}");
            }
            throw new IOException("Input/output error");
        };
        try (ArticlePublisher publisher = topics.publisher();
                HotFolder hotFolder = new HotFolder(quick, slow, publisher, told::add)) {
            CompletableFuture<HotFolder.Summary> run = CompletableFuture.supplyAsync(hotFolder::run);

            await("the good one is done", () -> Files.exists(folder.resolve("done/good.json")));
            hotFolder.stop();
            run.get(60, TimeUnit.SECONDS);
        }

        assertThat(failuresBeforeTheGood.get()).isLessThanOrEqualTo(15);
    }

    @Test
    void whereNothingCanBeReadTheFolderIsNotEmptied() throws IOException {
        for (int i = 0; i < 120; i++) {
            drop("broken%03d.json".formatted(i), i, "{\"uri\": \"urn:broken" + i + "\"}");
        }

        try (ArticlePublisher publisher = topics.publisher();
                HotFolder hotFolder =
                        new HotFolder(settings(Duration.ZERO), failing(Integer.MAX_VALUE), publisher, told::add)) {
            assertThat(hotFolder.runOnce().unread().orElse("")).endsWith("and 99 more");
        }

        assertThat(tree()).filteredOn(name -> name.startsWith("broken")).hasSize(20);
        assertThat(runOnce().done()).isEqualTo(120);
    }

    /** A drive that so often cannot read files whose name says so. */
    private static HotFolder.Reader failing(int times) {
        AtomicInteger failures = new AtomicInteger();
        return (file, format) -> {
            if (file.toString().contains("broken") && failures.incrementAndGet() <= times) {
                throw new IOException("Input/output error");
            }
            return FileDispatch.read(file, format);
        };
    }

    @Test
    void aFileOfATakenNameGetsANumberAndReplacesNothing() throws IOException {
        for (int i = 1; i <= 3; i++) {
            drop("story.json", 0, "{\"uri\": \"urn:" + i + "\"}");
            drop("bad.json", 0, "{\"uri\": " + i + "}");
            runOnce();
        }

        assertThat(topics.published()).containsExactly("urn:1", "urn:2", "urn:3");
        assertThat(Files.readString(folder.resolve("done/story.json"))).contains("urn:1");
        assertThat(Files.readString(folder.resolve("done/story.2.json"))).contains("urn:2");
        assertThat(Files.readString(folder.resolve("done/story.3.json"))).contains("urn:3");
        assertThat(tree())
                .contains("failed/bad.json", "failed/bad.2.json", "failed/bad.3.json", "failed/bad.3.json.reason.txt");
    }

    @Test
    void theSameContentDroppedAgainIsPublishedAgain() throws IOException {
        drop("a.json", 0, "{\"uri\": \"urn:a\"}");
        runOnce();
        drop("a.json", 0, "{\"uri\": \"urn:a\"}");
        runOnce();

        assertThat(topics.published()).containsExactly("urn:a", "urn:a");
    }

    @Test
    void directoriesAndLinksAreLeftAloneAndSaidOnce() throws Exception {
        Path outside = Files.writeString(
                Files.createDirectory(folder.resolve("sub")).resolve("x.json"), "{\"uri\": \"urn:x\"}");
        Files.createSymbolicLink(folder.resolve("link.json"), outside);

        try (ArticlePublisher publisher = topics.publisher();
                HotFolder hotFolder = new HotFolder(settings(Duration.ZERO), publisher, told::add)) {
            CompletableFuture<HotFolder.Summary> run = CompletableFuture.supplyAsync(hotFolder::run);
            for (int i = 0; i < 3; i++) {
                String name = i + ".json";
                drop(name, 0, "{\"uri\": \"urn:" + i + "\"}");
                await(name + " is done", () -> Files.exists(folder.resolve("done/" + name)));
            }
            hotFolder.stop();
            run.get(60, TimeUnit.SECONDS);
        }

        assertThat(told.stream().filter(line -> line.contains("left alone")))
                .containsExactlyInAnyOrder(
                        "sub: a directory, left alone: only files are read",
                        "link.json: a symbolic link, left alone: only files are read");
        assertThat(Files.exists(folder.resolve("link.json"), LinkOption.NOFOLLOW_LINKS))
                .isTrue();
        assertThat(topics.published()).containsExactly("urn:0", "urn:1", "urn:2");
    }

    @Test
    void withKafkaAwayFilesWaitAndArePublishedOnceWhenItIsBack() throws IOException {
        drop("a.json", 1, "{\"uri\": \"urn:a\"}");
        drop("b.json", 2, "{\"uri\": \"urn:b\"}");

        HotFolder.Summary summary;
        try (ArticlePublisher publisher = OwnTopics.publisherToNobody();
                HotFolder hotFolder = new HotFolder(settings(Duration.ZERO), publisher, told::add)) {
            summary = hotFolder.runOnce();
        }

        assertThat(summary.outage()).isPresent();
        assertThat(tree()).contains(".wiretag/inflight/a.json").noneMatch(name -> name.startsWith("failed"));
        assertThat(runOnce()).isEqualTo(new HotFolder.Summary(2, 2, 0, Optional.empty(), Optional.empty()));
        assertThat(topics.published()).containsExactly("urn:a", "urn:b");
    }

    @Test
    void anOutageIsSaidOnceAndTriedAgainUntilItIsToStop() throws Exception {
        drop("a.json", 1, "{\"uri\": \"urn:a\"}");
        try (ArticlePublisher publisher = OwnTopics.publisherToNobody();
                HotFolder hotFolder = new HotFolder(settings(Duration.ZERO), publisher, told::add)) {
            CompletableFuture<HotFolder.Summary> run = CompletableFuture.supplyAsync(hotFolder::run);
            await("the outage is said", () -> told.stream().anyMatch(line -> line.contains("tried again")));
            long until = System.nanoTime() + Duration.ofSeconds(2).toNanos();
            await("some attempts later", () -> System.nanoTime() >= until);
            hotFolder.stop();

            assertThat(run.get(60, TimeUnit.SECONDS).outage()).isPresent();
        }
        assertThat(told).filteredOn(line -> line.contains("not acknowledged")).hasSize(1);
        assertThat(tree()).containsExactly(".wiretag/inflight/a.json");
    }

    @Test
    void afterAnOutageItGoesOnByItselfInOrderAndWithoutDoubles() throws Exception {
        drop("a.json", 1, "{\"uri\": \"urn:a\"}{\"uri\": \"urn:b\"}{\"uri\": \"urn:c\"}");
        drop("d.json", 2, "{\"uri\": \"urn:d\"}");
        AtomicInteger attempts = new AtomicInteger();
        try (ArticlePublisher publisher = topics.publisher(topics.producer(
                        (topic, article) -> {
                            if (article.getUri().equals("urn:b") && attempts.incrementAndGet() < 4) {
                                throw new KafkaUnavailableException("the registry is away", null);
                            }
                            return new byte[0];
                        },
                        Map.of()));
                HotFolder hotFolder = new HotFolder(settings(Duration.ZERO), publisher, told::add)) {
            CompletableFuture<HotFolder.Summary> run = CompletableFuture.supplyAsync(hotFolder::run);
            await("all is done", () -> Files.exists(folder.resolve("done/d.json")));
            hotFolder.stop();
            assertThat(run.get(60, TimeUnit.SECONDS))
                    .isEqualTo(new HotFolder.Summary(4, 2, 0, Optional.empty(), Optional.empty()));
        }
        assertThat(topics.published()).containsExactly("urn:a", "urn:b", "urn:c", "urn:d");
        assertThat(told)
                .filteredOn(line -> line.contains("the registry is away"))
                .hasSize(1);
        assertThat(told).contains("publishing goes on");
    }

    @Test
    @Tag("full")
    void aFileThatIsWrittenToAfterItWasTakenIsGivenBackAndPublishedWhole() throws Exception {
        drop("a.json", 1, "{\"uri\": \"urn:a\"}");
        Path taken = folder.resolve(".wiretag/inflight/a.json");
        CountDownLatch read = new CountDownLatch(1);
        try (Producer<String, Article> producer = topics.producer(
                        (topic, article) -> {
                            read.countDown();
                            return new byte[0];
                        },
                        Map.of(ProducerConfig.LINGER_MS_CONFIG, "3000"));
                HotFolder hotFolder =
                        new HotFolder(settings(Duration.ofMillis(100)), topics.publisher(producer), told::add)) {
            CompletableFuture<HotFolder.Summary> run = CompletableFuture.supplyAsync(hotFolder::run);
            assertThat(read.await(60, TimeUnit.SECONDS))
                    .as("it is read and sent")
                    .isTrue();
            Files.writeString(taken, "{\"uri\": \"urn:late\"}", StandardOpenOption.APPEND);
            await("it is done", () -> Files.exists(folder.resolve("done/a.json")));
            hotFolder.stop();
            run.get(60, TimeUnit.SECONDS);
        }
        assertThat(Files.readString(folder.resolve("done/a.json"))).contains("urn:late");
        assertThat(topics.published()).contains("urn:a", "urn:late");
        assertThat(told).anyMatch(line -> line.startsWith("a.json: was written to while it was published"));
    }

    @Test
    void killedBetweenTheNoteAndTheMoveAFileIsMovedAndNotPublishedAgain() throws IOException {
        drop("a.json", 1, "{\"uri\": \"urn:a\"}");
        drop("mixed.json", 2, "{\"uri\": \"urn:b\"}\n{\"uri\": 1}");
        Path note = noteThatCouldNotBeActedUpon();
        assertThat(note).content().contains("a.json");
        assertThat(topics.published()).containsExactly("urn:a", "urn:b");

        assertThat(runOnce().published()).isZero();

        assertThat(topics.published()).containsExactly("urn:a", "urn:b");
        assertThat(tree())
                .containsExactlyInAnyOrder("done/a.json", "failed/mixed.json", "failed/mixed.json.reason.txt");
        assertThat(Files.readString(folder.resolve("failed/mixed.json.reason.txt")))
                .startsWith("mixed.json:2: ")
                .contains("  urn:b\n");
        assertThat(told)
                .contains(
                        "a.json: published before, now done/a.json",
                        "mixed.json: not wholly published before, now failed/mixed.json");
    }

    @Test
    void whenAFileCannotBeMovedThoseStillOnTheirWayAreNotPublishedAgainEither() throws IOException {
        drop("a.json", 1, "{\"uri\": \"urn:fills-its-batch\"}");
        drop("b.json", 2, "{\"uri\": \"urn:waits-for-its-batch\"}");
        try (ArticlePublisher publisher = topics.publisher(topics.producer(
                        (topic, article) -> new byte[article.getUri().contains("fills") ? 100_000 : 0],
                        Map.of(ProducerConfig.LINGER_MS_CONFIG, "2000")));
                HotFolder hotFolder = new HotFolder(settings(Duration.ZERO), publisher, told::add)) {
            Files.delete(folder.resolve("done"));
            Files.writeString(folder.resolve("done"), "in the way");
            assertThatThrownBy(hotFolder::runOnce).hasMessageStartingWith("a.json: ");
        }
        Files.delete(folder.resolve("done"));

        assertThat(runOnce()).isEqualTo(new HotFolder.Summary(0, 2, 0, Optional.empty(), Optional.empty()));
        assertThat(topics.published()).containsExactly("urn:fills-its-batch", "urn:waits-for-its-batch");
    }

    @Test
    void killedBetweenTheMoveAndTheEndOfTheNoteNothingIsPublishedAgain() throws IOException {
        drop("a.json", 1, "{\"uri\": \"urn:a\"}");
        Path note = noteThatCouldNotBeActedUpon();
        byte[] left = Files.readAllBytes(note);
        runOnce();
        Files.write(note, left);

        assertThat(runOnce()).isEqualTo(new HotFolder.Summary(0, 0, 0, Optional.empty(), Optional.empty()));

        assertThat(topics.published()).containsExactly("urn:a");
        assertThat(tree()).containsExactly("done/a.json");
        drop("a.json", 1, "{\"uri\": \"urn:a\"}");
        assertThat(runOnce().published()).as("a new file of that name").isOne();
    }

    @Test
    void aFileThatChangedAfterItsNoteIsPublishedWithItsNewContent() throws IOException {
        drop("a.json", 1, "{\"uri\": \"urn:a\"}");
        noteThatCouldNotBeActedUpon();
        Files.writeString(
                folder.resolve(".wiretag/inflight/a.json"), "{\"uri\": \"urn:late\"}", StandardOpenOption.APPEND);

        assertThat(runOnce().published()).isEqualTo(2);

        assertThat(topics.published()).containsExactly("urn:a", "urn:a", "urn:late");
    }

    @Test
    void aTornNoteCountsAsNone() throws IOException {
        drop("a.json", 1, "{\"uri\": \"urn:a\"}");
        Path note = noteThatCouldNotBeActedUpon();
        String whole = Files.readString(note);
        Files.writeString(note, whole.substring(0, whole.length() / 2));

        assertThat(runOnce().published()).isOne();

        assertThat(topics.published())
                .as("the window that is told in the Javadoc")
                .containsExactly("urn:a", "urn:a");
        assertThat(tree()).containsExactly("done/a.json");
    }

    @Test
    void aSecondOwnerIsRefusedAndNamesTheLock() throws IOException {
        try (ArticlePublisher publisher = topics.publisher();
                HotFolder first = new HotFolder(settings(Duration.ZERO), publisher, told::add)) {
            assertThat(first).isNotNull();
            assertThatThrownBy(() -> new HotFolder(settings(Duration.ZERO), publisher, told::add))
                    .isInstanceOf(IntakeException.class)
                    .hasMessageContaining("is in use by another wiretag")
                    .hasMessageContaining(Path.of(".wiretag", "lock").toString());
        }
    }

    @Test
    @Needs(Tool.MKFIFO)
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aPipeHoldsUpNobodyWhereverItLies() throws Exception {
        Files.createDirectories(folder.resolve(".wiretag/inflight"));
        Pipes.at(folder.resolve("pipe.json"));
        Pipes.at(folder.resolve(".wiretag/inflight/pipe.json"));
        Pipes.at(folder.resolve(".wiretag/journal"));
        drop("a.json", 1, "{\"uri\": \"urn:a\"}");

        assertThat(runOnce().published()).isOne();

        assertThat(told).contains("pipe.json: no regular file, left alone: only files are read");
        Files.delete(folder.resolve(".wiretag/lock"));
        Pipes.at(folder.resolve(".wiretag/lock"));
        assertThatThrownBy(this::runOnce)
                .isInstanceOf(UnusableFolderException.class)
                .hasMessageContaining("no regular file");
    }

    @Test
    void whatIsPublishedWithAWarningIsDoneAndTold() throws IOException {
        drop("a.json", 1, "{\"uri\": \"urn:a\", \"versionCreated\": \"gestern\"}");

        assertThat(runOnce().done()).isOne();

        assertThat(told).anyMatch(line -> line.startsWith("  a.json: versionCreated of \"urn:a\" is \"gestern\""));
    }

    @Test
    void theCheckOfTheTraysLeavesNothingBehind() throws IOException {
        for (String place : List.of("done", ".wiretag", ".wiretag/inflight")) {
            Files.createDirectories(folder.resolve(place));
            Files.writeString(folder.resolve(place).resolve(".wiretag-probe"), "of a start that was killed");
        }
        runOnce();
        assertThat(tree()).isEmpty();
    }

    @Test
    void aTrayThatTakesNoFilesIsRefusedAtTheStart() throws IOException {
        Files.writeString(folder.resolve("done"), "a file where the tray should be");

        assertThatThrownBy(this::runOnce)
                .isInstanceOf(IntakeException.class)
                .hasMessageContaining(folder.resolve("done").toString());
    }

    @Test
    @Tag("full")
    void manyFilesThatWaitAreAllPublishedInOrderWithFewInFlight() throws IOException {
        int files = 2500;
        for (int i = 0; i < files; i++) {
            drop("%05d.json".formatted(i), i, "{\"uri\": \"urn:%d\"}".formatted(i));
        }

        List<Integer> inFlight = new ArrayList<>();
        try (ArticlePublisher publisher = topics.publisher();
                HotFolder hotFolder = new HotFolder(
                        settings(Duration.ZERO),
                        publisher,
                        line -> inFlight.add(
                                folder.resolve(".wiretag/inflight").toFile().list().length))) {
            assertThat(hotFolder.runOnce().published()).isEqualTo(files);
        }

        assertThat(inFlight).allMatch(number -> number <= 100);
        assertThat(topics.published())
                .isEqualTo(Stream.iterate(0, i -> i + 1)
                        .limit(files)
                        .map(i -> "urn:" + i)
                        .toList());
    }

    /** The move fails after the note is written, as if the process had been killed there; then what hindered it is gone. */
    private Path noteThatCouldNotBeActedUpon() throws IOException {
        try (ArticlePublisher publisher = topics.publisher();
                HotFolder hotFolder = new HotFolder(settings(Duration.ZERO), publisher, told::add)) {
            for (String tray : List.of("done", "failed")) {
                Files.delete(folder.resolve(tray));
                Files.writeString(folder.resolve(tray), "in the way");
            }
            assertThatThrownBy(hotFolder::runOnce)
                    .isInstanceOf(IntakeException.class)
                    .hasMessageContaining("it is not published twice");
        }
        Files.delete(folder.resolve("done"));
        Files.delete(folder.resolve("failed"));
        return folder.resolve(".wiretag/journal");
    }

    private HotFolder.Summary runOnce() {
        try (ArticlePublisher publisher = topics.publisher();
                HotFolder hotFolder = new HotFolder(settings(Duration.ZERO), publisher, told::add)) {
            return hotFolder.runOnce();
        }
    }

    private HotFolder.Settings settings(Duration settle) {
        return new HotFolder.Settings(folder, Format.AUTO, settle, Duration.ofMillis(50), Duration.ofMillis(100));
    }

    /** @param minute orders the files: their time of change */
    private void drop(String name, int minute, String content) throws IOException {
        Path file = Files.writeString(folder.resolve(name), content);
        Files.setLastModifiedTime(
                file, FileTime.from(Instant.parse("2026-08-01T00:00:00Z").plusSeconds(60L * minute)));
    }

    private static String incompressible(int length) {
        return new java.util.Random(1)
                .ints(length, 'a', 'z' + 1)
                .mapToObj(c -> String.valueOf((char) c))
                .collect(Collectors.joining());
    }

    /** All files below the folder, without those that its owner keeps for itself. */
    private List<String> tree() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .filter(name -> !name.equals(".wiretag/lock") && !name.equals(".wiretag/journal"))
                    .sorted()
                    .toList();
        }
    }
}
