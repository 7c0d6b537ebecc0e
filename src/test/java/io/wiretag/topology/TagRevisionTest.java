package io.wiretag.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.Articles;
import io.wiretag.life.RequestSeal;
import io.wiretag.schema.Article;
import io.wiretag.schema.CorrectedTag;
import io.wiretag.schema.Correction;
import io.wiretag.schema.CorrectionAction;
import io.wiretag.schema.Operation;
import io.wiretag.schema.ProvinceTag;
import io.wiretag.schema.PubStatus;
import io.wiretag.schema.RevisionReason;
import io.wiretag.schema.TagSubject;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.tagging.Tagger;
import io.wiretag.tagging.gazetteer.Gazetteer;
import io.wiretag.tagging.gazetteer.GazetteerFile;
import io.wiretag.topics.TagRequest;
import io.wiretag.topics.Topics;
import io.wiretag.topics.WiretagHeader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests for other tags of what is out: retags, corrections, and what is asked for too late. */
class TagRevisionTest {
    private static final TagRequest.Said SAID =
            new TagRequest.Said("mai", Instant.parse("2026-08-03T02:59:00Z"), "Đà Nẵng is a street here");

    private final Map<TaggedArticle, String> places = new IdentityHashMap<>();
    private final AtomicReference<Tagger> rules = new AtomicReference<>(StreamOnTestDriver.TAGGER);

    @TempDir
    private Path folder;

    private StreamOnTestDriver stream;

    @AfterEach
    void close() {
        stream.close();
    }

    private void open(Optional<RequestSeal> seal) {
        Topics topics = Topics.of("", 3, (short) 1, Map.of());
        stream = new StreamOnTestDriver(
                folder.resolve("state"),
                topics,
                StreamOnTestDriver.TIMES,
                story -> rules.get().tag(story),
                seal);
    }

    private void open() {
        open(Optional.empty());
    }

    @Test
    void aCorrectionTakesATagAwayAndGivesAnother() {
        open();
        TaggedArticle sent = sent(story("1"));
        assertThat(codes(sent)).contains("VN-DN");

        ask(sent, TagRequest.correction(place(sent), SAID, List.of(remove("VN-DN"), add("VN-HN"))));

        TaggedArticle corrected = newest();
        assertThat(codes(corrected)).contains("VN-HN").doesNotContain("VN-DN");
        assertThat(corrected.getOperation()).isEqualTo(Operation.correct);
        assertThat(corrected.getRevision().getNumber()).isEqualTo(1);
        assertThat(corrected.getRevision().getReason()).isEqualTo(RevisionReason.correction);
        assertThat(corrected.getRevision().getBy()).isEqualTo("mai");
        assertThat(corrected.getRevision().getProven()).isFalse();
        assertThat(corrected.getCorrections()).singleElement().satisfies(each -> {
            assertThat(each.getId()).isEqualTo("0:1");
            assertThat(each.getNote()).isEqualTo(SAID.note());
        });
        ProvinceTag added = corrected.getProvinces().stream()
                .filter(tag -> tag.getCode().equals("VN-HN"))
                .findFirst()
                .orElseThrow();
        assertThat(added.getMentions()).singleElement().satisfies(mention -> {
            assertThat(mention.getField()).isEqualTo("corrections[0]");
            assertThat(mention.getText()).isEqualTo(SAID.note());
            assertThat(mention.getRule()).isEqualTo("correction");
        });
    }

    @Test
    void whoHadTheWrongTagIsToldByARetract() {
        open();
        TaggedArticle sent = sent(story("1"));
        stream.records(stream.topics.byProvince());

        ask(sent, TagRequest.correction(place(sent), SAID, List.of(remove("VN-DN"))));

        assertThat(stream.records(stream.topics.byProvince()))
                .filteredOn(each -> StreamOnTestDriver.key(each).equals("VN-DN"))
                .singleElement()
                .satisfies(each -> {
                    assertThat(StreamOnTestDriver.header(each, "wiretag.operation"))
                            .isEqualTo("retract");
                    assertThat(StreamOnTestDriver.header(each, "wiretag.reason"))
                            .isEqualTo("correction");
                    assertThat(StreamOnTestDriver.header(each, "wiretag.revision"))
                            .isEqualTo("1");
                    assertThat(StreamOnTestDriver.header(each, "wiretag.request"))
                            .isNull();
                });
    }

