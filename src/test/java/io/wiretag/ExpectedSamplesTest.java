package io.wiretag;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wiretag.intake.format.ArticleReaders;
import io.wiretag.intake.format.Format;
import io.wiretag.intake.format.Reading;
import io.wiretag.intake.format.Source;
import io.wiretag.life.ArticleTagger;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.testing.Needs;
import io.wiretag.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * Files in the formats that newsrooms send, from the file to its tags, against what they must give. The files are not part of
 * the project.
 */
@Needs(Tool.SAMPLES)
class ExpectedSamplesTest {
    private static final Path SAMPLES = Tool.samples();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ArticleTagger tagger = new ArticleTagger(Wiretag.tagger(List.of()));

    @Test
    void everyFileGivesTheArticlesAndTheTagsItMust() throws IOException {
        int compared = 0;
        for (String line : Files.readAllLines(SAMPLES.resolve("expected.jsonl"))) {
            JsonNode expected = JSON.readTree(line);
            String file = expected.get("file").asText();
            compare(file, expected);
            compared++;
        }
        assertThat(compared).isPositive();
    }

    private void compare(String file, JsonNode expected) throws IOException {
        Source source = new Source(file, Files.readAllBytes(SAMPLES.resolve(file)));
        Reading reading = ArticleReaders.read(source, Format.AUTO)
                .get(expected.path("item").asInt());
        file += " " + expected.path("item").asInt();
        if (expected.path("rejected").asBoolean()) {
            assertThat(reading).as(file).isInstanceOf(Reading.Complaint.class);
            return;
        }
        assertThat(reading).as(file).isInstanceOf(Reading.Read.class);
        TaggedArticle tagged = tagger.tag(((Reading.Read) reading).article(), Instant.EPOCH);
        // these expectations are of before a guid that is no URI hung on its feed, and a number of 7901 on its day
        assertThat(tagged.getArticle()
                        .getUri()
                        .replaceFirst("^https://wire\\.example/#", "")
                        .replaceFirst(":\\d{4}-\\d{2}-\\d{2}$", ""))
                .as(file)
                .isEqualTo(text(expected, "uri"));
        assertThat(tagged.getArticle().getVersion()).as(file).isEqualTo(text(expected, "version"));
        assertThat(tagged.getArticle().getPubStatus().name()).as(file).isEqualTo(text(expected, "pubStatus"));
        Set<String> optional = texts(expected.path("optional"), JsonNode::asText);
        Set<String> provinces = new TreeSet<>();
        tagged.getProvinces().forEach(tag -> provinces.add(tag.getCode()));
        provinces.removeAll(optional);
        assertThat(provinces).as(file).isEqualTo(texts(expected.get("provinces"), JsonNode::asText));
        Set<String> agencies = new TreeSet<>();
        tagged.getAgencies().forEach(tag -> agencies.add(tag.getCode() + " " + tag.getRole()));
        assertThat(agencies)
                .as(file)
                .isEqualTo(
                        texts(expected.get("agencies"), agency -> text(agency, "code") + " " + text(agency, "role")));
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).isTextual() ? node.get(field).asText() : null;
    }

    private static Set<String> texts(JsonNode array, Function<JsonNode, String> text) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(text.apply(item)));
        return new TreeSet<>(texts);
    }
}
