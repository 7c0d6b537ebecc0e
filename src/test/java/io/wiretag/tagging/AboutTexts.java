package io.wiretag.tagging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wiretag.tagging.Tags.ProvinceTag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Stories with the provinces that a reader says they are about, one JSON object a line, and the score of a tagger on them. */
record AboutTexts(List<Text> texts) {
    /** @param optional codes that readers may dispute: neither right nor wrong */
    record Text(String id, String language, Story story, Set<String> about, Set<String> optional) {
        boolean isDisputed(String code) {
            return optional.contains(code) && !about.contains(code);
        }
    }

    /** Lines without {@code about} are left out. */
    static AboutTexts read(Path... files) throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<Text> texts = new ArrayList<>();
        for (Path file : files) {
            for (String line : Files.readAllLines(file)) {
                JsonNode text = json.readTree(line);
                if (text.has("about")) {
                    texts.add(text(text));
                }
            }
        }
        return new AboutTexts(texts);
    }

    private static Text text(JsonNode text) {
        List<Story.Field> fields = new ArrayList<>();
        String headline = text.path("headline").asText("");
        if (!headline.isEmpty()) {
            fields.add(new Story.Field(Story.Kind.HEADLINE, "headline", headline));
        }
        fields.add(new Story.Field(Story.Kind.BODY, "body", text.path("text").asText()));
        return new Text(
                text.path("id").asText(),
                text.path("lang").asText(),
                new Story(fields, Optional.empty()),
                codes(text.path("about")),
                codes(text.path("about_optional")));
    }

    private static Set<String> codes(JsonNode list) {
        Set<String> codes = new LinkedHashSet<>();
        list.forEach(code -> codes.add(code.asText()));
        return codes;
    }

    static List<String> about(Tags tags) {
        return tags.provinces().stream()
                .filter(ProvinceTag::about)
                .map(tag -> tag.province().code())
                .toList();
    }

    /** By language. @param about the codes that a text is about, the first one foremost */
    Map<String, Score> score(Function<Text, List<String>> about) {
        Map<String, Score> scores = new TreeMap<>();
        for (Text text : texts) {
            scores.merge(text.language(), Score.of(text, about.apply(text)), Score::plus);
        }
        return scores;
    }

    /** Codes that are right, wrong and missed; texts that are about something, and those of them where the first code is right. */
    record Score(int right, int wrong, int missed, int told, int firstRight) {
        static Score of(Text text, List<String> got) {
            Set<String> wrong = new HashSet<>(got);
            wrong.removeAll(text.about());
            wrong.removeAll(text.optional());
            int right = (int) text.about().stream().filter(got::contains).count();
            boolean first = !got.isEmpty() && text.about().contains(got.get(0));
            return new Score(
                    right,
                    wrong.size(),
                    text.about().size() - right,
                    text.about().isEmpty() ? 0 : 1,
                    first ? 1 : 0);
        }

        Score plus(Score other) {
            return new Score(
                    right + other.right,
                    wrong + other.wrong,
                    missed + other.missed,
                    told + other.told,
                    firstRight + other.firstRight);
        }

        double f1() {
            return 2.0 * right / (2.0 * right + wrong + missed);
        }

        double first() {
            return (double) firstRight / told;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "F1 %.3f (+%d -%d of %d), first %d of %d",
                    f1(),
                    wrong,
                    missed,
                    right + missed,
                    firstRight,
                    told);
        }
    }
}