    @Test
    void aCorrectionOfOneWordingLeavesOtherMentions() {
        open();
        Article article = Article.newBuilder(story("1"))
                .setBody("Tại Đà Nẵng, mưa lớn. Đường Đà Nẵng ngập. Tại Hà Nội, trời nắng.")
                .build();
        TaggedArticle sent = sent(article);

        ask(
                sent,
                TagRequest.correction(
                        place(sent),
                        SAID,
                        List.of(
                                new CorrectedTag(
                                        CorrectionAction.remove, TagSubject.province, "VN-DN", null, "đà nẵng"),
                                new CorrectedTag(
                                        CorrectionAction.add, TagSubject.province, "VN-29", null, "Đà Nẵng"))));

        TaggedArticle corrected = newest();
        assertThat(codes(corrected)).contains("VN-HN", "VN-29").doesNotContain("VN-DN");
        assertThat(corrected.getProvinces())
                .filteredOn(tag -> !tag.getCode().equals("VN-HN"))
                .allSatisfy(tag -> assertThat(tag.getMentions())
                        .isNotEmpty()
                        .allSatisfy(mention -> assertThat(mention.getText()).isEqualTo("Đà Nẵng")));
    }

    @Test
    void aStoryIsAboutWhatAnEditorSays() {
        open();
        TaggedArticle sent = sent(story("1"));
        boolean about = province(sent, "VN-DN").getAbout();

        ask(
                sent,
                TagRequest.correction(
                        place(sent),
                        SAID,
                        List.of(new CorrectedTag(
                                about ? CorrectionAction.notAbout : CorrectionAction.about,
                                TagSubject.province,
                                "VN-DN",
                                null,
                                null))));

        assertThat(province(newest(), "VN-DN").getAbout()).isEqualTo(!about);
    }

    @Test
    void aCorrectionHoldsForLaterVersionsUntilItIsUndone() {
        open();
        TaggedArticle sent = sent(story("1"));
        ask(sent, TagRequest.correction(place(sent), SAID, List.of(remove("VN-DN"))));
        newest();

        TaggedArticle later = sent(story("2"));
        assertThat(codes(later)).doesNotContain("VN-DN");
        assertThat(later.getRevision()).isNull();
        Correction holds = later.getCorrections().get(0);

        ask(later, TagRequest.undo(place(later), SAID, holds.getId()));
        TaggedArticle undone = newest();
        assertThat(codes(undone)).contains("VN-DN");
        assertThat(undone.getCorrections()).isEmpty();
        assertThat(undone.getRevision().getReason()).isEqualTo(RevisionReason.undo);
        assertThat(undone.getRevision().getNumber()).isEqualTo(2);
    }

    @Test
    void aRequestThatWasMadeOnceIsNotMadeAgainWhenTheSameTextComesBack() {
        open();
        TaggedArticle sent = sent(story("1"));
        TagRequest request = TagRequest.correction(place(sent), SAID, List.of(remove("VN-DN")));
        ask(sent, request);
        TaggedArticle corrected = newest();
        ask(
                corrected,
                TagRequest.undo(
                        place(corrected),
                        SAID,
                        corrected.getCorrections().get(0).getId()));
        stream.publish(
                Article.newBuilder(story("1")).setPubStatus(PubStatus.withheld).build());
        TaggedArticle again = sent(story("1"));

        ask(again, request);

        assertThat(stream.counts.outdated()).isOne();
        assertThat(stream.records(stream.topics.tagged())).isEmpty();
    }

    @Test
    void ofWordsThatContradictEachOtherTheLaterCounts() {
        open();
        TaggedArticle sent = sent(story("1"));
        ask(
                sent,
                TagRequest.correction(
                        place(sent),
                        SAID,
                        List.of(
                                body(CorrectionAction.add, "speaker"),
                                new CorrectedTag(
                                        CorrectionAction.add, TagSubject.province, "VN-29", null, "Đà Nẵng"))));
        TaggedArticle added = newest();
        assertThat(added.getBodies()).hasSize(1);
        assertThat(codes(added)).contains("VN-29");

        ask(
                added,
                TagRequest.correction(
                        place(added), SAID, List.of(body(CorrectionAction.remove, null), remove("VN-29"))));

        assertThat(newest()).satisfies(removed -> {
            assertThat(removed.getBodies()).isEmpty();
            assertThat(codes(removed)).doesNotContain("VN-29");
        });
    }

    private static CorrectedTag body(CorrectionAction action, String role) {
        return new CorrectedTag(action, TagSubject.body, "MOH", role, null);
    }

