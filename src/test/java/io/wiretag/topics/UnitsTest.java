package io.wiretag.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.tagging.gazetteer.Gazetteer;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class UnitsTest {
    @Test
    void eachOfThe63LiesInTheUnitThatTheGazetteerSays() {
        assertThat(Gazetteer.builtIn().provinces())
                .hasSize(63)
                .allSatisfy(each ->
                        assertThat(Units.of(each.code())).as(each.name()).contains(each.unitSince2025Code()));
        assertThat(Gazetteer.builtIn().provinces().stream()
                        .map(each -> Units.of(each.code()).orElseThrow())
                        .collect(Collectors.toSet()))
                .hasSize(34);
    }

    @Test
    void whatIsNoneOfThemLiesNowhere() {
        assertThat(Units.of("VN-99")).isEqualTo(Optional.empty());
        assertThat(Units.isUnit("02")).isFalse();
        assertThat(Units.isUnit("01")).isTrue();
        assertThat(Units.isProvince("01")).isFalse();
        assertThat(Units.isProvince("VN-HN")).isTrue();
    }
}
