package io.wiretag.life;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.codec.TrustedSchemaClasses;
import io.wiretag.schema.AgencyRole;
import io.wiretag.schema.AgencyTag;
import io.wiretag.schema.Article;
import io.wiretag.schema.ArticleState;
import io.wiretag.schema.BodyRole;
import io.wiretag.schema.BodyTag;
import io.wiretag.schema.ProvinceTag;
import io.wiretag.schema.TaggedArticle;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReachTest {
    private static final String URI = "urn:test:storm";
    private static final Instant NOON = Instant.parse("2026-08-03T12:00:00Z");

    static {
        TrustedSchemaClasses.trust();
    }

    /** Out under Hà Nội and VNS, retracted under Cần Thơ and Reuters. */
    private final ArticleState state = state().setSent(true)
            .setLive(true)
            .setProvinces(List.of("VN-CT", "VN-HN"))
            .setLiveProvinces(List.of("VN-HN"))
            .setAgencies(List.of("REUTERS", "VNS"))
            .setLiveAgencies(List.of("VNS"))
            .build();

    private final Reach reach = Reach.of(URI, state);

    @Test
    void whatAStateTellsIsWrittenAsItWasRead() {
        ArticleState.Builder written = state();

        reach.into(written);

        assertThat(written.build()).isEqualTo(state);
    }

    @Test
    void whoWasNeverSentIsNowhere() {
        ArticleState.Builder written = state();

        Reach.of(URI, state().build()).into(written);

        assertThat(written.build())
                .isEqualTo(state().setAboutProvinces(List.of())
                        .setOtherAgencies(List.of())
                        .setLanguages(List.of())
                        .setCombinations(List.of())
                        .build());
        assertThat(Reach.of(URI, state().build()).kill()).isEmpty();
    }

    @Test
    void aVersionIsToldWhereTheArticleIsWhereItWasAndWhereItBelongs() {
        Set<Reach.Destination> belongs = Set.of(
                tagged(), current(), province("VN-CT"), unit("92"), province("VN-29"), unit("51"), agency("VNS"));

        assertThat(lines(reach.send(belongs)))
                .containsExactly(
                        "TAGGED " + URI + " correct",
                        "BY_PROVINCE VN-29 publish",
                        "BY_PROVINCE VN-CT publish",
                        "BY_PROVINCE VN-HN retract",
                        "BY_UNIT 01 retract",
                        "BY_UNIT 51 publish",
                        "BY_UNIT 92 publish",
                        "BY_AGENCY REUTERS retract",
                        "BY_AGENCY VNS correct",
                        "CURRENT " + URI + " correct");
    }

    @Test
    void aKillGoesWhereTheArticleEverWasAndAWithdrawalWhereItStillIs() {
        assertThat(lines(reach.kill()))
                .containsExactly(
                        "TAGGED " + URI + " kill",
                        "BY_PROVINCE VN-CT kill",
                        "BY_PROVINCE VN-HN kill",
                        "BY_UNIT 01 kill",
                        "BY_UNIT 92 kill",
                        "BY_AGENCY REUTERS kill",
                        "BY_AGENCY VNS kill",
                        "CURRENT " + URI + " kill");
        assertThat(lines(reach.withdraw()))
                .containsExactly(
                        "TAGGED " + URI + " retract",
                        "BY_PROVINCE VN-HN retract",
                        "BY_UNIT 01 retract",
                        "BY_AGENCY VNS retract",
                        "CURRENT " + URI + " retract");
    }

    @Test
    void whatWasTakenBackIsRememberedAndLiveNoMore() {
        ArticleState.Builder written = state();

        reach.after(reach.kill()).into(written);

        assertThat(written.build())
                .isEqualTo(ArticleState.newBuilder(state)
                        .setLive(false)
                        .setLiveProvinces(List.of())
                        .setLiveAgencies(List.of())
                        .build());
    }

    @Test
    void whatWasSentIsLiveWhereItWent() {
        ArticleState.Builder written = state();

        reach.after(reach.send(Set.of(tagged(), province("VN-CT")))).into(written);

        assertThat(written.getLive()).isTrue();
        assertThat(written.getLiveProvinces()).containsExactly("VN-CT");
        assertThat(written.getLiveAgencies()).isEmpty();
        assertThat(written.getAgencies()).containsExactly("REUTERS", "VNS");
    }

    @Test
    void anArticleBelongsToItsProvincesAndToTheAgencyItComesFromAndNotToOneThatItNames() {
        ProvinceTag hanoi = ProvinceTag.newBuilder()
                .setCode("VN-HN")
                .setName("Hà Nội")
                .setUnitSince2025("Hà Nội")
                .setUnitSince2025Code("01")
                .setAbout(true)
                .setRelevance(100)
                .setConfidence(100)
                .setMentions(List.of())
                .build();
        TaggedArticle article = TaggedArticle.newBuilder()
                .setArticle(Article.newBuilder().setUri(URI).build())
                .setProvinces(List.of(hanoi))
                .setAgencies(Stream.of(AgencyRole.values())
                        .map(role -> new AgencyTag(role.name(), role.name(), null, role, 100, List.of()))
                        .toList())
                .setGazetteerVersion("1")
                .setContentHash("abc")
                .setTaggedAt(NOON)
                .build();

        assertThat(Reach.places(article))
                .containsExactlyInAnyOrder(tagged(), current(), province("VN-HN"), unit("01"), agency("origin"));
    }

    @Test
    void anArticleBelongsToABodyThatSpeaksOrThatItIsAboutAndNotToOneThatItNames() {
        TaggedArticle article = TaggedArticle.newBuilder()
                .setArticle(Article.newBuilder().setUri(URI).build())
                .setProvinces(List.of())
                .setAgencies(List.of())
                .setBodies(List.of(
                        body("MOH", BodyRole.speaker, false),
                        body("MOD", BodyRole.mention, true),
                        body("MOF", BodyRole.mention, false)))
                .setGazetteerVersion("1")
                .setContentHash("abc")
                .setTaggedAt(NOON)
                .build();

        assertThat(Reach.places(article)).containsExactlyInAnyOrder(tagged(), current(), agency("MOH"), agency("MOD"));
    }

    private static BodyTag body(String code, BodyRole role, boolean about) {
        return new BodyTag(code, code, code, null, role, about, 100, List.of());
    }

    private static Reach.Destination current() {
        return new Reach.Destination(Sink.CURRENT, URI);
    }

    private static Reach.Destination unit(String code) {
        return new Reach.Destination(Sink.BY_UNIT, code);
    }

    private static ArticleState.Builder state() {
        return ArticleState.newBuilder().setContentHash("abc").setAcceptedAt(NOON);
    }

    private static List<String> lines(List<Reach.Delivery> deliveries) {
        return deliveries.stream()
                .map(each ->
                        each.destination().sink() + " " + each.destination().key() + " " + each.operation())
                .toList();
    }

    private static Reach.Destination tagged() {
        return new Reach.Destination(Sink.TAGGED, URI);
    }

    private static Reach.Destination province(String code) {
        return new Reach.Destination(Sink.BY_PROVINCE, code);
    }

    private static Reach.Destination agency(String code) {
        return new Reach.Destination(Sink.BY_AGENCY, code);
    }
}
