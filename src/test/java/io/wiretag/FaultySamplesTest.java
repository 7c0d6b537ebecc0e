package io.wiretag;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.intake.format.ArticleReaders;
import io.wiretag.intake.format.Format;
import io.wiretag.intake.format.Reading;
import io.wiretag.intake.format.Source;
import io.wiretag.life.ArticleTagger;
import io.wiretag.schema.Article;
import io.wiretag.schema.ProvinceTag;
import io.wiretag.testing.Needs;
import io.wiretag.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files with the faults that wires and feeds really have, from the file to its tags. They are no part of the project. */
@Needs(Tool.FAULTS)
class FaultySamplesTest {

    private final ArticleTagger tagger = new ArticleTagger(Wiretag.tagger(List.of()));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "01-guid-number-feed-a.xml | uris | https://bao-a.example/#1001",
                "01-guid-number-feed-b.xml | uris | https://bao-b.example/#1001",
                "02-guid-same-in-feed.xml | uris | https://bao-a.example/1 https://bao-a.example/2",
                "02-guid-same-in-feed.xml | told | stands at other stories",
                "03-link-relative.xml | uris | https://bao-a.example/tin/1001.html",
                "04-date-us-tuoitre.xml | created | 2026-10-02T02:25:00Z 2026-10-13T14:25:00Z",
                "06-date-impossible.xml | created | null",
                "06-date-impossible.xml | told | 31 Jun 2026",
                "08-iptc7901-byline-and-note.txt | headline | 1ST LEAD Flood waters rise in Hue",
                "08-iptc7901-byline-and-note.txt | by | By An Binh, VNA",
                "08-iptc7901-byline-and-note.txt | provinces | VN-26",
                "08-iptc7901-byline-and-note.txt | note | Quang Tri",
                "09-entity-double.xml | headline | Hà Nội: nước sạch",
                "09-entity-double.xml | provinces | VN-HN",
                "10-html-double-escaped.xml | body | Nước lên ở Huế.¶¶Hết.",
                "11-entity-nbsp.xml | count | 4",
                "14-prefix-unbound.xml | count | 3",
                "15-namespace-blank.xml | count | 1",
                "16-one-bad-byte.xml | count | 3",
                "16-one-bad-byte.xml | told | is not UTF-8",
                "17-doctype-plain.xml | count | 1",
                "18-junk-around.xml | count | 1",
                "19-atom-https-namespace.xml | count | 1",
                "21-gzip-file.xml.gz | told | gzip",
                "22-g2-message-with-package.xml | uris | urn:x:1",
                "22-g2-message-with-package.xml | told | is no article",
                "23-g2-html-in-inlinedata.xml | body | Nước lên ở Huế.¶¶Hết.",
                "25-g2-xhtml-header-keywords.xml | body | Nước lên.",
                "25-g2-xhtml-header-keywords.xml | provinces | -",
                "26-g2-video-description.xml | captioned | true",
                "27-g2-two-languages.xml | headline | Lũ ở Huế",
                "27-g2-two-languages.xml | body | Nước lên.",
                "28-g2-nitf-byline-dateline.xml | by | Bài An Bình, TTXVN",
                "28-g2-nitf-byline-dateline.xml | note | Không dùng tên.",
                "28-g2-nitf-byline-dateline.xml | body | Tóm tắt ở Quảng Bình.¶¶Huế (TTXVN) - Nước lên.",
                "30-ninjs-body-footer.json | body | Nước sông Hương lên ở Huế.",
                "31-mail.eml | count | 1",
                "32-zczc.txt | headline | Lũ lên nhanh ở Huế",
                "32-zczc.txt | body | Huế (TTXVN) - Nước sông lên.",
                "33-iptc7901-windows-1258.txt | told | windows-1258",
                "35-media-rss-caption.xml | captions | Cảnh ngập ở Quảng Trị Photo: TTXVN",
                "37-wordpress-export-draft.xml | status | withheld",
            })
    void whatIsFaultyComesOutAsItShould(String file, String field, String expected) throws IOException {
        List<Reading> readings = read(Tool.faults().resolve(file));
        List<Article> articles = articles(readings);
        String actual = switch (field) {
            case "count" -> "" + articles.size();
            case "uris" -> joined(articles.stream().map(Article::getUri));
            case "created" -> joined(articles.stream().map(article -> "" + article.getVersionCreated()));
            case "captions" -> joined(articles.stream().flatMap(article -> article.getCaptions().stream()));
            case "captioned" -> "" + !articles.get(0).getCaptions().isEmpty();
            case "headline" -> articles.get(0).getHeadline();
            case "body" -> articles.get(0).getBody().replace('\n', '¶');
            case "by" -> articles.get(0).getBy();
            case "note" -> articles.get(0).getEdNote();
            case "status" -> articles.get(0).getPubStatus().name();
            case "told" -> told(readings);
            case "provinces" ->
                joined(tagger.tag(articles.get(0), Instant.EPOCH).getProvinces().stream()
                        .map(ProvinceTag::getCode));
            default -> throw new IllegalArgumentException(field);
        };
        if (List.of("told", "note").contains(field)) {
            assertThat(actual).contains(expected);
        } else {
            assertThat(actual).isEqualTo(expected == null ? "" : expected);
        }
    }

    @Test
    void everyFileGivesReadings() throws IOException {
        try (Stream<Path> files = Files.list(Tool.faults())) {
            assertThat(files.filter(Files::isRegularFile))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(read(file)).isNotEmpty());
        }
    }

    private static List<Reading> read(Path file) throws IOException {
        return ArticleReaders.read(new Source(file.getFileName().toString(), Files.readAllBytes(file)), Format.AUTO);
    }

    private static List<Article> articles(List<Reading> readings) {
        return readings.stream()
                .filter(Reading.Read.class::isInstance)
                .map(reading -> ((Reading.Read) reading).article())
                .toList();
    }

    private static String told(List<Reading> readings) {
        return readings.stream()
                .flatMap(reading -> reading instanceof Reading.Read read
                        ? read.warnings().stream()
                        : Stream.of((Reading.Complaint) reading))
                .map(Reading.Complaint::reason)
                .collect(Collectors.joining("; "));
    }

    private static String joined(Stream<String> words) {
        return words.collect(Collectors.joining(" "));
    }
}
