package io.wiretag.tagging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Texts with the tags that readers gave them, one JSON object a line, and the score of a tagger on them. An optional tag, one that
 * readers may dispute, is neither right nor wrong.
 */
record GoldTexts(List<Text> texts) {
    /** @param tags what must be found; codes, for agencies with their role: {@code VNA origin} */
    record Text(String id, String language, String text, Set<String> tags, Set<String> optional) {}

    static GoldTexts provinces(Path file) throws IOException {
        return read(file, "provinces", JsonNode::asText);
    }

    static GoldTexts agencies(Path file) throws IOException {
        return read(
                file,
                "agencies",
                agency ->
                        agency.path("code").asText() + " " + agency.path("role").asText());
    }

    static Set<String> provinces(Tags tags) {
        return tags.provinces().stream().map(tag -> tag.province().code()).collect(Collectors.toSet());
    }

    static Set<String> agencies(Tags tags) {
        return tags.agencies().stream()
                .map(tag -> tag.agency().code() + " " + tag.role().name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    /** By language, and {@code all}. */
    Map<String, Score> score(Function<String, Set<String>> tagging) {
        Map<String, Score> scores = new TreeMap<>();
        for (Text text : texts) {
            Set<String> got = new TreeSet<>(tagging.apply(text.text()));
            text.optional().stream().filter(code -> !text.tags().contains(code)).forEach(got::remove);
            scores.merge("all", Score.of(text.tags(), got), Score::plus);
            scores.merge(text.language(), Score.of(text.tags(), got), Score::plus);
        }
        return scores;
    }

    private static GoldTexts read(Path file, String field, Function<JsonNode, String> tag) throws IOException {
        ObjectMapper json = new ObjectMapper();
        return new GoldTexts(Files.readAllLines(file).stream()
                .map(line -> {
                    try {
                        return json.readTree(line);
                    } catch (IOException e) {
                        throw new UncheckedIOException(file + ": " + line, e);
                    }
                })
                .map(text -> new Text(
                        text.path("id").asText(),
                        text.path("lang").asText(),
                        text.path("text").asText(),
                        tags(text.path(field), tag),
                        tags(text.path("optional"), tag)))
                .toList());
    }

    private static Set<String> tags(JsonNode list, Function<JsonNode, String> tag) {
        return StreamSupport.stream(list.spliterator(), false).map(tag).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Tags that are right, wrong and missed, and texts with exactly the right ones. */
    record Score(int right, int wrong, int missed, int texts, int exactTexts) {
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

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT, "F1 %.4f exact %.4f (+%d -%d of %d)", f1(), exact(), wrong, missed, right + missed);
        }
    }
}