    @Test
    void aWordingIsFoundOverTheEndOfALine() {
        open();
        Article wrapped = Article.newBuilder(story("1"))
                .setHeadline("Mưa lớn")
                .setBody("Mưa lớn làm ngập nhiều nơi tại Đà\nNẵng.")
                .build();
        TaggedArticle sent = sent(wrapped);
        assertThat(codes(sent)).contains("VN-DN");

        ask(
                sent,
                TagRequest.correction(
                        place(sent),
                        SAID,
                        List.of(new CorrectedTag(
                                CorrectionAction.remove, TagSubject.province, "VN-DN", null, "Đà Nẵng"))));

        assertThat(codes(newest())).doesNotContain("VN-DN");
    }

    @Test
    void manyMentionsOfOneWordingTakeTimeInProportion() {
        open();
        TaggedArticle sent = sent(Article.newBuilder(story("1"))
                .setBody("Tại Đà Nẵng. ".repeat(40_000))
                .build());

        ask(
                sent,
                TagRequest.correction(
                        place(sent),
                        SAID,
                        List.of(new CorrectedTag(
                                CorrectionAction.add, TagSubject.province, "VN-29", null, "Đà Nẵng"))));

        // each of them has both tags: too much for a topic, and told as that
        assertThat(stream.counts.corrected() + stream.counts.rejected()).isOne();
    }

    @Test
    void twoEditorsAtOnceTheSecondIsTooLate() {
        open();
        TaggedArticle sent = sent(story("1"));
        ask(sent, TagRequest.correction(place(sent), SAID, List.of(remove("VN-DN"))));
        newest();

        ask(sent, TagRequest.correction(place(sent), SAID, List.of(add("VN-HN"))));

        assertThat(stream.records(stream.topics.tagged())).isEmpty();
        assertThat(stream.counts.outdated()).isOne();
    }

    @Test
    void whatIsNotOutIsNotTaggedAnew() {
        open();
        TaggedArticle sent = sent(story("1"));
        TagRequest request = TagRequest.correction(place(sent), SAID, List.of(remove("VN-DN")));
        stream.publish(story("2"));
        ask(sent, request);
        stream.publish(
                Article.newBuilder(story("3")).setPubStatus(PubStatus.withheld).build());
        ask(sent, request);
        stream.publish(Article.newBuilder(story("4"))
                .setEmbargoedUntil(StreamOnTestDriver.START.plusSeconds(3600))
                .build());
        ask(sent, request);
        stream.publish(
                Article.newBuilder(story("5")).setPubStatus(PubStatus.canceled).build());
        ask(sent, request);

        assertThat(stream.counts.outdated()).isEqualTo(4);
        assertThat(stream.counts.corrected()).isZero();
        assertThat(newest().getOperation()).isEqualTo(Operation.kill);
    }

    @Test
    void anArticleThatNobodyKnowsIsNotSentByARequest() {
        open();
        TaggedArticle sent = sent(story("1"));
        stream.articles().delete(sent.getArticle().getUri());

        ask(sent, TagRequest.retag(place(sent)));

        assertThat(stream.counts.outdated()).isOne();
        assertThat(stream.records(stream.topics.tagged())).isEmpty();
    }

    @Test
    void otherRulesSendOnceWhatTheyChange() {
        open();
        TaggedArticle sent = sent(story("1"));
        ask(sent, TagRequest.retag(place(sent)));
        assertThat(stream.counts.unchanged()).isOne();

        rules.set(Tagger.of(Gazetteer.builtInWithFiles(List.of(new GazetteerFile(
                "desk.txt", "forbid: VN-DN | uri: " + sent.getArticle().getUri() + "\n")))));
        ask(sent, TagRequest.retag(place(sent)));
        ask(sent, TagRequest.retag(place(sent)));

        TaggedArticle retagged = newest();
        assertThat(codes(retagged)).doesNotContain("VN-DN");
        assertThat(retagged.getRevision().getReason()).isEqualTo(RevisionReason.retag);
        assertThat(stream.counts.retagged()).isOne();
        assertThat(stream.counts.outdated()).isOne();
        ask(retagged, TagRequest.retag(place(retagged)));
        assertThat(stream.counts.unchanged()).isEqualTo(2);
    }

    @Test
    void aKillGoesWhereACorrectionHadSentTheArticle() {
        open();
        TaggedArticle sent = sent(story("1"));
        ask(sent, TagRequest.correction(place(sent), SAID, List.of(add("VN-HN"))));
        stream.records(stream.topics.byProvince());

        stream.publish(
                Article.newBuilder(story("2")).setPubStatus(PubStatus.canceled).build());

        assertThat(stream.keys(stream.topics.byProvince())).contains("VN-DN", "VN-HN");
    }

