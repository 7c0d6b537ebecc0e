package io.wiretag.tagging;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.tagging.GoldTexts.Score;
import io.wiretag.tagging.gazetteer.Gazetteer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Texts that were written by somebody who had not seen the rules, to measure them once ({@code docs/tagging.md} tells how that
 * ended). Since then the rules were mended by them, and they only hold the level.
 */
class HeldOutTextsTest {
    private static final Path DIRECTORY = Path.of("src/test/resources/tagging");

    private final Tagger tagger = Tagger.of(Gazetteer.builtIn());

    @Test
    void provincesAreAsGoodAsTheyWere() throws IOException {
        Map<String, Score> scores = GoldTexts.provinces(DIRECTORY.resolve("held-out-provinces.jsonl"))
                .score(text -> GoldTexts.provinces(tagger.tag(Story.ofText(text))));
        System.out.println("held-out provinces: " + scores);

        assertThat(scores.get("vi").f1()).as("Vietnamese: " + scores).isGreaterThanOrEqualTo(0.99);
        assertThat(scores.get("en").f1()).as("English: " + scores).isGreaterThanOrEqualTo(0.98);
        assertThat(scores.get("all").exact()).as("exact sets: " + scores).isGreaterThanOrEqualTo(0.98);
    }

    @Test
    void agenciesAndTheirRolesAreAsGoodAsTheyWere() throws IOException {
        Map<String, Score> scores = GoldTexts.agencies(DIRECTORY.resolve("held-out-agencies.jsonl"))
                .score(text -> GoldTexts.agencies(tagger.tag(Story.ofText(text))));
        System.out.println("held-out agencies: " + scores);

        assertThat(scores.get("vi").f1()).as("Vietnamese: " + scores).isGreaterThanOrEqualTo(0.99);
        assertThat(scores.get("en").f1()).as("English: " + scores).isGreaterThanOrEqualTo(0.98);
    }

    @Test
    void aSurerMentionIsRightMoreOften() throws IOException {
        int[] mentions = new int[2];
        int[] right = new int[2];
        for (GoldTexts.Text text : GoldTexts.provinces(DIRECTORY.resolve("held-out-provinces.jsonl"))
                .texts()) {
            for (Tags.ProvinceTag tag : tagger.tag(Story.ofText(text.text())).provinces()) {
                String code = tag.province().code();
                for (Tags.Mention mention : tag.mentions()) {
                    int sure = mention.confidence() >= 97 ? 1 : 0;
                    mentions[sure]++;
                    right[sure] += text.tags().contains(code) || text.optional().contains(code) ? 1 : 0;
                }
            }
        }
        double lessSure = (double) right[0] / mentions[0];
        double sure = (double) right[1] / mentions[1];

        assertThat(sure).isGreaterThanOrEqualTo(0.99).isGreaterThan(lessSure);
        assertThat(lessSure).isGreaterThanOrEqualTo(0.9);
    }
}
