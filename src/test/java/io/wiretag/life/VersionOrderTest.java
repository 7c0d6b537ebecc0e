package io.wiretag.life;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionOrderTest {
    @ParameterizedTest
    @CsvSource({
        "1, 2",
        "9, 10",
        "2.9, 2.10",
        "'', 0",
        "1, 1a",
        "1, 1.1",
        "99999999999999999999, 100000000000000000000",
        "20260803T0900, 20260803T0945",
        "v9, v10",
        "1, a",
        "0, 1",
        "2.00, 2.1"
    })
    void theSecondIsLater(String earlier, String later) {
        assertThat(VersionOrder.compareText(earlier, later)).isNegative();
        assertThat(VersionOrder.compareText(later, earlier)).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "01, 1", "2.09, 2.9", "0, 00"})
    void theseAreTheSame(String one, String other) {
        assertThat(VersionOrder.compareText(one, other)).isZero();
    }

    @Test
    void withoutVersionsTheTimeDecidesAndAVersionBeatsNone() {
        List<VersionOrder.Stamp> inOrder = List.of(
                stamp(null, null),
                stamp(null, "2026-08-03T00:00:00Z"),
                stamp(null, "2026-08-03T01:00:00Z"),
                stamp("1", null),
                stamp("2", "2020-01-01T00:00:00Z"));
        List<VersionOrder.Stamp> shuffled = new ArrayList<>(inOrder);
        Collections.shuffle(shuffled, new Random(7));

        shuffled.sort(VersionOrder.INSTANCE);

        assertThat(shuffled).isEqualTo(inOrder);
    }

    /** List.sort throws when a comparator contradicts itself; random versions look for such a case. */
    @Test
    void theOrderIsTotal() {
        Random random = new Random(11);
        for (int round = 0; round < 200; round++) {
            List<VersionOrder.Stamp> stamps = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                stamps.add(randomStamp(random));
            }
            stamps.sort(VersionOrder.INSTANCE);
            for (int i = 0; i + 1 < stamps.size(); i++) {
                for (int j = i + 1; j < Math.min(stamps.size(), i + 5); j++) {
                    assertThat(VersionOrder.INSTANCE.compare(stamps.get(i), stamps.get(j)))
                            .as("%s against %s", stamps.get(i), stamps.get(j))
                            .isNotPositive();
                }
            }
        }
    }

    private static VersionOrder.Stamp randomStamp(Random random) {
        StringBuilder version = new StringBuilder();
        for (int i = random.nextInt(5); i > 0; i--) {
            version.append("019a.-T".charAt(random.nextInt(7)));
        }
        return new VersionOrder.Stamp(
                random.nextInt(4) == 0 ? Optional.empty() : Optional.of(version.toString()),
                random.nextBoolean() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(random.nextInt(5))));
    }

    private static VersionOrder.Stamp stamp(String version, String created) {
        return new VersionOrder.Stamp(
                Optional.ofNullable(version), Optional.ofNullable(created).map(Instant::parse));
    }
}
