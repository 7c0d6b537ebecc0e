package io.wiretag.delivery;

import static io.wiretag.delivery.TaggedVersions.agency;
import static io.wiretag.delivery.TaggedVersions.delivery;
import static io.wiretag.delivery.TaggedVersions.province;
import static io.wiretag.delivery.TaggedVersions.reached;
import static io.wiretag.delivery.TaggedVersions.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.schema.AgencyRole;
import io.wiretag.schema.Operation;
import io.wiretag.schema.TaggedArticle;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WishTest {
    private static final Set<String> NONE = Set.of();
    private static final ArticleFilter HA_NOI = new ArticleFilter(Set.of("VN-HN"), NONE, NONE, false, NONE);
    private static final ArticleFilter SAI_GON = new ArticleFilter(Set.of("VN-SG"), NONE, NONE, false, NONE);
    private static final ArticleFilter VNA = new ArticleFilter(NONE, NONE, Set.of("VNA:origin"), false, NONE);

    @ParameterizedTest
    @EnumSource
    void aKeyOfOneProvinceIsToldNothingOfAStoryOfAnother(Operation operation) {
        TaggedArticle version = placed("VN-SG").setOperation(operation).build();

        for (ArticleFilter asked : List.of(ArticleFilter.ALL, SAI_GON, HA_NOI)) {
            Wish wish = new Wish(asked, HA_NOI, true);

            assertThat(wish.operation(version)).as("%s", asked).isEmpty();
            assertThat(wish.passes(version)).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStoryThatLeftTheProvinceOfAKeyIsTakenBackWhateverIsAsked(Operation operation) {
        TaggedArticle version = placed("VN-SG")
                .setOperation(operation)
                .setReached(reached().setProvinces(List.of("VN-HN", "VN-SG")).build())
                .build();
        Operation told = operation == Operation.kill ? Operation.kill : Operation.retract;

        assertThat(new Wish(ArticleFilter.ALL, HA_NOI, true).operation(version)).contains(told);
        assertThat(new Wish(SAI_GON, HA_NOI, true).operation(version))
                .as("it passes what is asked, and may not be seen")
                .contains(told);
        assertThat(new Wish(VNA, HA_NOI, true).operation(version)).isEmpty();
    }

    @Test
    void aStoryThatComesToTheProvinceOfAKeyIsNewToItThoughOthersHadIt() {
        TaggedArticle version = placed("VN-HN")
                .setOperation(Operation.correct)
                .setAgencies(List.of(agency("VNA", AgencyRole.origin)))
                .setDeliveries(List.of(
                        delivery("by-province", "VN-HN", Operation.publish),
                        delivery("by-agency", "VNA", Operation.correct)))
                .setReached(reached()
                        .setProvinces(List.of("VN-HN"))
                        .setAgencies(List.of("VNA"))
                        .build())
                .build();

        assertThat(new Wish(VNA, HA_NOI, true).operation(version)).contains(Operation.publish);
        assertThat(new Wish(HA_NOI, VNA, true).operation(version)).contains(Operation.publish);
        assertThat(new Wish(VNA, VNA, true).operation(version)).contains(Operation.correct);
        assertThat(new Wish(HA_NOI, VNA, true).passes(version)).isTrue();
    }

    @Test
    void aStoryThatMayBeSeenAndNoLongerPassesIsTakenBack() {
        TaggedArticle version = placed("VN-HN")
                .setOperation(Operation.correct)
                .setReached(reached()
                        .setProvinces(List.of("VN-HN"))
                        .setAgencies(List.of("VNA"))
                        .build())
                .build();

        assertThat(new Wish(VNA, HA_NOI, true).operation(version)).contains(Operation.retract);
        assertThat(new Wish(VNA, HA_NOI, true).passes(version)).isFalse();
    }

    /** A version about Hà Nội by VNS, and a later one about Sài Gòn by VNA: the key may see none of them. */
    @ParameterizedTest
    @EnumSource
    void aKeyOfTwoKindsIsToldNothingOfAStoryThatHadBothInDifferentVersionsOnly(Operation operation) {
        TaggedArticle version = placed("VN-SG")
                .setOperation(operation)
                .setAgencies(List.of(agency("VNA", AgencyRole.origin)))
                .setReached(reached()
                        .setProvinces(List.of("VN-HN", "VN-SG"))
                        .setAgencies(List.of("VNA", "VNS"))
                        .setCombinations(List.of(List.of("VN-HN", "VNS"), List.of("VN-SG", "VNA")))
                        .build())
                .build();

        assertThat(seenBy(version, Set.of("VN-HN"), NONE, "VNA")).isEmpty();
        assertThat(seenBy(version, NONE, Set.of("01"), "VNA")).isEmpty();
        assertThat(seenBy(version, Set.of("VN-HN"), Set.of("79"), "VNA")).isEmpty();
        assertThat(seenBy(version, Set.of("VN-HN"), NONE, "VNS"))
                .as("it had the earlier version")
                .contains(operation == Operation.kill ? Operation.kill : Operation.retract);
        assertThat(seenBy(version, Set.of("VN-SG"), Set.of("79"), "VNA")).isPresent();
    }

    private static Optional<Operation> seenBy(
            TaggedArticle version, Set<String> provinces, Set<String> units, String agency) {
        ArticleFilter scope = new ArticleFilter(provinces, units, Set.of(agency + ":origin"), false, NONE);
        return new Wish(ArticleFilter.ALL, scope, true).operation(version);
    }

    private static TaggedArticle.Builder placed(String province) {
        return version()
                .setProvinces(List.of(province(province, true)))
                .setReached(reached()
                        .setProvinces(List.of(province))
                        .setAboutProvinces(List.of(province))
                        .build());
    }
}
