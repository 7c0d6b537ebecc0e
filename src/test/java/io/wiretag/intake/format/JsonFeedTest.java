package io.wiretag.intake.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.schema.Article;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonFeedTest {

    static final String FEED = """
            {"version": "https://jsonfeed.org/version/1.1", "title": "Báo A", "home_page_url": "https://bao-a.example/",
             "feed_url": "https://bao-a.example/feed.json", "language": "vi",
             "items": [
              {"id": "https://bao-a.example/1", "url": "https://bao-a.example/1", "title": "Lũ ở Huế",
               "content_html": "<p>Nước lên.</p><p>Hết.</p>", "summary": "Tóm tắt", "authors": [{"name": "An Bình"}, {"name": "Tú"}],
               "date_published": "2026-11-03T08:00:00+07:00", "date_modified": "2026-11-03T09:00:00+07:00",
               "tags": ["lũ", "Huế"], "_bao": {"trang": 3}},
              {"id": 1002, "url": "/2", "title": "Bão", "content_text": "Gió <giật> cấp 8.", "language": "en"}
             ]}
            """;

    @Test
    void anItemIsAnArticle() {
        Article article = article(read(FEED).get(0));

        assertThat(article.getUri()).isEqualTo("https://bao-a.example/1");
        assertThat(article.getHeadline()).isEqualTo("Lũ ở Huế");
        assertThat(article.getBody()).isEqualTo("Nước lên.\n\nHết.");
        assertThat(article.getBy()).isEqualTo("An Bình, Tú");
        assertThat(article.getLanguage()).isEqualTo("vi");
        assertThat(article.getFirstCreated()).isEqualTo(Instant.parse("2026-11-03T01:00:00Z"));
        assertThat(article.getVersionCreated()).isEqualTo(Instant.parse("2026-11-03T02:00:00Z"));
        assertThat(article.getAdditionalProperties())
                .containsEntry("tags", "[\"lũ\",\"Huế\"]")
                .containsEntry("_bao", "{\"trang\":\"3\"}");
    }

    @Test
    void aNumberForAnIdHangsOnTheSiteAndTextIsTakenToTheLetter() {
        Reading.Read read = (Reading.Read) read(FEED).get(1);

        assertThat(read.article().getUri()).isEqualTo("https://bao-a.example/#1002");
        assertThat(read.origin().link()).contains("https://bao-a.example/2");
        assertThat(read.article().getBody()).isEqualTo("Gió <giật> cấp 8.");
        assertThat(read.article().getLanguage()).isEqualTo("en");
    }

    @Test
    void whatPollsKnowsItByItsContentAndAuthorsOf10AreAuthors() {
        List<Reading> readings = read("""
                {"items": [{"id": "urn:a", "author": {"name": "An"}, "content_text": "a"}], "expired": true,
                 "version": "https://jsonfeed.org/version/1"}""", Format.FEED);

        assertThat(article(readings.get(0)).getBy()).isEqualTo("An");
        assertThat(((Reading.Read) readings.get(0)).warnings())
                .singleElement()
                .asString()
                .contains("has ended");
    }

    @Test
    void anItemWithoutIdentityCostsItselfAloneAndHasItsLine() {
        List<Reading> readings = read("""
                {"version": "https://jsonfeed.org/version/1.1", "items": [
                {"id": "urn:a", "title": "a"},
                {"title": "không"},
                7,
                {"id": "urn:b", "title": "b\\u0000\\ud800"}]}""");

        assertThat(readings).hasSize(4);
        assertThat(readings.get(1)).asString().startsWith("feed:3: ").contains("has no guid, id or link");
        assertThat(readings.get(2)).asString().startsWith("feed:4: ");
        assertThat(article(readings.get(3)).getHeadline()).isEqualTo("b\uFFFD");
    }

    @Test
    void ofAFeedThatIsCutOffTheItemsBeforeAreTaken() {
        List<Reading> readings = read(FEED.substring(0, FEED.indexOf("Bão")));

        assertThat(readings).hasSize(2);
        assertThat(article(readings.get(0)).getUri()).isEqualTo("https://bao-a.example/1");
        assertThat(readings.get(1)).asString().contains("cut off");
    }

    @Test
    void whatFollowsTheFeedIsTold() {
        List<Reading> readings = read("""
                {"version":"https://jsonfeed.org/version/1.1","items":[{"id":"urn:a","title":"A"}]}
                {"uri":"urn:x","pubStatus":"canceled"}""");

        assertThat(readings).hasSize(2);
        assertThat(article(readings.get(0)).getUri()).isEqualTo("urn:a");
        assertThat(readings.get(1)).asString().startsWith("feed:2: ").contains("behind the JSON Feed");
    }

    @Test
    void aFeedSaysItsVersionAtItsTopAndSlashesMayBeEscaped() {
        assertThat(article(
                                read("{\"version\":\"https:\\/\\/jsonfeed.org\\/version\\/1.1\",\"items\":[{\"id\":\"urn:a\",\"title\":\"A\"}]}")
                                        .get(0))
                        .getUri())
                .isEqualTo("urn:a");
        assertThat(read("""
                {"uri":"urn:x","headline":"X","x":{"version":"https://jsonfeed.org/version/1"}}
                {"uri":"urn:y","headline":"Y"}""")).extracting(reading -> article(reading).getUri()).containsExactly("urn:x", "urn:y");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"error\": \"down\"} | there is no list \"items\"",
                "{\"version\": \"https://jsonfeed.org/version/1.1\", \"items\": []} | an empty feed",
                "{\"version\" | cut off",
                "{\"items\": {}} | there is no list \"items\"",
                "{oops} | not JSON as JSON Feed has it",
            })
    void whatIsNoFeedSaysSo(String json, String reason) {
        assertThat(read(json, Format.FEED)).singleElement().asString().contains(reason);
    }

    private static Article article(Reading reading) {
        assertThat(reading).isInstanceOf(Reading.Read.class);
        return ((Reading.Read) reading).article();
    }

    private static List<Reading> read(String json) {
        return read(json, Format.AUTO);
    }

    private static List<Reading> read(String json, Format format) {
        return ArticleReaders.read(new Source("feed", json.getBytes(StandardCharsets.UTF_8)), format);
    }
}
