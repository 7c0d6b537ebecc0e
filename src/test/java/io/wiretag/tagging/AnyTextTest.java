package io.wiretag.tagging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.wiretag.tagging.gazetteer.Gazetteer;
import io.wiretag.tagging.text.FoldedText;
import io.wiretag.tagging.text.Word;
import java.text.Normalizer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every text, sensible or not. */
class AnyTextTest {
    private static final Tagger TAGGER = Tagger.of(Gazetteer.builtIn());

    private static final String[] NAMES = {
        "Hà Nội",
        "HÀ NỘI",
        "Ha Noi",
        "Hanoi",
        "Thừa Thiên - Huế",
        "TP.HCM",
        "BR-VT",
        "Đắk Lắk",
        "tỉnh Hòa Bình",
        "thành phố Vinh",
        "Thái Bình Dương",
        "Nguyễn Hải Dương",
        "TTXVN",
        "VNA/VNS Photo",
        "Theo AFP",
        "(Reuters)",
        "— VNS",
        "phường Bình Thuận",
        "Vietnam+"
    };

    private static final String[] JOINTS = {
        " ", "\u00a0", "\u200b", "\n", "\r\n", "\n\n", ", ", " - ", "/", "(", ") ", ". ", ": ", "", "|", "./."
    };

    @RepeatedTest(200)
    void everyMentionPointsIntoTheOriginalAndFoldsToItsEntry(RepetitionInfo repetition) {
        String text = randomText(new Random(repetition.getCurrentRepetition()));

        Explanation explanation = TAGGER.explain(Story.ofText(text));

        Stream.concat(
                        explanation.tags().provinces().stream().flatMap(tag -> tag.mentions().stream()),
                        explanation.tags().agencies().stream().flatMap(tag -> tag.mentions().stream()))
                .forEach(mention -> {
                    assertThat(text.substring(mention.start(), mention.end())).isEqualTo(mention.text());
                    if (DivisionRules.isRule(mention.rule())) { // its entry says the kind as well
                        assertThat(letters(mention.entry())).endsWith(letters(mention.text()));
                    } else {
                        assertThat(letters(mention.text())).isEqualTo(letters(mention.entry()));
                    }
                });
        explanation.rejected().forEach(rejected -> {
            assertThat(text.substring(rejected.start(), rejected.end())).isEqualTo(rejected.text());
            assertThat(letters(rejected.text())).isEqualTo(letters(rejected.entry()));
        });
    }

    @RepeatedTest(50)
    void aDecomposedTextGetsTheSameTags(RepetitionInfo repetition) {
        String text =
                Normalizer.normalize(randomWords(new Random(repetition.getCurrentRepetition())), Normalizer.Form.NFC);

        Tags composed = TAGGER.tag(Story.ofText(text));
        Tags decomposed = TAGGER.tag(Story.ofText(Normalizer.normalize(text, Normalizer.Form.NFD)));

        assertThat(summary(decomposed)).isEqualTo(summary(composed));
    }

    /** Stories are read into the arrays of the one before. */
    @RepeatedTest(100)
    void whatWasReadBeforeChangesNoTag(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        TAGGER.tag(story(random));
        Story story = story(random);

        assertThat(TAGGER.explain(story)).isEqualTo(TAGGER.read(story, true).explanation());
    }

    private static Story story(Random random) {
        Story.Kind[] kinds = Story.Kind.values();
        return new Story(
                IntStream.rangeClosed(0, random.nextInt(12))
                        .mapToObj(i -> new Story.Field(
                                kinds[random.nextInt(kinds.length)],
                                "field " + i,
                                randomText(random).repeat(random.nextInt(40) == 0 ? 200 : 1)))
                        .toList(),
                Optional.empty());
    }

    static Stream<String> longTexts() {
        return Stream.of(
                "a",
                "\u0301",
                "a\u0301\u0323",
                " ",
                "\n",
                "\n\n",
                "- ",
                "(",
                ")",
                ". ",
                "|",
                "• a\n",
                "1 ",
                "\ud83d",
                "\udc00",
                "Hà ",
                "Hà Nội ",
                "Hà Nội, ",
                "Hồ Chí Minh, ",
                "Hồ Chí Minh và ",
                "Vinh, ",
                "Hà Nam ",
                "hòa bình, ",
                "14 phường: Huế, ",
                "AP, ",
                "(AFP/",
                "AFP and ",
                "Photo: VNA ",
                "Photo. ",
                "Ảnh: ",
                "— VNS\n\n",
                "Theo AFP\n\n",
                "Hà Nội (VNS) — \n\n",
                "Nguyễn Hải Dương ",
                "provided by AFP ",
                "a:\n",
                "• ",
                "09:12 2021\n");
    }

