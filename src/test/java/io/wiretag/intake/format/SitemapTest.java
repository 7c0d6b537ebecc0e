package io.wiretag.intake.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.schema.Article;
import io.wiretag.schema.InfoSource;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SitemapTest {

    static final String SITEMAP = """
            <?xml version="1.0" encoding="UTF-8"?>
            <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
             xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
            <url><loc>https://bao-a.example/lu-hue.html</loc><lastmod>2026-11-29T10:00:00+07:00</lastmod>
            <news:news><news:publication><news:name>Báo A</news:name><news:language>vi</news:language></news:publication>
            <news:publication_date>2026-11-29T09:00:00+07:00</news:publication_date><news:title>Lũ ở Huế &amp; Quảng Trị</news:title>
            <news:keywords>lũ, Huế</news:keywords></news:news>
            <image:image><image:loc>https://bao-a.example/1.jpg</image:loc><image:caption>Cảnh ngập ở Huế</image:caption></image:image>
            </url>
            <url><loc>https://bao-a.example/lien-he.html</loc></url>
            </urlset>
            """;

    @Test
    void newsIsAHeadlineWithoutABody() {
        List<Reading> readings = read(SITEMAP);

        assertThat(readings).hasSize(1);
        Article article = ((Reading.Read) readings.get(0)).article();
        assertThat(article.getUri()).isEqualTo("https://bao-a.example/lu-hue.html");
        assertThat(article.getHeadline()).isEqualTo("Lũ ở Huế & Quảng Trị");
        assertThat(article.getBody()).isNull();
        assertThat(article.getLanguage()).isEqualTo("vi");
        assertThat(article.getVersionCreated()).isEqualTo(Instant.parse("2026-11-29T02:00:00Z"));
        assertThat(article.getInfoSources()).containsExactly(new InfoSource("Báo A", "provider", null));
        assertThat(article.getCaptions()).containsExactly("Cảnh ngập ở Huế");
        assertThat(article.getAdditionalProperties()).containsEntry("news:keywords", "\"lũ, Huế\"");
    }

    @Test
    void anotherTimeOfAskingIsNoOtherArticle() {
        assertThat(read(SITEMAP.replace("2026-11-29T10:00:00+07:00", "2026-11-29T11:00:00+07:00")))
                .isEqualTo(read(SITEMAP));
    }

    @Test
    void whatBreaksTheRulesOfXmlIsMendedHereToo() {
        List<Reading> readings = read(SITEMAP.replace("Huế &amp;", "Huế&nbsp;&")
                .replace("xmlns:news=\"http://www.google.com/schemas/sitemap-news/0.9\"", ""));

        assertThat(((Reading.Read) readings.get(0)).article().getHeadline()).isEqualTo("Lũ ở Huế\u00A0& Quảng Trị");
    }

    @Test
    void pagesAndIndexesAreNoNews() {
        assertThat(read(SITEMAP.replaceAll("(?s)<news:news>.*</news:news>", "")))
                .singleElement()
                .asString()
                .contains("a sitemap without news");
        assertThat(read("<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'></urlset>"))
                .singleElement()
                .asString()
                .contains("an empty feed");
        assertThat(read("<sitemapindex><sitemap><loc>https://a.example/news.xml</loc></sitemap></sitemapindex>"))
                .singleElement()
                .asString()
                .contains("an index of sitemaps", "https://a.example/news.xml");
    }

    @Test
    void anIndexNamesItsNewsElseWhatChangedLast() {
        assertThat(sitemaps("a/2019.xml 2019-01-01", "a/news.xml 2026-11-28", "a/tin-news-2.xml 2026-11-29"))
                .containsExactly("a/tin-news-2.xml", "a/news.xml");
        assertThat(sitemaps("a/2019.xml 2019-01-01", "a/now.xml 2026-11-28"))
                .containsExactly("a/now.xml", "a/2019.xml");
        assertThat(ArticleReaders.sitemaps(source(SITEMAP))).isEmpty();
    }

    private static List<String> sitemaps(String... named) {
        StringBuilder index = new StringBuilder("<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>");
        for (String each : named) {
            index.append("<sitemap><loc>%s</loc><lastmod>%s</lastmod></sitemap>".formatted((Object[]) each.split(" ")));
        }
        return ArticleReaders.sitemaps(source(index + "</sitemapindex>"));
    }

    private static List<Reading> read(String xml) {
        return ArticleReaders.read(source(xml), Format.AUTO);
    }

    private static Source source(String xml) {
        return new Source("sitemap.xml", xml.getBytes(StandardCharsets.UTF_8));
    }
}
