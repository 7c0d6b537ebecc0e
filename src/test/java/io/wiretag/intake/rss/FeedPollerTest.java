package io.wiretag.intake.rss;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import io.wiretag.files.Sha256;
import io.wiretag.intake.ArticlePublisher;
import io.wiretag.intake.IntakeException;
import io.wiretag.intake.OwnTopics;
import io.wiretag.intake.format.Format;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A site that speaks HTTP, a real broker, and what stands in the topic. Each run is a new start over the same state. */
@Tag("full")
class FeedPollerTest {
    private static final ZoneId VIET_NAM = ZoneId.of("Asia/Ho_Chi_Minh");

    @TempDir
    Path state;

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private OwnTopics topics;
    private FeedServer site;

    @BeforeEach
    void open() throws IOException {
        topics = new OwnTopics();
        site = new FeedServer();
    }

    @AfterEach
    void close() {
        over.countDown();
        site.close();
        topics.close();
    }

    @Test
    void anItemIsPublishedOnceAndAgainWhenItChanges() {
        site.offer("\"1\"", FeedServer.item("urn:a", "A"), FeedServer.item("urn:b", "B"));
        assertThat(runOnce().published()).isEqualTo(2);
        site.offer(
                "\"2\"", FeedServer.item("urn:c", "C"), FeedServer.item("urn:a", "A"), FeedServer.item("urn:b", "B2"));
        assertThat(runOnce()).isEqualTo(new FeedPoller.Summary(2, 0, false));
        site.offer("\"3\"", FeedServer.item("urn:a", "A"), FeedServer.item("urn:b", "B"));
        assertThat(runOnce().published())
                .as("what is taken back is a change too")
                .isOne();

        assertThat(topics.published()).containsExactly("urn:a", "urn:b", "urn:c", "urn:b", "urn:b");
    }

    @Test
    void afterARestartTheServerIsAskedOnlyForWhatHasChanged() {
        site.behave(exchange -> {
            exchange.getResponseHeaders().set("Last-Modified", "Sat, 01 Aug 2026 00:00:00 GMT");
            exchange.getResponseHeaders().set("ETag", "W/\"x\"");
            if (exchange.getRequestHeaders().containsKey("If-None-Match")) {
                exchange.sendResponseHeaders(304, -1);
            } else {
                FeedServer.answer(exchange, 200, bytes(FeedServer.rss(FeedServer.item("urn:a", "A"))));
            }
        });
        runOnce();

        assertThat(runOnce()).isEqualTo(new FeedPoller.Summary(0, 0, false));

        assertThat(site.requests()).hasSize(2);
        assertThat(site.requests().get(0)).doesNotContainKeys("If-none-match", "If-modified-since");
        assertThat(site.requests().get(1).getFirst("If-None-Match")).isEqualTo("W/\"x\"");
        assertThat(site.requests().get(1).getFirst("If-Modified-Since")).isEqualTo("Sat, 01 Aug 2026 00:00:00 GMT");
        assertThat(site.requests().get(1).getFirst("User-Agent")).isEqualTo("wiretag/test");
        assertThat(topics.published()).containsExactly("urn:a");
    }

    @Test
    void withKafkaAwayNothingIsRememberedAndNothingIsLost() {
        site.offer("\"1\"", FeedServer.item("urn:a", "A"), FeedServer.item("urn:b", "B"));
        FeedPoller.Summary away;
        try (ArticlePublisher publisher = OwnTopics.publisherToNobody();
                FeedPoller poller = new FeedPoller(settings(site.url()), publisher, told::add)) {
            away = poller.runOnce();
        }
        assertThat(away).isEqualTo(new FeedPoller.Summary(0, 0, true));

        assertThat(runOnce().published()).isEqualTo(2);

        assertThat(topics.published()).containsExactly("urn:a", "urn:b");
    }

