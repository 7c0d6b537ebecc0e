package io.wiretag.ops.stories;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.codec.TrustedSchemaClasses;
import io.wiretag.schema.AgencyRole;
import io.wiretag.schema.AgencyTag;
import io.wiretag.schema.Article;
import io.wiretag.schema.Mention;
import io.wiretag.schema.Operation;
import io.wiretag.schema.ProvinceTag;
import io.wiretag.schema.ProvinceUnit;
import io.wiretag.schema.TaggedArticle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class StoryIndexTest {
    private static final Instant NOW = Instant.parse("2026-11-30T06:00:00Z");
    private static final StorySearch ALL = search("");

    static {
        TrustedSchemaClasses.trust();
    }

    private final StoryIndex index = new StoryIndex(1_000, 64 << 20, Instant.EPOCH);

    @AfterEach
    void close() {
        index.close();
    }

    @ParameterizedTest
    @CsvSource({
        "ha noi, 'Lũ ở Hà Nội; Hạ Nồi; HA NOI'",
        "Hà Nội, Lũ ở Hà Nội",
        "hà noi, Lũ ở Hà Nội",
        "HÀ NỘI, Lũ ở Hà Nội",
        "Ha Nam, Hạ Nậm",
        "Hà Nam, ''",
        "hoà bình, Hòa Bình họp báo",
        "hòa bình, Hòa Bình họp báo",
        "đà nẵng, 'Đà Nẵng mưa; Ðà Nẵng nắng'",
        "da nang, 'Đà Nẵng mưa; Ðà Nẵng nắng'",
        "ĐÀ, 'Đà Nẵng mưa; Ðà Nẵng nắng'",
        "hcm, TP.HCM: xe buýt",
        "tp.hcm, TP.HCM: xe buýt",
        "mưa đà, Đà Nẵng mưa",
        "'\"mưa đà\"', ''",
        "'“Đà Nẵng” mưa', Đà Nẵng mưa",
        "'\"đà nẵng', 'Đà Nẵng mưa; Ðà Nẵng nắng'",
        "hop bao hoa binh, Hòa Bình họp báo",
    })
    void wordsWithoutMarksMeanAnyMarksAndWordsWithMarksTheseAlone(String typed, String found) {
        List<String> headlines = List.of(
                "Lũ ở Hà Nội",
                "Hạ Nồi",
                "HA NOI",
                "Hạ Nậm",
                "Hòa Bình họp báo",
                "Đà Nẵng mưa",
                "Ðà Nẵng nắng",
                "TP.HCM: xe buýt");
        for (String each : headlines) {
            put(story(each, each).build());
            put(story(each + " NFD", Normalizer.normalize(each, Normalizer.Form.NFD))
                    .build());
        }
        List<String> wanted = new ArrayList<>();
        for (String uri : found.split("; ")) {
            if (!uri.isEmpty()) {
                wanted.addAll(List.of(uri, uri + " NFD"));
            }
        }

        for (Normalizer.Form form : Normalizer.Form.values()) {
            assertThat(uris(search(Normalizer.normalize(typed, form))))
                    .as("%s in %s", typed, form)
                    .containsExactlyInAnyOrderElementsOf(wanted);
        }
    }

    static List<String> hostile() {
        return List.of(
                "\"",
                "*",
                "a AND",
                "(",
                "lũ OR OR",
                "uri:[* TO",
                "\\",
                "lũ~2^",
                "-lũ",
                "\uD800",
                "\uDC00\uD800 lũ",
                "\u0000",
                "\u202Elũ",
                "\u0301\u0301",
                "=lũ",
                "x".repeat(10_000),
                "a ".repeat(5_000),
                "\"".repeat(9_999),
                "a" + "\u0301".repeat(9_999),
                "ﷺ".repeat(5_000));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void whateverIsTypedIsAQuery(String typed) {
        put(story("urn:flood", "Lũ").build());
        put(story("urn:hostile", typed).build());

        List<StoryWords.Word> words = StoryWords.of(typed);
        int found = words.isEmpty() ? 0 : StoryWords.of("Lũ").containsAll(words) ? 2 : 1;
        assertThat(index.search(search(typed)).found()).isEqualTo(found);
        assertThat(uris(search("Lũ"))).contains("urn:flood");
    }

    @Test
    void whatIsTypedAtRandomNeverFails() {
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            int[] points = random.ints(random.nextInt(40), 0, i % 2 == 0 ? 0x250 : 0x10FFFF)
                    .toArray();
            String typed = new String(points, 0, points.length);
            put(story("urn:" + i % 50, typed).build());
            String word = typed.strip();
            assertThat(index.search(search(word)).found()).isNotNegative();
        }
    }

    @Test
    void ofAKilledStoryNoWordIsFoundAndNoByteIsLeft() throws IOException {
        for (Operation end : List.of(Operation.kill, Operation.retract)) {
            String uri = "urn:" + end;
            TaggedArticle libel = story(uri, "Xyzzyplugh ở Hà Nội").build();
            libel.getArticle().put("body", "Plughtwisty nói: “Foobargrault”");
            libel.getArticle().put("captions", List.of("Garplywaldo"));
            put(libel);
            put(story("urn:other", "Lũ").build());
            index.settle(NOW);
            List<String> words = List.of("Xyzzyplugh", "Plughtwisty", "Foobargrault", "Garplywaldo");
            for (String word : words) {
                assertThat(uris(search(word))).as(word).containsExactly(uri);
            }
            assertThat(holds("xyzzyplugh"))
                    .as("the index holds what can be found")
                    .isTrue();

            put(story(uri, "Xyzzyplugh again")
                    .setOperation(end)
                    .setTaggedAt(NOW.plusSeconds(1))
                    .build());

            for (String word : words) {
                assertThat(uris(search(word))).as(word).isEmpty();
            }
            assertThat(uris(search("\"Hà Nội\""))).isEmpty();
            SeenStory down = index.find(uri).orElseThrow();
            assertThat(down.operation()).isEqualTo(end);
            assertThat(down.headline()).isEmpty();
            assertThat(down.content()).isEmpty();
            assertThat(uris(search(uri))).as("that it is down can be found").containsExactly(uri);
            index.purge();
            for (String word : words) {
                assertThat(holds(word)).as("bytes of %s", word).isFalse();
                assertThat(holds(word.toLowerCase(java.util.Locale.ROOT)))
                        .as("term of %s", word)
                        .isFalse();
            }
            assertThat(uris(search("Lũ"))).containsExactly("urn:other");
        }
    }

    @Test
    void theRemainsOfAKilledStoryGoByThemselves() {
        put(story("urn:libel", "Xyzzyplugh").build());
        for (int i = 0; i < 20; i++) {
            put(story("urn:" + i, "Lũ " + i).build());
        }
        index.settle(NOW);
        put(story("urn:libel", "").setOperation(Operation.kill).build());

        io.wiretag.testing.Waiting.await("no byte of it is left", () -> {
            index.settle(NOW.plusSeconds(StoryIndex.PURGE_SECONDS));
            return !holds("xyzzyplugh");
        });
    }

    @Test
    void ofACorrectionTheNewWordsAreFoundAndNotTheOld() {
        put(story("urn:boats", "Mười hai thuyền").build());
        put(story("urn:boats", "Hai thuyền nhỏ")
                .setOperation(Operation.correct)
                .setTaggedAt(NOW.plusSeconds(1))
                .build());

        assertThat(uris(search("mười"))).isEmpty();
        assertThat(uris(search("nhỏ"))).containsExactly("urn:boats");
    }

    /** Of a kill whose value nobody can read, the key is all that is known. */
    @Test
    void whatIsTakenDownIsNotFoundUntilAVersionFollows() {
        put(story("urn:libel", "Xyzzyplugh").build());
        index.takeDown("urn:libel");
        index.putOlder(story("urn:libel", "Xyzzyplugh").build(), NOW);
        assertThat(uris(search("Xyzzyplugh"))).isEmpty();
        assertThat(index.find("urn:libel")).isEmpty();

        put(story("urn:libel", "Lũ").setOperation(Operation.correct).build());
        assertThat(uris(search("Lũ"))).containsExactly("urn:libel");
    }

    @Test
    void noPhraseGoesFromTheHeadlineIntoTheText() {
        TaggedArticle story = story("urn:a", "Hà").build();
        story.getArticle().put("body", "Nội");
        put(story);

        assertThat(uris(search("\"Hà Nội\""))).isEmpty();
        assertThat(uris(search("Hà Nội"))).containsExactly("urn:a");
    }

    @Test
    void provinceUnitAgencyAndUriNarrowIt() {
        put(story("urn:a", "Lũ").build());
        TaggedArticle other = story("urn:b", "Lũ").build();
        other.getProvinces().get(0).put("code", "VN-44");
        other.getProvinces().get(0).put("unitSince2025Code", "91");
        other.getAgencies().get(0).put("code", "AFP");
        put(other);
        TaggedArticle credit = story("urn:c", "Lũ").build();
        credit.getAgencies().get(0).put("role", AgencyRole.credit);
        put(credit);

        assertThat(uris(search("lũ"))).hasSize(3);
        assertThat(uris(narrowed("VN-44", null, null, null))).containsExactly("urn:b");
        assertThat(uris(narrowed(null, "01", null, null))).containsExactlyInAnyOrder("urn:a", "urn:c");
        assertThat(uris(narrowed(null, null, "VNA", null))).as("origins alone").containsExactly("urn:a");
        assertThat(uris(narrowed(null, null, null, "urn:b"))).containsExactly("urn:b");
        assertThat(uris(narrowed("VN-HN", "91", null, null))).isEmpty();
        assertThat(uris(search(" urn:b "))).as("a uri that was pasted").containsExactly("urn:b");
        assertThat(uris(search("urn:"))).isEmpty();
    }

    /** Of stories that are all of one moment in threes, while others come, are corrected and killed. */
    @Test
    void pagesNeitherRepeatNorSkipWhileStoriesArrive() {
        List<String> before = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            before.add("urn:" + i);
            put(story("urn:" + i, "Lũ").setTaggedAt(NOW.plusMillis(i / 3)).build());
        }
        List<String> seen = new ArrayList<>();
        Optional<StoryCursor> at = Optional.empty();
        FoundStories page;
        int pages = 0;
        do {
            page = index.search(page(at, 7));
            page.stories().forEach(story -> seen.add(story.uri()));
            at = Optional.of(StoryCursor.of(page.stories().get(page.stories().size() - 1)))
                    .map(cursor -> StoryCursor.parse(cursor.toString()).orElseThrow());
            pages++;
            Instant later = NOW.plusSeconds(pages);
            put(story("urn:new:" + pages, "Lũ").setTaggedAt(later).build());
            put(story(seen.get(0), "Lũ")
                    .setOperation(Operation.correct)
                    .setTaggedAt(later)
                    .build());
            index.settle(later);
        } while (page.more());

        assertThat(seen).containsExactlyInAnyOrderElementsOf(before);
        assertThat(seen.get(0)).isEqualTo("urn:99");
        assertThat(page.found()).isEqualTo(100 + pages - 1);
    }

    @Test
    void itStaysWithinItsBoundsAndSaysHowFarItReaches() throws IOException {
        for (int i = 0; i < 3_000; i++) {
            put(story("urn:" + i, "Lũ số " + i).setTaggedAt(NOW.plusSeconds(i)).build());
            if (i % 100 == 0) {
                index.settle(NOW);
            }
        }
        index.settle(NOW);
        FoundStories all = index.search(ALL);
        assertThat(all.extent().stories()).isBetween(900L, 1_000L);
        assertThat(all.found()).isEqualTo(all.extent().stories());
        assertThat(uris(search("2999"))).containsExactly("urn:2999");
        assertThat(uris(search("1999"))).isEmpty();
        assertThat(all.extent().since().orElseThrow()).isBetween(NOW.plusSeconds(2_000), NOW.plusSeconds(2_100));

        long most = 1 << 20;
        Random random = new Random(3);
        try (StoryIndex small = new StoryIndex(1_000_000, most, Instant.EPOCH)) {
            for (int i = 0; i < 4_000; i++) {
                TaggedArticle story = story("urn:" + i, "Lũ số " + i)
                        .setTaggedAt(NOW.plusSeconds(i))
                        .build();
                story.getArticle().put("body", words(random, 100));
                small.put(story, NOW, OptionalDouble.empty());
                if (i % 100 == 0) {
                    small.settle(NOW);
                    assertThat(small.bytes()).isLessThan(2 * most);
                }
            }
            assertThat(small.search(search("3999")).found()).isEqualTo(1);
            assertThat(small.search(ALL).extent().stories()).isBetween(200L, 3_000L);
        }
    }

    @Test
    void whatIsReadLaterOfEarlierTimesBringsNothingBack() {
        StoryIndex both = index;
        put(story("urn:killed", "")
                .setOperation(Operation.kill)
                .setTaggedAt(NOW)
                .build());
        put(story("urn:corrected", "Mới")
                .setOperation(Operation.correct)
                .setTaggedAt(NOW)
                .build());
        assertThat(both.search(ALL).extent().complete()).isFalse();
        Instant old = NOW.minusSeconds(3_600);

        both.putOlder(story("urn:killed", "Xyzzyplugh").setTaggedAt(old).build(), old);
        both.putOlder(story("urn:corrected", "Cũ").setTaggedAt(old).build(), old);
        both.putOlder(story("urn:older", "Xưa").setTaggedAt(old).build(), old);
        both.olderAreRead(Instant.MIN);

        assertThat(uris(search("Xyzzyplugh"))).isEmpty();
        assertThat(uris(search("Cũ"))).isEmpty();
        assertThat(uris(search("Mới"))).containsExactly("urn:corrected");
        assertThat(uris(search("xưa"))).containsExactly("urn:older");
        assertThat(both.search(ALL).extent()).isEqualTo(new FoundStories.Extent(3, Optional.of(old), true));
    }

    @Test
    void whatIsFoundIsTheStoryAsItCame() {
        TaggedArticle story = story("urn:a", "Lũ").build();
        index.put(story, NOW.minusSeconds(1), OptionalDouble.of(0.25));

        assertThat(index.find("urn:a"))
                .contains(SeenStory.of(story, NOW.minusSeconds(1), OptionalDouble.of(0.25), Optional.empty()));
        assertThat(index.find("urn:b")).isEmpty();
    }

    /** A quarter of the bytes that one answer may hold, twelve times. */
    @Test
    void ofLargeStoriesAnAnswerHasFewerAndNoneIsSkipped() {
        String body = "Lũ ".repeat((int) StoryIndex.MOST_BYTES_FOUND / 4 / 5);
        for (int i = 0; i < 12; i++) {
            TaggedArticle story =
                    story("urn:" + i, "Lũ").setTaggedAt(NOW.plusSeconds(i)).build();
            story.getArticle().put("body", body);
            put(story);
        }
        List<String> seen = new ArrayList<>();
        List<Integer> pages = new ArrayList<>();
        Optional<StoryCursor> at = Optional.empty();
        FoundStories page;
        do {
            page = index.search(page(at, 60));
            assertThat(page.found()).isEqualTo(12);
            page.stories().forEach(story -> seen.add(story.uri()));
            pages.add(page.stories().size());
            at = Optional.of(StoryCursor.of(page.stories().get(page.stories().size() - 1)));
        } while (page.more());

        assertThat(pages).allSatisfy(stories -> assertThat(stories).isBetween(1, 4));
        assertThat(seen).hasSize(12).doesNotHaveDuplicates();
    }

    @Test
    void oneStoryIsAnsweredHoweverLargeItIs() {
        TaggedArticle story = story("urn:large", "Lũ").build();
        story.getArticle().put("body", "x".repeat((int) StoryIndex.MOST_BYTES_FOUND + 1));
        put(story);

        assertThat(uris(page(Optional.empty(), 60))).containsExactly("urn:large");
    }

    @Test
    void whenNewerOnesHaveTakenAllTheRoomNoOlderOneIsWaitedForAnyMore() {
        for (int i = 0; i < index.mostStories(); i++) {
            assertThat(index.takesOlder()).isTrue();
            put(story("urn:" + i, "Lũ").build());
        }

        assertThat(index.takesOlder()).isFalse();
        index.putOlder(story("urn:older", "Xưa").build(), NOW.minusSeconds(3_600));
        index.olderAreRead(Instant.MIN);
        assertThat(index.find("urn:older")).isEmpty();
        assertThat(index.search(ALL).extent().complete()).isTrue();
    }

    /** Whether the letters stand anywhere in what the index has in memory. */
    private boolean holds(String word) {
        try {
            for (String file : index.memory().listAll()) {
                try (IndexInput input = index.memory().openInput(file, IOContext.DEFAULT)) {
                    byte[] bytes = new byte[(int) input.length()];
                    input.readBytes(bytes, 0, bytes.length);
                    if (new String(bytes, StandardCharsets.ISO_8859_1).contains(word)) {
                        return true;
                    }
                }
            }
            return false;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void put(TaggedArticle story) {
        index.put(story, NOW, OptionalDouble.empty());
    }

    private List<String> uris(StorySearch search) {
        return index.search(search).stories().stream().map(SeenStory::uri).toList();
    }

    private static StorySearch search(String typed) {
        return new StorySearch(
                Optional.of(typed),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Instant.EPOCH,
                100);
    }

    private static StorySearch narrowed(String province, String unit, String agency, String uri) {
        return new StorySearch(
                Optional.empty(),
                Optional.ofNullable(province),
                Optional.ofNullable(unit),
                Optional.ofNullable(agency),
                Optional.ofNullable(uri),
                Optional.empty(),
                Instant.EPOCH,
                100);
    }

    private static StorySearch page(Optional<StoryCursor> before, int limit) {
        return new StorySearch(
                Optional.of("lũ"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                before,
                Instant.EPOCH,
                limit);
    }

    private static String words(Random random, int words) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < words; i++) {
            text.append(Integer.toString(random.nextInt(5_000), 36)).append(' ');
        }
        return text.toString();
    }

    private static TaggedArticle.Builder story(String uri, String headline) {
        Mention mention = Mention.newBuilder()
                .setField("headline")
                .setStart(0)
                .setEnd(headline.length())
                .setText(headline)
                .setRule("plain name")
                .setEntry("any")
                .setConfidence(97)
                .build();
        return TaggedArticle.newBuilder()
                .setArticle(Article.newBuilder()
                        .setUri(uri)
                        .setVersion("1")
                        .setHeadline(headline)
                        .build())
                .setProvinces(List.of(ProvinceTag.newBuilder()
                        .setCode("VN-HN")
                        .setName("Hà Nội")
                        .setUnitSince2025("Hà Nội")
                        .setUnitSince2025Code("01")
                        .setUnit(ProvinceUnit.unchanged)
                        .setAbout(true)
                        .setRelevance(90)
                        .setConfidence(98)
                        .setMentions(List.of(mention))
                        .build()))
                .setAgencies(List.of(AgencyTag.newBuilder()
                        .setCode("VNA")
                        .setName("Vietnam News Agency")
                        .setRole(AgencyRole.origin)
                        .setConfidence(99)
                        .setMentions(List.of(mention))
                        .build()))
                .setGazetteerVersion("2026.11")
                .setContentHash("of no matter here")
                .setTaggedAt(NOW)
                .setOperation(Operation.publish);
    }
}
