package io.wiretag.tagging;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.tagging.AboutTexts.Score;
import io.wiretag.tagging.gazetteer.Gazetteer;
import io.wiretag.testing.Needs;
import io.wiretag.testing.Tool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * How well it is told what stories are about. The stories here were written before the rules were seen, and scored once; {@code
 * docs/tagging.md} has the figures. From those of the first two files {@link RelevanceTrainer} has learnt since.
 */
class AboutTest {
    private static final Path DIRECTORY = Path.of("src/test/resources/tagging");

    private final Tagger tagger = Tagger.of(Gazetteer.builtIn());

    @Test
    void storiesThatWereLearntFromAreTold() throws IOException {
        Map<String, Score> scores = score(DIRECTORY.resolve("blind-about.jsonl"));

        assertThat(scores.get("vi").f1()).as("Vietnamese: " + scores).isGreaterThanOrEqualTo(0.85);
        assertThat(scores.get("en").f1()).as("English: " + scores).isGreaterThanOrEqualTo(0.75);
        assertThat(scores.get("vi").first()).as("Vietnamese: " + scores).isGreaterThanOrEqualTo(0.85);
    }

    @Test
    void storiesThatWereNeverLearntFromAreTold() throws IOException {
        Map<String, Score> scores = score(DIRECTORY.resolve("blind-about-check.jsonl"));

        assertThat(scores.get("vi").f1()).as("Vietnamese: " + scores).isGreaterThanOrEqualTo(0.9);
        assertThat(scores.get("en").f1()).as("English: " + scores).isGreaterThanOrEqualTo(0.75);
    }

    @Test
    void shortTextsFullOfTrapsAreToldAsWellAsTheyWere() throws IOException {
        Map<String, Score> scores = score(DIRECTORY.resolve("held-out-provinces.jsonl"));

        assertThat(scores.get("vi").f1()).as("Vietnamese: " + scores).isGreaterThanOrEqualTo(0.85);
        assertThat(scores.get("en").f1()).as("English: " + scores).isGreaterThanOrEqualTo(0.8);
    }

    @Test
    @Needs(Tool.DEVELOPMENT_TEXTS)
    void developmentStoriesAreTold() throws IOException {
        Map<String, Score> scores = score(Tool.developmentTexts().resolve("stories-dev.jsonl"));

        assertThat(scores.get("vi").f1()).as("Vietnamese: " + scores).isGreaterThanOrEqualTo(0.94);
        assertThat(scores.get("en").f1()).as("English: " + scores).isGreaterThanOrEqualTo(0.92);
        assertThat(scores.get("vi").first()).as("Vietnamese: " + scores).isGreaterThanOrEqualTo(0.94);
        assertThat(scores.get("en").first()).as("English: " + scores).isGreaterThanOrEqualTo(0.93);
    }

    private Map<String, Score> score(Path file) throws IOException {
        Map<String, Score> scores = AboutTexts.read(file).score(text -> AboutTexts.about(tagger.tag(text.story())));
        System.out.println("about, " + file.getFileName() + ": " + scores);
        return scores;
    }
}