    @Test
    void aBadItemIsToldAtEachPollAndTheOthersArePublished() {
        site.offer("\"1\"", FeedServer.item("urn:a", "A"), "<item><title>no identity</title></item>");
        assertThat(runOnce()).isEqualTo(new FeedPoller.Summary(1, 1, false));
        site.offer(
                "\"2\"",
                FeedServer.item("urn:b", "B"),
                FeedServer.item("urn:a", "A"),
                "<item><title>no identity</title></item>");
        assertThat(runOnce()).isEqualTo(new FeedPoller.Summary(1, 1, false));

        assertThat(told).filteredOn(line -> line.contains("no identity")).hasSize(2);
        assertThat(topics.published()).containsExactly("urn:a", "urn:b");
    }

    @Test
    void severalVersionsOfAnArticleInOneFeedAreNotPublishedAnewEachTime() {
        site.offer("\"1\"", FeedServer.item("urn:a", "A1"), FeedServer.item("urn:a", "A2"));
        runOnce();
        site.offer("\"2\"", FeedServer.item("urn:a", "A1"), FeedServer.item("urn:a", "A2"));
        runOnce();

        assertThat(topics.published()).containsExactly("urn:a", "urn:a");
    }

    @Test
    void aFeedInGzipAndInAVietnameseEncodingIsRead() {
        String feed = FeedServer.rss(FeedServer.item("urn:a", "Ha\u0300 No\u0323\u0302i"))
                .replace("version=\"1.0\"?", "version=\"1.0\" encoding=\"windows-1258\"?");
        site.behave(exchange -> {
            assertThat(exchange.getRequestHeaders().getFirst("Accept-Encoding")).contains("gzip");
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            FeedServer.answer(exchange, 200, gzip(feed.getBytes(Charset.forName("windows-1258"))));
        });

        assertThat(runOnce()).as(told.toString()).isEqualTo(new FeedPoller.Summary(1, 0, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"zlib", "raw", "unnamed gzip"})
    void aFeedIsUnpackedHoweverItIsPacked(String packing) {
        byte[] feed = bytes(FeedServer.rss(FeedServer.item("urn:a", "Hà Nội")));
        site.behave(exchange -> {
            if (!packing.equals("unnamed gzip")) {
                exchange.getResponseHeaders().set("Content-Encoding", "deflate");
            }
            FeedServer.answer(
                    exchange,
                    200,
                    packing.equals("unnamed gzip")
                            ? gzip(feed)
                            : new DeflaterInputStream(
                                            new ByteArrayInputStream(feed), new Deflater(9, packing.equals("raw")))
                                    .readAllBytes());
        });

        assertThat(runOnce()).as(told.toString()).isEqualTo(new FeedPoller.Summary(1, 0, false));
    }

    @Test
    void whatIsMendedInAFeedIsToldOnce() {
        site.offer("\"1\"", FeedServer.item("urn:a", "A&nbsp;B"));
        assertThat(runOnce()).isEqualTo(new FeedPoller.Summary(1, 0, false));
        site.offer("\"2\"", FeedServer.item("urn:b", "C"), FeedServer.item("urn:a", "A&nbsp;B"));
        assertThat(runOnce()).isEqualTo(new FeedPoller.Summary(1, 0, false));

        assertThat(told).filteredOn(line -> line.contains("breaks a rule")).hasSize(1);
    }

    /** 0.1.0 knew an item by its guid alone. */
    @Test
    void whatWasPublishedByItsGuidAloneGoesOnByIt() throws Exception {
        site.offer("\"1\"", FeedServer.item("1001", "A"));
        runOnce();
        Path file;
        try (Stream<Path> files = Files.list(state)) {
            file = files.filter(each -> each.toString().endsWith(".json"))
                    .findFirst()
                    .orElseThrow();
        }
        String uri = topics.published().get(0);
        assertThat(uri).isEqualTo(site.url() + "#1001");
        // it kept no stories either
        Files.writeString(
                file,
                Files.readString(file)
                        .replace(hash(uri), hash("1001"))
                        .replaceFirst("\"stories\":\\[.*\\]", "\"stories\":[]"));

        site.offer("\"2\"", FeedServer.item("1001", "B"), FeedServer.item("1002", "C"));
        runOnce();

        assertThat(topics.published()).containsExactly(uri, "1001", site.url() + "#1002");
    }

    private static String hash(String text) {
        return HexFormat.of().formatHex(Sha256.of(bytes(text)), 0, 16);
    }

    @Test
    void aServerErrorIsToldAndTriedAgainUntilItIsOver() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        site.behave(exchange -> {
            if (asked.incrementAndGet() < 3) {
                FeedServer.answer(exchange, 500, bytes("oops"));
            } else {
                FeedServer.answer(exchange, 200, bytes(FeedServer.rss(FeedServer.item("urn:a", "A"))));
            }
        });

        running(() -> told.stream().anyMatch(line -> line.contains("1 article published")));

        assertThat(told)
                .containsExactly(
                        site.url() + ": HTTP 500; trying again",
                        site.url() + ": 1 article published",
                        site.url() + ": all is well again");
    }

