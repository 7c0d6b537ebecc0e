package io.wiretag.cli.print;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class DurationFormatTest {
    @ParameterizedTest
    @CsvSource({
        "30s, PT30S",
        "200ms, PT0.2S",
        "5m, PT5M",
        "5min, PT5M",
        "2H, PT2H",
        "1d, PT24H",
        "0s, PT0S",
        "PT1M30S, PT1M30S"
    })
    void aLengthOfTimeIsReadInShortAndInIso8601(String text, Duration meant) {
        assertThat(new DurationFormat().convert(text)).isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "s", "-5s", "PT-5S", "5 weeks", "99999999999s"})
    void whatIsNoLengthOfTimeIsRefusedWithAnExample(String text) {
        assertThatThrownBy(() -> new DurationFormat().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("'" + text + "'")
                .hasMessageContaining("30s");
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0 s",
        "PT0.004S, 0.0 s",
        "PT4.25S, 4.3 s",
        "PT9.96S, 10 s",
        "PT119S, 119 s",
        "PT2M, 2 min",
        "PT119M, 119 min",
        "PT2H, 2 h",
        "P3D, 3 d",
        "P400D, 400 d"
    })
    void itIsShownToAboutTwoDigits(Duration span, String shown) {
        assertThat(DurationFormat.text(span)).isEqualTo(shown);
    }
}
