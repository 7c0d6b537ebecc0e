package io.wiretag.delivery.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaTypesTest {
    private static final List<String> THERE =
            List.of("application/json", "text/event-stream", "application/x-ndjson", "application/atom+xml");

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                " ",
                "*/*",
                "application/*",
                "application/json",
                "text/html, */*;q=0.1",
                "*/*;q=0.5, text/*;q=0.4"
            })
    void whoHasNoOtherWishGetsTheUsualForm(String accept) {
        assertThat(MediaTypes.best(accept, THERE)).contains("application/json");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/event-stream | text/event-stream",
                "text/* | text/event-stream",
                "TEXT/Event-Stream | text/event-stream",
                "application/atom+xml;type=feed | application/atom+xml",
                "application/json;q=0.5, application/atom+xml | application/atom+xml",
                "application/json;q=0.5,application/atom+xml;q=0.501 | application/atom+xml",
                "application/json ; Q=0.5 , application/x-ndjson | application/x-ndjson",
                "application/json;q=0, */* | text/event-stream",
                "*/*, application/json;q=0, text/*;q=0.2 | application/x-ndjson",
                "application/json;q=0.9;x=y, text/event-stream;x=y;q=0.8 | application/json",
                "application/rss+xml, application/atom+xml;q=0.9, text/xml;q=0.8 | application/atom+xml",
                ", , text/event-stream | text/event-stream"
            })
    void theFormThatIsLikedBestIsTheOne(String accept, String form) {
        assertThat(MediaTypes.best(accept, THERE)).contains(form);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/html",
                "image/*",
                "*/*;q=0",
                "application/json;q=0.000",
                "json",
                ";",
                ",",
                ";;,;",
                "application",
                "/"
            })
    void whoTakesNoneOfThemGetsNone(String accept) {
        assertThat(MediaTypes.best(accept, THERE)).isEmpty();
    }

    @Test
    void aQualityThatIsNoneCountsAsNotSaid() {
        assertThat(MediaTypes.best("application/json;q=0.5, text/event-stream;q=much", THERE))
                .contains("text/event-stream");
    }

    @Test
    void noQualityIsBetterThanTheBest() {
        assertThat(MediaTypes.best("application/json, text/event-stream;q=1.9", THERE))
                .contains("application/json");
    }
}