    @Test
    void aServerThatAsksForRestIsLeftAloneSoLong() throws Exception {
        List<Long> times = new CopyOnWriteArrayList<>();
        site.behave(exchange -> {
            times.add(System.nanoTime());
            exchange.getResponseHeaders().set("Retry-After", "3");
            FeedServer.answer(exchange, 429, bytes("slower"));
        });

        running(() -> times.size() >= 2);

        // without Retry-After it would be one second at most
        assertThat(Duration.ofNanos(times.get(1) - times.get(0))).isGreaterThanOrEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void theTimeOfRestIsReadInBothItsForms() {
        Instant later = Instant.now().plusSeconds(600);
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(later.atOffset(ZoneOffset.UTC));

        assertThat(FeedClient.rest("120")).contains(Duration.ofSeconds(120));
        assertThat(FeedClient.rest(date))
                .hasValueSatisfying(
                        rest -> assertThat(rest).isBetween(Duration.ofSeconds(500), Duration.ofSeconds(600)));
        assertThat(FeedClient.rest("999999999")).contains(Duration.ofDays(1));
        assertThat(FeedClient.rest("Sat, 01 Aug 2020 00:00:00 GMT")).isEmpty();
        assertThat(FeedClient.rest("soon")).isEmpty();
    }

    @Test
    void aFeedThatIsGoneIsNotAskedForAgainAndTheOthersAre() throws Exception {
        try (FeedServer other = new FeedServer()) {
            other.offer("\"1\"", FeedServer.item("urn:a", "A"));
            site.behave(exchange -> FeedServer.answer(exchange, 410, new byte[0]));

            running(() -> other.requests().size() >= 3, other.url(), site.url());

            assertThat(site.requests()).hasSize(1);
            assertThat(told).anyMatch(line -> line.startsWith(site.url()) && line.contains("gone for good"));
        }
    }

    @Test
    void whenAllFeedsAreGoneTheRunEnds() throws Exception {
        site.behave(exchange -> FeedServer.answer(exchange, 410, new byte[0]));

        try (ArticlePublisher publisher = topics.publisher();
                FeedPoller poller = new FeedPoller(settings(site.url()), publisher, told::add)) {
            assertThat(CompletableFuture.supplyAsync(poller::run)
                            .get(60, TimeUnit.SECONDS)
                            .complaints())
                    .isOne();
        }
        assertThat(told).contains("no feed is left to ask for");
    }

    @Test
    void aBodyThatComesDropByDropIsGivenUp() {
        site.behave(exchange -> trickle(exchange, 1));

        assertThat(runOnce()).isEqualTo(new FeedPoller.Summary(0, 1, false));

        assertThat(told).containsExactly(site.url() + ": no whole answer within 3 s");
    }

    @Test
    void aBodyWithoutEndIsReadToTheLimitAndRefused() {
        AtomicInteger sent = new AtomicInteger();
        site.behave(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] piece = new byte[1 << 20];
            try (OutputStream body = exchange.getResponseBody()) {
                while (over.getCount() > 0) {
                    body.write(piece);
                    sent.incrementAndGet();
                }
            }
        });

        assertThat(runOnce(Duration.ofSeconds(60))).isEqualTo(new FeedPoller.Summary(0, 1, false));

