package io.wiretag.intake.format.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IsoTimeTest {

    @ParameterizedTest
    @CsvSource({
        "2026-08-03T07:10:00+07:00,        2026-08-03T00:10:00Z",
        "2026-08-03T02:00:00+0000,         2026-08-03T02:00:00Z",
        "2026-08-03T02:00:00-03,           2026-08-03T05:00:00Z",
        "2026-08-03T02:00Z,                2026-08-03T02:00:00Z",
        "2026-08-03t02:00:00z,             2026-08-03T02:00:00Z",
        "2026-08-03 02:00:00Z,             2026-08-03T02:00:00Z",
        "2026-08-03T02:00:00.123456789Z,   2026-08-03T02:00:00.123Z",
    })
    void anExactTimeIsTakenInMilliseconds(String text, String moment) {
        assertThat(IsoTime.exact(text)).contains(Instant.parse(moment));
        assertThat(IsoTime.about(text)).contains(Instant.parse(moment));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-08-03T07:10:00,  2026-08-03T00:10:00Z",
        "2019-09-24,           2019-09-23T17:00:00Z",
        "20190924,             2019-09-23T17:00:00Z",
    })
    void aTimeWithoutZoneIsThatOfVietNamAndNeverExact(String text, String moment) {
        assertThat(IsoTime.about(text)).contains(Instant.parse(moment));
        assertThat(IsoTime.exact(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026",
                "20260229",
                "202608030",
                "2026-02-29T00:00:00Z",
                "2026-08-03T25:00:00Z",
                "2026-08-03T02:00:60Z",
                "2026-08-03T02:00:00Z!",
                "-999999999-01-01T00:00:00Z"
            })
    void aTimeThatDoesNotExistIsNone(String text) {
        assertThat(IsoTime.about(text)).isEmpty();
    }
}
