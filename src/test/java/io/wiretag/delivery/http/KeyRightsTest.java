package io.wiretag.delivery.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wiretag.delivery.ArticleFilter;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRightsTest {
    @Test
    void aLineThatSaysNothingMaySeeAll() {
        assertThat(KeyRights.of(Map.of())).isEqualTo(KeyRights.ALL);
    }

    @Test
    void everyRightIsRead() {
        KeyRights rights = KeyRights.of(Map.of(
                "province", "VN-HN,VN-SG",
                "unit", "01",
                "agency", "VNA,VNS",
                "text", "no",
                "connections", "3",
                "bytes.per.second", "65536"));

        assertThat(rights)
                .isEqualTo(new KeyRights(
                        new ArticleFilter(
                                Set.of("VN-HN", "VN-SG"),
                                Set.of("01"),
                                Set.of("VNA:origin", "VNS:origin"),
                                false,
                                Set.of()),
                        false,
                        OptionalInt.of(3),
                        OptionalInt.of(65536)));
        assertThat(KeyRights.of(Map.of("text", "yes"))).isEqualTo(KeyRights.ALL);
    }

    @Test
    void aRightThatThereIsNotIsToldWithThoseThatThereAre() {
        assertThatThrownBy(() -> KeyRights.of(Map.of("provinces", "VN-HN")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "has the right 'provinces', which there is not; there are agency, bytes.per.second, connections,"
                                + " province, text, unit");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "province | VN-99 | no province 'VN-99': give a code of ISO 3166-2:VN such as VN-HN",
                "unit | 99 | no unit '99': give one of the 34 two-digit codes such as 01",
                "agency | AFP:credit | has agency=AFP:credit: a key is for agencies of origin, give the code alone",
                "text | maybe | has text=maybe: give yes or no",
                "connections | 0 | has connections=0: give a whole number of 1 or more",
                "connections | -1 | has connections=-1: give a whole number of 1 or more",
                "bytes.per.second | 1e6 | has bytes.per.second=1e6: give a whole number of 1 or more",
                "bytes.per.second | 9999999999 | has bytes.per.second=9999999999: give a whole number of 1 or more"
            })
    void aValueThatIsNoneIsToldWithWhatItMayBe(String right, String value, String message) {
        assertThatThrownBy(() -> KeyRights.of(Map.of(right, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void anAgencyThatThereIsNotIsToldRatherThanNeverFound() {
        KeyRights rights = KeyRights.of(Map.of("agency", "VNA,VNX"));

        assertThatThrownBy(() -> rights.requireAgencies(Set.of("VNA", "VNS")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("has agency=VNX, which there is not; 'wiretag gazetteer list' shows all, and gazetteer.file"
                        + " adds some");
        rights.requireAgencies(Set.of("VNA", "VNX"));
    }

    /** A key that was meant for a few provinces and names none would see all. */
    @ParameterizedTest
    @ValueSource(strings = {"", ",", ",,", "VN-HN,", ",VN-HN", "VN-HN,,VN-SG"})
    void aScopeThatNamesNothingIsRefusedRatherThanTakenForAll(String value) {
        for (String right : Set.of("province", "unit", "agency")) {
            assertThatThrownBy(() -> KeyRights.of(Map.of(right, value)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("has " + right + "=" + value
                            + ", of which a value is empty: name each, or leave the right out for all");
        }
    }
}
