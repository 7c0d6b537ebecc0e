package io.wiretag.tagging.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordSetTest {
    @Test
    void itHasItsWordsHoweverTheyAreWrittenAndNoOthers() {
        FoldedText text = FoldedText.of("Từ TỨ tu\u0300 tư0 tut ut spokesperson spokespersons");

        WordSet set = WordSet.of("tu", "spokesperson");

        for (int word = 0; word < text.words(); word++) {
            assertThat(set.has(text, word)).as(text.text(word)).isEqualTo(word < 3 || word == 6);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"spokespersons", "từ", "tu nam"})
    void itRefusesWhatItCouldNotTellFromOtherWords(String word) {
        assertThatThrownBy(() -> WordSet.of("tu", word)).hasMessageContaining(word);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "0", "z9", "spokesperson", "spokespersons", "zzzzzzzzzzzz", "новости", "新華社"})
    void aWordHasTheKeyOfItsLetters(String folded) {
        FoldedText text = FoldedText.of(folded);

        assertThat(text.key(0)).isEqualTo(FoldedText.key(folded));
        assertThat(FoldedText.isOwn(text.key(0))).isEqualTo(folded.matches("[a-z0-9]{1,12}"));
    }
}