    @Test
    void aRequestThatCannotBeUnderstoodIsRejected() {
        open();
        TaggedArticle sent = sent(story("1"));

        ask(sent, "{\"reason\":\"correction\"", Optional.empty());

        TestRecord<byte[], byte[]> rejected =
                stream.records(stream.topics.rejected()).get(0);
        assertThat(StreamOnTestDriver.header(rejected, "wiretag.rejected.reason"))
                .isEqualTo("bad-request");
    }

    @Test
    void correctionsDoNotGrowUntilNoVersionHasRoom() {
        open();
        TaggedArticle sent = sent(story("1"));
        TagRequest.Said long500 = new TagRequest.Said("mai", SAID.at(), "x".repeat(TagRequest.LONGEST_NOTE));
        for (int i = 0; stream.counts.rejected() == 0; i++) {
            assertThat(i).isLessThan(TagRequest.MOST_CORRECTIONS + 1);
            ask(sent, TagRequest.correction(place(sent), long500, List.of(add("VN-HN"))));
            sent = stream.counts.rejected() == 0 ? newest() : sent;
        }

        assertThat(sent.getCorrections()).hasSizeBetween(10, TagRequest.MOST_CORRECTIONS);
        assertThat(codes(sent(story("2")))).contains("VN-HN");
    }

    @Test
    void withAKeyNobodyCorrectsInTheNameOfAnEditor() {
        RequestSeal seal = seal("key");
        open(Optional.of(seal));
        TaggedArticle sent = sent(story("1"));
        String request = TagRequest.correction(place(sent), SAID, List.of(remove("VN-DN")))
                .written();

        ask(sent, request, Optional.empty());
        ask(sent, request, Optional.of(seal("other").seal(uri(sent), sent.getContentHash(), request)));
        ask(sent, request, Optional.of(seal.seal("urn:other", sent.getContentHash(), request)));
        assertThat(stream.records(stream.topics.rejected()))
                .hasSize(3)
                .allSatisfy(each -> assertThat(StreamOnTestDriver.header(each, "wiretag.rejected.reason"))
                        .isEqualTo("not-sealed"));
        assertThat(stream.records(stream.topics.tagged())).isEmpty();

        ask(sent, request, Optional.of(seal.seal(uri(sent), sent.getContentHash(), request)));
        TaggedArticle corrected = newest();
        assertThat(corrected.getRevision().getProven()).isTrue();
        assertThat(corrected.getCorrections().get(0).getProven()).isTrue();
    }

    private RequestSeal seal(String name) {
        Path file = folder.resolve(name);
        RequestSeal.create(file);
        return RequestSeal.of(file);
    }

    private static Article story(String version) {
        return Article.newBuilder(Articles.flood(version))
                .setHeadline("Mưa lớn tại Đà Nẵng")
                .setBody("Mưa lớn làm ngập nhiều nơi tại Đà Nẵng. Version " + version)
                .build();
    }

    private TaggedArticle sent(Article article) {
        stream.publish(article);
        return newest();
    }

    private TaggedArticle newest() {
        List<TestRecord<byte[], byte[]>> records = stream.records(stream.topics.tagged());
        TestRecord<byte[], byte[]> last = records.get(records.size() - 1);
        TaggedArticle value = stream.value(last);
        places.put(value, StreamOnTestDriver.header(last, "wiretag.published"));
        return value;
    }

    private String place(TaggedArticle sent) {
        return places.get(sent);
    }

    private void ask(TaggedArticle seen, TagRequest request) {
        ask(seen, request.written(), Optional.empty());
    }

    private void ask(TaggedArticle seen, String request, Optional<String> seal) {
        Headers headers = new RecordHeaders();
        WiretagHeader.REQUEST.put(headers, request);
        seal.ifPresent(value -> WiretagHeader.REQUEST_SEAL.put(headers, value));
        stream.published.pipeInput(new TestRecord<>(
                StreamOnTestDriver.key(seen.getArticle()),
                stream.codec.encode(stream.topics.published().name(), seen.getArticle()),
                headers,
                StreamOnTestDriver.START));
    }

    private static String uri(TaggedArticle tagged) {
        return tagged.getArticle().getUri();
    }

    private static CorrectedTag add(String code) {
        return new CorrectedTag(CorrectionAction.add, TagSubject.province, code, null, null);
    }

    private static CorrectedTag remove(String code) {
        return new CorrectedTag(CorrectionAction.remove, TagSubject.province, code, null, null);
    }

    private static ProvinceTag province(TaggedArticle tagged, String code) {
        return tagged.getProvinces().stream()
                .filter(tag -> tag.getCode().equals(code))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> codes(TaggedArticle tagged) {
        return tagged.getProvinces().stream().map(ProvinceTag::getCode).toList();
    }
}