        assertThat(told).hasSize(1).first().asString().contains("larger than 16 MiB");
        assertThat(sent).as("MiB that the server could send").hasValueLessThan(100);
    }

    @Test
    void aSmallBodyThatUnpacksToGigabytesIsRefused() throws IOException {
        byte[] bomb = gzip(new byte[200 << 20]);
        site.behave(exchange -> {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            FeedServer.answer(exchange, 200, bomb);
        });

        assertThat(runOnce(Duration.ofSeconds(60))).isEqualTo(new FeedPoller.Summary(0, 1, false));

        assertThat(told).hasSize(1).first().asString().contains("larger than 16 MiB");
    }

    @Test
    void redirectionsAreFollowedButNotInCircles() {
        site.behave(exchange -> {
            if (exchange.getRequestURI().getPath().equals("/rss")) {
                exchange.getResponseHeaders().set("Location", "/new");
                FeedServer.answer(exchange, 301, new byte[0]);
            } else {
                FeedServer.answer(exchange, 200, bytes(FeedServer.rss(FeedServer.item("urn:a", "A"))));
            }
        });
        assertThat(runOnce().published()).isOne();

        site.behave(exchange -> {
            exchange.getResponseHeaders()
                    .set("Location", exchange.getRequestURI().getPath());
            FeedServer.answer(exchange, 302, new byte[0]);
        });
        assertThat(runOnce()).isEqualTo(new FeedPoller.Summary(0, 1, false));

        assertThat(told).last().asString().contains("redirected more than 5 times");
    }

    @Test
    void aRedirectionOutOfHttpIsNotFollowed() {
        site.behave(exchange -> {
            exchange.getResponseHeaders().set("Location", "file:///etc/passwd");
            FeedServer.answer(exchange, 302, new byte[0]);
        });

        runOnce();

        assertThat(told).containsExactly(site.url() + ": redirected to 'file:///etc/passwd', which is not followed");
    }

    @Test
    void aPasswordGoesToItsHostAloneAndIsToldToNobody() throws Exception {
        try (FeedServer elsewhere = new FeedServer()) {
            elsewhere.offer("\"1\"", FeedServer.item("urn:a", "A"));
            site.behave(exchange -> {
                exchange.getResponseHeaders().set("Location", elsewhere.url() + "?token=s3cret");
                FeedServer.answer(exchange, 302, new byte[0]);
            });
            String url = site.url().replace("//", "//desk:s3cret@") + "?api_key=s3cret";
            assertThat(runOnce(url).published()).isOne();
            elsewhere.behave(exchange -> FeedServer.answer(exchange, 500, new byte[0]));
            runOnce(url);

            assertThat(site.requests().get(0).getFirst("Authorization")).isEqualTo("Basic ZGVzazpzM2NyZXQ=");
            assertThat(elsewhere.requests().get(0)).doesNotContainKey("Authorization");
        }
        assertThat(told).isNotEmpty().noneMatch(line -> line.contains("s3cret"));
        for (Path file : files()) {
            assertThat(Files.readString(file) + file.getFileName()).doesNotContain("s3cret");
        }
        assertThat(settings("http://desk:s3cret@localhost/").toString()).doesNotContain("s3cret");
    }

    @Test
    void anAddressThatIsNoneIsRefusedWithoutItsPassword() {
        for (String address : List.of("ftp://u:s3cret@host/x", "http://u:s3cret@/x y", "news.example/rss")) {
            assertThatThrownBy(() -> settings(address))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("it must be like https://")
                    .hasMessageNotContaining("s3cret");
        }
    }

    @Test
    void stateThatCannotBeReadIsSetAsideAndSaid() throws IOException {
        site.offer("\"1\"", FeedServer.item("urn:a", "A"));
        runOnce();
        Path file = files().stream()
                .filter(each -> each.toString().endsWith(".json"))
                .findFirst()
                .orElseThrow();
        String content = Files.readString(file);
        Files.writeString(file, content.substring(0, content.length() / 2));

        assertThat(runOnce().published()).isOne();

        assertThat(told).anyMatch(line -> line.contains("is set aside as " + file + ".corrupt-"));
        assertThat(runOnce().published()).as("afresh").isZero();
    }

    @Test
    void aPageOfExcusesInPlaceOfTheFeedIsToldAndForgetsNothing() {
        site.offer("\"1\"", FeedServer.item("urn:a", "A"));
        runOnce();
        site.behave(exchange -> FeedServer.answer(exchange, 200, bytes("<!DOCTYPE html><html>Back soon</html>")));
        assertThat(runOnce()).isEqualTo(new FeedPoller.Summary(0, 1, false));
        site.behave(exchange -> FeedServer.answer(exchange, 200, bytes("Back soon")));
        assertThat(runOnce()).isEqualTo(new FeedPoller.Summary(0, 1, false));
        site.offer("\"1\"", FeedServer.item("urn:a", "A"));
        assertThat(runOnce()).isEqualTo(new FeedPoller.Summary(0, 0, false));

        assertThat(told).anyMatch(line -> line.contains("HTML page"));
        assertThat(topics.published()).containsExactly("urn:a");
    }

    @Test
    void twoPollersOfOneFeedOverOneStateAreRefused() {
        try (ArticlePublisher publisher = topics.publisher();
                FeedPoller first = new FeedPoller(settings(site.url()), publisher, told::add)) {
            assertThat(first).isNotNull();
            assertThatThrownBy(() -> new FeedPoller(settings(site.url()), publisher, told::add))
                    .isInstanceOf(IntakeException.class)
                    .hasMessageContaining("the state of " + site.url() + " is in use");
        }
    }

    @Test
    void whatLeftTheFeedLongAgoIsForgottenAndTheFileStaysSmall() throws IOException {
        for (int round = 0; round < 4; round++) {
            int first = round * 4000;
            site.offer(
                    "\"" + round + "\"",
                    Stream.iterate(first, i -> i + 1)
                            .limit(4000)
                            .map(i -> FeedServer.item("urn:" + i, "T"))
                            .toArray(String[]::new));
            assertThat(runOnce(Duration.ofSeconds(60)).published()).isEqualTo(4000);
        }

        for (Path file : files()) {
            assertThat(Files.size(file)).isLessThan(9000 * 80);
        }
    }

    @Test
    void aJsonFeedIsPolledLikeAnyOther() {
        String feed =
                "{\"version\": \"https://jsonfeed.org/version/1.1\", \"items\": [{\"id\": \"urn:a\", \"title\": \"A\"}]}";
        site.behave(exchange -> {
            assertThat(exchange.getRequestHeaders().getFirst("Accept")).contains("application/feed+json");
            FeedServer.answer(exchange, 200, bytes(feed));
        });

        assertThat(runOnce()).as(told.toString()).isEqualTo(new FeedPoller.Summary(1, 0, false));
        assertThat(runOnce()).isEqualTo(new FeedPoller.Summary(0, 0, false));
    }

    @Test
    void theSitemapsThatAnIndexNamesAreFollowedOnItsOwnSiteAlone() {
        String index =
                "<sitemapindex><sitemap><loc>%s</loc></sitemap><sitemap><loc>http://other.example/news.xml</loc></sitemap>"
                        + "</sitemapindex>";
        String news =
                "<urlset xmlns:news='n'><url><loc>https://a.example/1</loc><news:news><news:title>Lũ</news:title></news:news>"
                        + "</url></urlset>";
        site.behave(exchange -> {
            boolean isIndex = exchange.getRequestURI().getPath().equals("/rss");
            exchange.getResponseHeaders().set("ETag", "\"1\"");
            if (exchange.getRequestHeaders().containsKey("If-None-Match")) {
                exchange.sendResponseHeaders(304, -1);
            } else {
                FeedServer.answer(exchange, 200, bytes(isIndex ? index.formatted(site.url() + "/news.xml") : news));
            }
        });

        assertThat(runOnce()).as(told.toString()).isEqualTo(new FeedPoller.Summary(1, 0, false));
        assertThat(runOnce()).as(told.toString()).isEqualTo(new FeedPoller.Summary(0, 0, false));

        assertThat(site.requests())
                .as("the index twice, and what it names twice")
                .hasSize(4);
        assertThat(site.requests().get(2)).as("the index is read anew").doesNotContainKey("If-none-match");
        assertThat(site.requests().get(3)).containsKey("If-none-match");
        assertThat(topics.published()).containsExactly("https://a.example/1");
    }

    @Test
    void aSitemapThatLeftItsIndexIsReadAgainWhenItComesBack() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        site.behave(exchange -> {
            String path = exchange.getRequestURI().getPath();
            if (path.equals("/rss")) {
                // as one that is cut off once
                String name = asked.incrementAndGet() == 2 ? "b" : "a";
                FeedServer.answer(exchange, 200, bytes(index(site.base() + "/" + name + ".xml")));
            } else {
                FeedServer.answer(exchange, 200, bytes(sitemap("https://a.example/" + asked.get())));
            }
        });

        running(() -> asked.get() > 3);

        assertThat(told).noneMatch(line -> line.contains("in use"));
        assertThat(topics.published()).contains("https://a.example/1", "https://a.example/2", "https://a.example/3");
    }

    @Test
    void sitemapsOfOneAddressAndOtherParametersAreTwo() {
        site.behave(exchange -> {
            String query = exchange.getRequestURI().getQuery();
            FeedServer.answer(
                    exchange,
                    200,
                    bytes(
                            query == null
                                    ? index(site.base() + "/sm.xml?author=1", site.base() + "/sm.xml?author=2")
                                    : sitemap("https://a.example/" + query)));
        });

        assertThat(runOnce().published()).isEqualTo(2);
        assertThat(topics.published())
                .containsExactlyInAnyOrder("https://a.example/author=1", "https://a.example/author=2");
    }

    @Test
    void anIndexOfWhichNoSitemapIsOfItsSiteSaysSoOnce() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        site.behave(exchange -> {
            asked.incrementAndGet();
            FeedServer.answer(exchange, 200, bytes(index("http://other.example/news.xml")));
        });

        running(() -> asked.get() > 2);

        assertThat(told)
                .filteredOn(line -> line.contains("other.example"))
                .singleElement()
                .asString()
                .contains(site.url(), "none of the sitemaps");
    }

    private static String index(String... addresses) {
        return "<sitemapindex>"
                + Stream.of(addresses)
                        .map("<sitemap><loc>%s</loc></sitemap>"::formatted)
                        .collect(Collectors.joining())
                + "</sitemapindex>";
    }

    private static String sitemap(String story) {
        return "<urlset xmlns:news='n'><url><loc>%s</loc><news:news><news:title>Lũ</news:title></news:news></url></urlset>"
                .formatted(story);
    }

    @Test
    void guidsThatChangeEachTimeAreToldOnce() {
        for (int i = 1; i <= 3; i++) {
            site.offer("\"" + i + "\"", linked("urn:a" + i, "/a", "A"), linked("urn:b" + i, "/b", "B"));
            assertThat(runOnce().published()).isEqualTo(2);
        }

        assertThat(told)
                .filteredOn(line -> line.contains("has another guid than before"))
                .singleElement()
                .asString()
                .contains("/a", "--identity LINK");
    }

    @Test
    void guidsOfOneLinkWithOtherTitlesAreNoChange() {
        site.offer("\"1\"", linked("urn:a1", "/live", "Một"));
        runOnce();
        site.offer("\"2\"", linked("urn:a2", "/live", "Hai"), linked("urn:a1", "/live", "Một"));
        runOnce();
        site.offer("\"3\"", linked("urn:a3", "/live", "Ba"), linked("urn:a2", "/live", "Hai"));
        runOnce();

        assertThat(told).noneMatch(line -> line.contains("another guid"));
    }

    @Test
    void whereTheLinkIsTheIdentityAnotherGuidIsNothing() {
        for (int i = 1; i <= 2; i++) {
            site.offer(
                    "\"" + i + "\"",
                    "<item><guid isPermaLink='false'>%d</guid><link>https://a.example/1</link><title>A</title></item>"
                            .formatted(i));
            runOnce(settings(FeedPoller.Identity.LINK, 0, site.url()));
        }

        assertThat(topics.published()).containsExactly("https://a.example/1");
        assertThat(told).noneMatch(line -> line.contains("another guid"));
    }

    @Test
    void aStoryKeepsItsUriWhenItsGuidIsSharedAndWhenItIsAloneAgain() {
        String a = linked("urn:g", "/a", "A");
        String b = linked("urn:g", "/b", "B");
        site.offer("\"1\"", a);
        runOnce();
        site.offer("\"2\"", a.replace("A<", "A2<"), b);
        runOnce();
        site.offer("\"3\"", b.replace("B<", "B2<"));
        runOnce();

        assertThat(topics.published()).containsExactly("urn:g", "urn:g", site.base() + "/b", site.base() + "/b");
    }

    @Test
    void storiesOfOneLinkAreNotMerged() {
        String link = site.base() + "/live";
        String first = linked(link, link, "Một");
        String second = linked(link + "#2", link, "Hai");
        String third = linked(link + "#3", link, "Ba");
        site.offer("\"1\"", first);
        runOnce();
        site.offer("\"2\"", second, first);
        runOnce();
        site.offer("\"3\"", third, second);
        runOnce();
        site.offer("\"4\"", third.replace("Ba", "Ba!"));
        runOnce();
        site.offer("\"5\"", linked(link + "#4", link, "Bốn"), third);
        runOnce();

        assertThat(topics.published())
                .containsExactly(link, link + "#2", link + "#3", link + "#3", link + "#4", link + "#3");
    }

    @Test
    void aStoryWithoutALinkKeepsItsUriFromThoseThatLeadThere() {
        String link = site.base() + "/live";
        site.offer("\"1\"", linked(link, link, "Một"));
        runOnce();
        site.offer("\"2\"", FeedServer.item(link, "Một"), linked(link + "#2", link, "Hai"));
        runOnce();

        assertThat(topics.published()).endsWith(link + "#2");
    }

    @Test
    void aFeedThatGetsGuidsGoesOnByItsLinksWhereEachIsOfOneStory() {
        String link = site.base() + "/a";
        site.offer("\"1\"", "<item><link>%s</link><title>A</title></item>".formatted(link));
        runOnce();
        site.offer("\"2\"", linked("urn:a", link, "A2"));
        runOnce();
        site.offer("\"3\"", linked("urn:a", link, "A3"), linked("urn:b", link, "B"));
        runOnce();

        assertThat(topics.published()).containsExactly(link, link, "urn:a", "urn:b");
    }

    @Test
    void aStoryThatIsLookedForCostsNoOtherItsPlaceInMemory() {
        String[] many = Stream.iterate(0, i -> i + 1)
                .limit(6000)
                .map(i -> FeedServer.item("urn:" + i, "T"))
                .toArray(String[]::new);
        FeedPoller.Settings patient = settings(FeedPoller.Identity.GUID, 2, Duration.ofSeconds(60), site.url());
        site.offer(
                "\"1\"",
                Stream.concat(Stream.of(linked("urn:a", "/a", "A")), Stream.of(many))
                        .toArray(String[]::new));
        runOnce(patient);
        site.offer("\"2\"", many);
        runOnce(patient);
        site.offer("\"3\"", many);

        assertThat(runOnce(patient).published()).isZero();
        assertThat(site.requests()).as("three polls, and a look").hasSizeGreaterThan(3);
    }

    @Test
    void aStoryThatIsGoneFromItsSiteIsToldOnceAndNotKilled() {
        List<String> asked = new CopyOnWriteArrayList<>();
        String[] items = {linked("urn:a", "/a", "A"), linked("urn:b", "/b", "B"), linked("urn:c", "/c", "C")};
        for (int listed = 3; listed >= 1; listed--) {
            byte[] feed = bytes(FeedServer.rss(List.of(items).subList(0, listed).toArray(String[]::new)));
            site.behave(exchange -> {
                String path = exchange.getRequestURI().getPath();
                if (path.equals("/rss")) {
                    FeedServer.answer(exchange, 200, feed);
                } else {
                    asked.add(exchange.getRequestMethod() + " " + path);
                    FeedServer.answer(exchange, path.equals("/c") ? 410 : 200, new byte[0]);
                }
            });
            runOnce();
        }
        runOnce();

        assertThat(asked).containsExactly("HEAD /c", "GET /c", "HEAD /a", "HEAD /b");
        assertThat(told)
                .filteredOn(line -> line.contains("may have been killed"))
                .singleElement()
                .asString()
                .contains(site.base() + "/c", "HTTP 410", "uri urn:c");
        assertThat(topics.published()).containsExactly("urn:a", "urn:b", "urn:c");
    }

    @Test
    void aSiteThatDeniesWhatItListsTellsNothingOfAStory() {
        leave(404, "/a");

        assertThat(told)
                .noneMatch(line -> line.contains("killed"))
                .anyMatch(line -> line.contains("also for stories that stand in the feed"));
    }

    @Test
    void whereItIsSwitchedOffNobodyIsLookedFor() {
        leave(0, "/a");

        assertThat(site.requests()).hasSize(2);
    }

    @Test
    void aFeedSendsUsToNoOtherHost() throws Exception {
        try (FeedServer other = new FeedServer()) {
            leave(404, other.base().replace("127.0.0.1", "localhost") + "/a");

            assertThat(other.requests()).isEmpty();
        }
        assertThat(told).noneMatch(line -> line.contains("HTTP"));
        assertThat(site.requests()).hasSize(2);
    }

    /** Two stories, of which the second leaves; the site answers so for both, or is not to be asked if this is 0. */
    private void leave(int status, String link) {
        for (int listed = 2; listed >= 1; listed--) {
            byte[] feed = bytes(FeedServer.rss(List.of(linked("urn:b", "/b", "B"), linked("urn:a", link, "A"))
                    .subList(0, listed)
                    .toArray(String[]::new)));
            site.behave(exchange -> FeedServer.answer(
                    exchange,
                    exchange.getRequestURI().getPath().equals("/rss") ? 200 : status,
                    exchange.getRequestURI().getPath().equals("/rss") ? feed : new byte[0]));
            runOnce(settings(FeedPoller.Identity.GUID, status == 0 ? 0 : 2, site.url()));
        }
    }

    @Test
    void aGuidThatIsNoAddressLeadsToNoPage() {
        site.offer("\"1\"", FeedServer.item("1001", "A"), FeedServer.item("1002", "B"));
        runOnce();
        site.offer("\"2\"", FeedServer.item("1001", "A"));
        runOnce();

        assertThat(site.requests()).hasSize(2);
    }

    private static String linked(String guid, String link, String title) {
        return "<item><guid>%s</guid><link>%s</link><title>%s</title></item>".formatted(guid, link, title);
    }

    private FeedPoller.Summary runOnce() {
        return runOnce(site.url());
    }

    private FeedPoller.Summary runOnce(String url) {
        return runOnce(settings(url));
    }

    private FeedPoller.Summary runOnce(Duration limit) {
        return runOnce(settings(FeedPoller.Identity.GUID, 0, limit, site.url()));
    }

    private FeedPoller.Summary runOnce(FeedPoller.Settings settings) {
        try (ArticlePublisher publisher = topics.publisher();
                FeedPoller poller = new FeedPoller(settings, publisher, told::add)) {
            return poller.runOnce();
        }
    }

    private void running(BooleanSupplier until, String... urls) throws Exception {
        try (ArticlePublisher publisher = topics.publisher();
                FeedPoller poller = new FeedPoller(
                        settings(urls.length == 0 ? new String[] {site.url()} : urls), publisher, told::add)) {
            CompletableFuture<FeedPoller.Summary> run = CompletableFuture.supplyAsync(poller::run);
            await("what is to be told", () -> told, lines -> until.getAsBoolean());
            poller.stop();
            run.get(60, TimeUnit.SECONDS);
        }
    }

    private FeedPoller.Settings settings(String... urls) {
        return settings(FeedPoller.Identity.GUID, 2, urls);
    }

    private FeedPoller.Settings settings(FeedPoller.Identity identity, int looks, String... urls) {
        return settings(identity, looks, Duration.ofSeconds(3), urls);
    }

    private FeedPoller.Settings settings(FeedPoller.Identity identity, int looks, Duration limit, String... urls) {
        return new FeedPoller.Settings(
                List.of(urls),
                Format.FEED,
                Duration.ofSeconds(1),
                limit,
                state,
                "wiretag/test",
                identity,
                looks,
                VIET_NAM);
    }

    private void trickle(HttpExchange exchange, int bytes) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream body = exchange.getResponseBody()) {
            do {
                body.write(new byte[bytes]);
                body.flush();
            } while (!over.await(200, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(state)) {
            return files.toList();
        }
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(content);
        }
        return packed.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
