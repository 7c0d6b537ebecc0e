package io.wiretag.tagging;

import io.wiretag.tagging.gazetteer.Gazetteer;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the tagger tells of a text, as one line that a table can hold. In a text {@code \n} is a line end. */
final class Told {
    private static final Tagger TAGGER = Tagger.of(Gazetteer.builtIn());

    /** So many paragraphs that no sign-off is looked for above them. */
    private static final String REST_OF_STORY =
            "\\n\\nHọc sinh trở lại trường từ sáng nay.\\n\\nChợ mở cửa sớm và đông khách."
                    + "\\n\\nXe chạy bình thường vào buổi chiều.";

    private record Stretch(int start, String said) {}

    private Told() {}

    static Explanation explanation(String text) {
        return TAGGER.explain(Story.ofText(text.replace("\\n", "\n")));
    }

    /** The text as a paragraph with the rest of a story behind it. */
    static String inStory(String paragraph) {
        return paragraph + REST_OF_STORY;
    }

    /** What stands in the text for provinces, "Hà Nội, Hà Nội, Huế", or "-". */
    static String places(String text) {
        return line(explanation(text).tags().provinces().stream()
                .flatMap(tag -> tag.mentions().stream())
                .map(m -> new Stretch(m.start(), m.text())));
    }

    /** All that looks like a place, with the rule that judged it: "Hà Nội where, Hải Dương person". */
    static String placesByRule(String text) {
        Explanation explanation = explanation(text);
        return line(Stream.concat(
                explanation.tags().provinces().stream()
                        .flatMap(tag -> tag.mentions().stream())
                        .map(m -> new Stretch(m.start(), m.text() + " " + m.rule())),
                explanation.rejected().stream()
                        .filter(r -> r.code().startsWith("VN-"))
                        .map(r -> new Stretch(r.start(), r.text() + " " + r.rule()))));
    }

    /** All that looks like an agency, with its role: "Reuters origin, AP none". */
    static String agencies(String text) {
        Explanation explanation = explanation(text);
        return line(Stream.concat(
                explanation.tags().agencies().stream()
                        .flatMap(tag -> tag.mentions().stream()
                                .map(m -> new Stretch(
                                        m.start(),
                                        m.text() + " " + tag.role().name().toLowerCase(Locale.ROOT)))),
                explanation.rejected().stream()
                        .filter(r -> !r.code().startsWith("VN-"))
                        .map(r -> new Stretch(r.start(), r.text() + " none"))));
    }

    private static String line(Stream<Stretch> stretches) {
        String line = stretches
                .sorted(Comparator.comparingInt(Stretch::start))
                .map(Stretch::said)
                .collect(Collectors.joining(", "));
        return line.isEmpty() ? "-" : line;
    }
}
