package io.wiretag.tagging.gazetteer;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.tagging.text.FoldedText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Cues are read where they are asked for: what is answered must not hang on who asks first. */
class CuesTest {
    private static final Lexicon LEXICON = Gazetteer.builtIn().lexicon();

    @Test
    void whoAsksFirstAndInWhichOrderChangesNoAnswer() throws IOException {
        for (String text : texts()) {
            List<Integer> order = words(text);
            TreeMap<String, Object> expected = answers(FoldedText.of(text), order, CueKind.values());
            assertThat(expected).isNotEmpty();

            Collections.reverse(order);
            assertThat(answers(FoldedText.of(text), order, reversed())).isEqualTo(expected);
            Collections.shuffle(order, new Random(text.length()));
            assertThat(answers(FoldedText.of(text), order, CueKind.values())).isEqualTo(expected);
        }
    }

    @Test
    void whatWasReadBeforeInTheSameArraysChangesNoAnswer() throws IOException {
        FoldedText reused = new FoldedText();
        Cues cues = new Cues(reused);
        for (String text : texts()) {
            for (String next : List.of(text, text.substring(0, text.length() / 3), text)) {
                reused.read(next);
                cues.open(LEXICON);
                LEXICON.scan(reused, cues, (phrases, first, last) -> {});
                TreeMap<String, Object> answers = ask(cues, reused, words(next), CueKind.values());
                assertThat(cues.lengthEndingAt(reused.words())).isZero();
                assertThat(cues.lengthStartingAt(reused.words())).isZero();
                cues.close();

                assertThat(answers).isEqualTo(answers(FoldedText.of(next), words(next), CueKind.values()));
            }
        }
    }

    private static TreeMap<String, Object> answers(FoldedText text, List<Integer> words, CueKind... kinds) {
        Cues cues = new Cues(text);
        cues.open(LEXICON);
        LEXICON.scan(text, cues, (phrases, first, last) -> {});
        return ask(cues, text, words, kinds);
    }

    private static TreeMap<String, Object> ask(Cues cues, FoldedText text, List<Integer> words, CueKind... kinds) {
        TreeMap<String, Object> answers = new TreeMap<>();
        for (int word : words) {
            for (CueKind kind : kinds) {
                answers.put(kind + " ends at " + word, cues.endsAt(kind, word));
                answers.put(kind + " starts at " + word, cues.startsAt(kind, word));
            }
            answers.put("length to " + word, cues.lengthEndingAt(word));
            answers.put("length from " + word, cues.lengthStartingAt(word));
        }
        for (CueKind kind : kinds) {
            answers.put("has " + kind, cues.has(kind));
        }
        answers.put("foreign", cues.areForeign());
        assertThat(words).hasSize(text.words());
        return answers;
    }

    private static List<Integer> words(String text) {
        List<Integer> words = new ArrayList<>();
        for (int word = 0; word < FoldedText.of(text).words(); word++) {
            words.add(word);
        }
        return words;
    }

    private static CueKind[] reversed() {
        List<CueKind> kinds = new ArrayList<>(List.of(CueKind.values()));
        Collections.reverse(kinds);
        return kinds.toArray(CueKind[]::new);
    }

    private static List<String> texts() throws IOException {
        List<String> texts = new ArrayList<>(List.of(
                // cues that ask for the cue before them, deeper than they are followed one by one
                "of P. ".repeat(30) + "Ha Noi",
                "ông Nguyễn Văn A, phường 12, quận Tân Bình; ".repeat(12),
                "Thu tuong Pham Minh Chinh tham tinh Nghe An, duong Le Loi, phuong Vinh Tan"));
        try (Stream<Path> samples = Files.list(Path.of("src", "main", "resources", "samples"))) {
            for (Path sample : samples.sorted().toList()) {
                texts.add(Files.readString(sample));
            }
        }
        return texts;
    }
}
