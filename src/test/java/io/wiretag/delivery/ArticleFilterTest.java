package io.wiretag.delivery;

import static io.wiretag.delivery.TaggedVersions.agency;
import static io.wiretag.delivery.TaggedVersions.body;
import static io.wiretag.delivery.TaggedVersions.delivery;
import static io.wiretag.delivery.TaggedVersions.province;
import static io.wiretag.delivery.TaggedVersions.reached;
import static io.wiretag.delivery.TaggedVersions.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wiretag.schema.AgencyRole;
import io.wiretag.schema.Article;
import io.wiretag.schema.BodyRole;
import io.wiretag.schema.Delivery;
import io.wiretag.schema.Operation;
import io.wiretag.schema.ProvinceTag;
import io.wiretag.schema.Reached;
import io.wiretag.schema.TaggedArticle;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArticleFilterTest {
    private static final Set<String> NONE = Set.of();
    private static final ArticleFilter HA_NOI = provinces("VN-HN");

    /**
     * One thing to ask for.
     *
     * @param now makes a version pass
     * @param ever makes it known that a version has passed
     */
    private record Criterion(
            String name,
            ArticleFilter filter,
            UnaryOperator<TaggedArticle.Builder> now,
            UnaryOperator<Reached.Builder> ever) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Criterion> criteria() {
        UnaryOperator<TaggedArticle.Builder> inHaNoi =
                version -> version.setProvinces(List.of(province("VN-HN", false)));
        UnaryOperator<Reached.Builder> everInHaNoi = reached -> reached.setProvinces(List.of("VN-HN"));
        UnaryOperator<TaggedArticle.Builder> aboutHaNoi =
                version -> version.setProvinces(List.of(province("VN-HN", true)));
        UnaryOperator<Reached.Builder> everAboutHaNoi =
                reached -> everInHaNoi.apply(reached).setAboutProvinces(List.of("VN-HN"));
        return Stream.of(
                new Criterion("a province", HA_NOI, inHaNoi, everInHaNoi),
                new Criterion("one of two provinces", provinces("VN-SG", "VN-HN"), inHaNoi, everInHaNoi),
                new Criterion("a unit", units("01"), inHaNoi, everInHaNoi),
                new Criterion(
                        "a unit that has grown",
                        units("79"),
                        version -> version.setProvinces(List.of(province("VN-43", false))),
                        reached -> reached.setProvinces(List.of("VN-43"))),
                new Criterion(
                        "an agency of origin",
                        agencies("VNA:origin"),
                        version -> version.setAgencies(List.of(agency("VNA", AgencyRole.origin))),
                        reached -> reached.setAgencies(List.of("VNA"))),
                new Criterion(
                        "an agency of credit",
                        agencies("AFP:credit"),
                        version -> version.setAgencies(List.of(agency("AFP", AgencyRole.credit))),
                        reached -> reached.setOtherAgencies(List.of("AFP:credit"))),
                new Criterion(
                        "a public body that speaks",
                        agencies("MOH:origin"),
                        version -> version.setBodies(List.of(body("MOH", BodyRole.speaker))),
                        reached -> reached.setAgencies(List.of("MOH"))),
                new Criterion("about any place", about(NONE, NONE), aboutHaNoi, everAboutHaNoi),
                new Criterion("about a province", about(Set.of("VN-HN"), NONE), aboutHaNoi, everAboutHaNoi),
                new Criterion("about a unit", about(NONE, Set.of("01")), aboutHaNoi, everAboutHaNoi),
                new Criterion(
                        "a language",
                        languages("vi"),
                        version -> version.setArticle(in("vi-VN")),
                        reached -> reached.setLanguages(List.of("vi-VN"))));
    }

    @ParameterizedTest
    @MethodSource("criteria")
    void whatPassesIsToldAsWhatItIs(Criterion asked) {
        for (Operation operation : Operation.values()) {
            TaggedArticle version = asked.now()
                    .apply(version())
                    .setOperation(operation)
                    .setReached(asked.ever().apply(reached()).build())
                    .build();

            assertThat(asked.filter().operation(version)).contains(operation);
            assertThat(asked.filter().passes(version)).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("criteria")
    void whatPassedOnceAndDoesNotNowIsTakenBack(Criterion asked) {
        for (Operation operation : Operation.values()) {
            TaggedArticle version = version()
                    .setOperation(operation)
                    .setReached(asked.ever().apply(reached()).build())
                    .build();

            assertThat(asked.filter().operation(version))
                    .contains(operation == Operation.kill ? Operation.kill : Operation.retract);
            assertThat(asked.filter().passes(version)).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("criteria")
    void whatNeverPassedIsNothing(Criterion asked) {
        for (Operation operation : Operation.values()) {
            assertThat(asked.filter()
                            .operation(version().setOperation(operation).build()))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoAsksForNothingInParticularIsToldAll(Operation operation) {
        assertThat(ArticleFilter.ALL.operation(version().setOperation(operation).build()))
                .contains(operation);
        assertThat(ArticleFilter.ALL.isAll()).isTrue();
        assertThat(HA_NOI.isAll()).isFalse();
    }

    private enum Part {
        PROVINCE,
        ABOUT,
        AGENCY,
        LANGUAGE
    }

    /** Of whatever is asked, whatever a version has, and whatever any had. */
    @Test
    void ofSeveralCriteriaEachMustHold() {
        for (Set<Part> asked : subsets()) {
            ArticleFilter filter = new ArticleFilter(
                    asked.contains(Part.PROVINCE) ? Set.of("VN-HN") : NONE,
                    NONE,
                    asked.contains(Part.AGENCY) ? Set.of("VNA:origin") : NONE,
                    asked.contains(Part.ABOUT),
                    asked.contains(Part.LANGUAGE) ? Set.of("en") : NONE);
            for (Set<Part> ever : subsets()) {
                for (Set<Part> now : subsets()) {
                    if (ever.containsAll(now)) {
                        Optional<Operation> told = ever.containsAll(asked)
                                ? Optional.of(now.containsAll(asked) ? Operation.publish : Operation.retract)
                                : Optional.empty();

                        assertThat(filter.operation(having(now, ever).build()))
                                .as("asked %s, has %s, had %s", asked, now, ever)
                                .isEqualTo(told);
                        assertThat(filter.operation(having(now, ever)
                                        .setOperation(Operation.kill)
                                        .build()))
                                .as("asked %s, had %s, is killed", asked, ever)
                                .isEqualTo(told.map(any -> Operation.kill));
                    }
                }
            }
        }
    }

    private static List<Set<Part>> subsets() {
        return IntStream.range(0, 1 << Part.values().length)
                .mapToObj(bits -> {
                    Set<Part> subset = EnumSet.noneOf(Part.class);
                    for (Part part : Part.values()) {
                        if ((bits & 1 << part.ordinal()) != 0) {
                            subset.add(part);
                        }
                    }
                    return subset;
                })
                .toList();
    }

    private static TaggedArticle.Builder having(Set<Part> now, Set<Part> ever) {
        List<String> everPlaces = places(ever);
        return version(in(now.contains(Part.LANGUAGE) ? "en" : "fr"))
                .setProvinces(places(now).stream()
                        .map(code -> province(code, now.contains(Part.ABOUT)))
                        .toList())
                .setAgencies(now.contains(Part.AGENCY) ? List.of(agency("VNA", AgencyRole.origin)) : List.of())
                .setReached(Reached.newBuilder()
                        .setProvinces(everPlaces)
                        .setAboutProvinces(ever.contains(Part.ABOUT) ? everPlaces : List.of())
                        .setAgencies(ever.contains(Part.AGENCY) ? List.of("VNA") : List.of())
                        .setOtherAgencies(List.of())
                        .setLanguages(ever.contains(Part.LANGUAGE) ? List.of("en", "fr") : List.of("fr"))
                        .build());
    }

    /** About another place unless it is the province that is asked for. */
    private static List<String> places(Set<Part> parts) {
        return parts.contains(Part.PROVINCE)
                ? List.of("VN-HN")
                : parts.contains(Part.ABOUT) ? List.of("VN-SG") : List.of();
    }

    @Test
    void aStoryAboutOnePlaceThatNamesAnotherIsNotAboutTheOther() {
        List<ProvinceTag> tags = List.of(province("VN-HN", true), province("VN-SG", false));
        TaggedArticle version = version()
                .setProvinces(tags)
                .setReached(reached()
                        .setProvinces(List.of("VN-HN", "VN-SG"))
                        .setAboutProvinces(List.of("VN-HN"))
                        .build())
                .build();

        assertThat(provinces("VN-SG").operation(version)).contains(Operation.publish);
        assertThat(about(Set.of("VN-SG"), NONE).operation(version)).isEmpty();
        assertThat(about(NONE, Set.of("79")).operation(version)).isEmpty();
        assertThat(about(Set.of("VN-HN"), NONE).operation(version)).contains(Operation.publish);
    }

    @Test
    void aPublicBodyThatIsOnlyNamedPassesNoFilter() {
        TaggedArticle version = version()
                .setBodies(List.of(body("MOH", BodyRole.mention)))
                .setReached(reached().build())
                .build();

        assertThat(agencies("MOH:origin").operation(version)).isEmpty();
        assertThat(agencies("MOH:mention").operation(version)).isEmpty();
    }

    @Test
    void anAgencyOfOneRoleIsNoneOfAnother() {
        TaggedArticle version = version()
                .setAgencies(List.of(agency("AFP", AgencyRole.mention)))
                .setReached(reached().setOtherAgencies(List.of("AFP:mention")).build())
                .build();

        assertThat(agencies("AFP:origin").operation(version)).isEmpty();
        assertThat(agencies("AFP:credit").operation(version)).isEmpty();
        assertThat(agencies("AFP:credit", "AFP:mention").operation(version)).contains(Operation.publish);
        assertThat(ArticleFilter.agency("AFP")).isEqualTo("AFP:origin");
        assertThat(ArticleFilter.agency("AFP:mention")).isEqualTo("AFP:mention");
    }

    @ParameterizedTest
    @CsvSource({
        "vi, vi, true",
        "vi, vi-VN, true",
        "vi, VI-vn, true",
        "VI, vi, true",
        "vi-VN, vi-VN, true",
        "vi-vn, vi-VN, true",
        "vi-VN, vi, false",
        "vi, en, false",
        "en, en-GB-oxendict, true",
        "en-GB, en-US, false",
        "hmn, hmn, true",
        "vi, , false"
    })
    void aLanguageIsAlsoThatOfWhoSaysMore(String asked, String written, boolean passes) {
        TaggedArticle version = version(in(written))
                .setReached(reached()
                        .setLanguages(written == null ? List.of() : List.of(written))
                        .build())
                .build();

        assertThat(languages(asked).operation(version))
                .isEqualTo(Optional.of(Operation.publish).filter(any -> passes));
    }

    @Test
    void aCorrectionIsNewWhereNoEarlierVersionCameBy() {
        TaggedArticle version = corrected(
                delivery("by-province", "VN-HN", Operation.publish),
                delivery("by-province", "VN-SG", Operation.correct),
                delivery("by-unit", "01", Operation.publish),
                delivery("by-unit", "79", Operation.correct),
                delivery("by-agency", "VNA", Operation.publish),
                delivery("by-agency", "AFP", Operation.correct));

        assertThat(HA_NOI.operation(version)).contains(Operation.publish);
        assertThat(provinces("VN-SG").operation(version)).contains(Operation.correct);
        assertThat(provinces("VN-HN", "VN-SG").operation(version)).contains(Operation.correct);
        assertThat(units("01").operation(version)).contains(Operation.publish);
        assertThat(units("79").operation(version)).contains(Operation.correct);
        assertThat(agencies("VNA:origin").operation(version)).contains(Operation.publish);
        assertThat(agencies("AFP:origin").operation(version)).contains(Operation.correct);
        assertThat(ArticleFilter.ALL.operation(version)).contains(Operation.correct);
    }

    @Test
    void whoHadAnArticleUnderOnePlaceIsCorrectedWhenItMovesToAnotherOfHis() {
        TaggedArticle version = corrected(
                delivery("by-province", "VN-SG", Operation.retract),
                delivery("by-province", "VN-HN", Operation.publish));

        assertThat(provinces("VN-HN", "VN-SG").operation(version)).contains(Operation.correct);
    }

    private static TaggedArticle corrected(Delivery... deliveries) {
        return version()
                .setOperation(Operation.correct)
                .setProvinces(List.of(province("VN-HN", true), province("VN-SG", false)))
                .setAgencies(List.of(agency("VNA", AgencyRole.origin), agency("AFP", AgencyRole.origin)))
                .setDeliveries(List.of(deliveries))
                .setReached(reached()
                        .setProvinces(List.of("VN-HN", "VN-SG"))
                        .setAgencies(List.of("AFP", "VNA"))
                        .build())
                .build();
    }

    @Test
    void whatIsNotKnownOfEarlierVersionsMayHavePassed() {
        Reached.Builder reached = Reached.newBuilder().setProvinces(List.of("VN-HN"));
        TaggedArticle version = version().setReached(reached.build()).build();

        assertThat(about(Set.of("VN-HN"), NONE).operation(version)).contains(Operation.retract);
        assertThat(about(NONE, NONE).operation(version)).contains(Operation.retract);
        assertThat(agencies("AFP:credit").operation(version)).contains(Operation.retract);
        assertThat(languages("en").operation(version)).contains(Operation.retract);
        assertThat(provinces("VN-SG").operation(version)).as("places are known").isEmpty();
        assertThat(about(Set.of("VN-SG"), NONE).operation(version)).isEmpty();
        assertThat(agencies("AFP:origin").operation(version))
                .as("origins are known")
                .isEmpty();
    }

    @Test
    void aRecordOfRelease010TellsByWhereItWentWhoMayHaveIt() {
        TaggedArticle version = version()
                .setReached(null)
                .setOperation(Operation.kill)
                .setAgencies(List.of(agency("VNS", AgencyRole.origin), agency("AFP", AgencyRole.credit)))
                .setProvinces(List.of(province("VN-43", true)))
                .setDeliveries(List.of(
                        delivery("tagged", TaggedVersions.URI, Operation.kill),
                        delivery("by-province", "VN-HN", Operation.kill),
                        delivery("by-agency", "VNA", Operation.kill)))
                .build();

        for (ArticleFilter mayHaveIt : List.of(
                HA_NOI,
                units("01"),
                about(Set.of("VN-HN"), NONE),
                provinces("VN-43"),
                units("79"),
                agencies("VNA:origin"),
                agencies("VNS:origin"),
                agencies("REUTERS:mention"),
                languages("en"))) {
            assertThat(mayHaveIt.operation(version)).as("%s", mayHaveIt).contains(Operation.kill);
        }
        for (ArticleFilter cannotHaveIt : List.of(provinces("VN-SG"), units("31"), agencies("AFP:origin"))) {
            assertThat(cannotHaveIt.operation(version)).as("%s", cannotHaveIt).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"VN-99", "HN", "vn-hn", "", "01"})
    void whatIsNoProvinceIsToldWithWhatIs(String code) {
        assertThatThrownBy(() -> provinces(code))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no province '" + code + "': give a code of ISO 3166-2:VN such as VN-HN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"99", "1", "", "VN-HN"})
    void whatIsNoUnitIsToldWithWhatIs(String code) {
        assertThatThrownBy(() -> units(code))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no unit '" + code + "': give one of the 34 two-digit codes such as 01");
    }

    @ParameterizedTest
    @ValueSource(strings = {"VNA:author", "VNA:", ":origin", "VNA", "VNA:ORIGIN", "A:B:origin", ""})
    void whatIsNoAgencyInARoleIsToldWithTheRoles(String agency) {
        assertThatThrownBy(() -> agencies(agency))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("no agency in a role '" + agency + "': give a code such as VNA")
                .hasMessageEndingWith("roles are [origin, credit, mention]");
    }

    /** The last ones begin well: taken for the language they begin with, they would let nothing pass, and nobody would say why. */
    @ParameterizedTest
    @ValueSource(strings = {"", "vn", "vie", "tiếng Việt", "vi_VN", "*", "x-vi", "vi-", "vi-!!", "en-GB-"})
    void whatIsNoLanguageIsToldWithWhatIs(String tag) {
        assertThatThrownBy(() -> languages(tag))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no language '" + tag + "': give a tag such as vi, en or en-GB");
    }

    private static Article in(String language) {
        return Article.newBuilder(version().getArticle()).setLanguage(language).build();
    }

    private static ArticleFilter provinces(String... codes) {
        return new ArticleFilter(Set.of(codes), NONE, NONE, false, NONE);
    }

    private static ArticleFilter units(String... codes) {
        return new ArticleFilter(NONE, Set.of(codes), NONE, false, NONE);
    }

    private static ArticleFilter agencies(String... inRoles) {
        return new ArticleFilter(NONE, NONE, Set.of(inRoles), false, NONE);
    }

    private static ArticleFilter about(Set<String> provinces, Set<String> units) {
        return new ArticleFilter(provinces, units, NONE, true, NONE);
    }

    private static ArticleFilter languages(String... tags) {
        return new ArticleFilter(NONE, NONE, NONE, false, Set.of(tags));
    }
}
