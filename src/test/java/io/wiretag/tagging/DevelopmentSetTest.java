package io.wiretag.tagging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * Scores the tagger on the development texts where they are at hand ({@code -Deval.dir=...}; their licences keep them out of the
 * project), and fails when it falls under the level that was reached. Without the texts it is skipped.
 */
class DevelopmentSetTest {
    private static final Path DIRECTORY = Path.of(System.getProperty("eval.dir", "../shared/eval"));

    private final Tagger tagger = Tagger.of(Gazetteer.builtIn());

    @Test
    void provincesAreAsGoodAsTheyWere() throws IOException {
        Map<String, Score> scores = score(
                "provinces-dev.jsonl",
                "provinces",
                JsonNode::asText,
                text -> tagger.tag(Story.ofText(text)).provinces().stream()
                        .map(tag -> tag.province().code())
                        .collect(Collectors.toSet()));

        assertThat(scores.get("vi").f1()).as("F1, Vietnamese: " + scores).isGreaterThanOrEqualTo(0.998);
        assertThat(scores.get("en").f1()).as("F1, English: " + scores).isGreaterThanOrEqualTo(0.995);
        assertThat(scores.get("all").exact()).as("exact sets: " + scores).isGreaterThanOrEqualTo(0.998);
    }

    @Test
    void agenciesAndTheirRolesAreAsGoodAsTheyWere() throws IOException {
        Map<String, Score> scores = score(
                "agencies-dev.jsonl",
                "agencies",
                DevelopmentSetTest::role,
                text -> tagger.tag(Story.ofText(text)).agencies().stream()
                        .map(tag ->
                                tag.agency().code() + " " + tag.role().name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.toSet()));

        assertThat(scores.get("vi").f1()).as("F1, Vietnamese: " + scores).isGreaterThanOrEqualTo(0.99);
        assertThat(scores.get("en").f1()).as("F1, English: " + scores).isGreaterThanOrEqualTo(0.99);
    }

    private static Map<String, Score> score(
            String file, String field, Function<JsonNode, String> tag, Function<String, Set<String>> tagging)
            throws IOException {
        Path path = DIRECTORY.resolve(file);
        assumeTrue(Files.isReadable(path), () -> "skipped: no development texts at " + path);
        ObjectMapper json = new ObjectMapper();
        Map<String, Score> scores = new TreeMap<>();
        for (String line : Files.readAllLines(path)) {
            JsonNode text = json.readTree(line);
            Set<String> wanted = tags(text.path(field), tag);
            Set<String> got = new TreeSet<>(tagging.apply(text.path("text").asText()));
            tags(text.path("optional"), tag).stream()
                    .filter(code -> !wanted.contains(code))
                    .forEach(got::remove);
            scores.merge("all", Score.of(wanted, got), Score::plus);
            scores.merge(text.path("lang").asText(), Score.of(wanted, got), Score::plus);
        }
        return scores;
    }

    private static Set<String> tags(JsonNode list, Function<JsonNode, String> tag) {
        return StreamSupport.stream(list.spliterator(), false).map(tag).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String role(JsonNode agency) {
        return agency.path("code").asText() + " " + agency.path("role").asText();
    }

    /** Tags that are right, wrong and missed, and texts with exactly the right ones. */
    private record Score(int right, int wrong, int missed, int texts, int exactTexts) {
        static Score of(Set<String> wanted, Set<String> got) {
            int right = (int) wanted.stream().filter(got::contains).count();
            return new Score(right, got.size() - right, wanted.size() - right, 1, wanted.equals(got) ? 1 : 0);
        }

        Score plus(Score other) {
            return new Score(
                    right + other.right,
                    wrong + other.wrong,
                    missed + other.missed,
                    texts + other.texts,
                    exactTexts + other.exactTexts);
        }

        double f1() {
            return 2.0 * right / (2.0 * right + wrong + missed);
        }

        double exact() {
            return (double) exactTexts / texts;
        }
    }
}