    @ParameterizedTest
    @Tag("full")
    @MethodSource("longTexts")
    void theCostIsLinearInTheText(String piece) {
        String text = piece.repeat(1_000_000 / piece.length());

        // quadratic cost would take hours; linear cost takes well under a second
        assertTimeoutPreemptively(Duration.ofSeconds(15), () -> TAGGER.explain(Story.ofText(text)));
    }

    @Test
    void aTextWithoutWordsHasNoTags() {
        for (String text : List.of("", " ", "\n", "—", "./.", "()", "\ud800", "\ufeff")) {
            assertThat(TAGGER.tag(Story.ofText(text)).provinces()).isEmpty();
        }
    }

    /** As a body of another country's, and then as the last word. */
    @Test
    void aBodyThatEndsTheTextIsTaggedAsAnyOther() {
        String text = "Chinese Ministry of Health. Ministry of Health";

        assertThat(Tagger.of(Gazetteer.builtIn()).explain(Story.ofText(text)).rejected())
                .extracting(Explanation.Rejected::rule)
                .containsExactly("foreign", "namesake");
    }

    /** Java copies a word that is put into small letters for each of these, and a name once for each of its words. */
    @Test
    @Timeout(value = 1, unit = TimeUnit.MINUTES)
    void aWordAndANameOfAMegabyteAreReadToTheEnd() {
        String endless = "İ".repeat(1 << 20);
        String story = "Lũ ở Huế. " + endless + "\n\nTheo TTXVN " + endless + "\n\n" + endless + ": Ảnh TTXVN";

        assertThat(TAGGER.tag(Story.ofText(story)).provinces()).hasSize(1);
        assertThat(Word.joined(IntStream.range(0, 1 << 18)
                                .mapToObj(i -> Word.of(FoldedText.of("Hà"), 0))
                                .toArray(Word[]::new))
                        .folded())
                .hasSize(2 << 18);
    }

    /** Unicode composes these letters to more characters than they came as. */
    @Test
    void aTextThatGrowsWhenItIsComposedIsTaggedAsAnyOther() {
        for (String growing : List.of("x\u0344", "\ufb2c\u0301", "\u0958\u0323")) {
            String text = growing + " Hà Nội";

            assertThat(summary(TAGGER.tag(Story.ofText(text))))
                    .isEqualTo(summary(TAGGER.tag(Story.ofText("x Hà Nội"))));
        }
    }

    private static String randomText(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(60); i >= 0; i--) {
            switch (random.nextInt(6)) {
                case 0 -> text.append((char) random.nextInt(0x10000));
                case 1 -> text.append((char) (0x300 + random.nextInt(0x30)));
                case 2 -> text.append(JOINTS[random.nextInt(JOINTS.length)]);
                case 3 -> text.append(Normalizer.normalize(name(random), Normalizer.Form.NFD));
                default -> text.append(name(random)).append(JOINTS[random.nextInt(JOINTS.length)]);
            }
        }
        return text.toString();
    }

    private static String randomWords(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(30); i >= 0; i--) {
            text.append(name(random)).append(JOINTS[random.nextInt(JOINTS.length)]);
        }
        return text.toString();
    }

    private static String name(Random random) {
        return NAMES[random.nextInt(NAMES.length)];
    }

    /** Base letters and digits alone: what folding leaves of a name when the blanks are taken out. */
    private static String letters(String name) {
        FoldedText folded = FoldedText.of(name);
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < folded.words(); i++) {
            letters.append(folded.folded(i));
        }
        return letters.toString();
    }

    private static List<String> summary(Tags tags) {
        return Stream.concat(
                        tags.provinces().stream()
                                .map(t -> t.province().code() + " " + t.relevance() + " "
                                        + t.mentions().size()),
                        tags.agencies().stream().map(t -> t.agency().code() + " " + t.role()))
                .sorted()
                .toList();
    }
}
