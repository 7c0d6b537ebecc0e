package io.wiretag.tagging.gazetteer;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.tagging.gazetteer.Entry.Cue;
import io.wiretag.tagging.gazetteer.Entry.Flag;
import io.wiretag.tagging.gazetteer.Entry.Trap;
import io.wiretag.tagging.text.FoldedText;
import io.wiretag.tagging.text.Word.Spelling;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

class LoneCuesTest {
    /** With more than one way to set each mark, and with marks of other languages. */
    private static final String[] D = {"d", "đ", "D", "Đ", "ď"};

    private static final String[] O = {
        "o", "o", "ò", "ó", "ỏ", "õ", "ọ", "ô", "ồ", "ố", "ộ", "ơ", "ờ", "ö", "O", "o\u0303"
    };

    private static final String[] A = {
        "a", "a", "à", "á", "ả", "ã", "ạ", "â", "ầ", "ấ", "ậ", "ă", "ằ", "ä", "À", "â\u0323"
    };

    private static final Flag[] FLAGS = {Flag.THESE_MARKS, Flag.THESE_CAPITALS};

    /** The quick way against the full one, which asks phrase by phrase. */
    @RepeatedTest(60)
    void whatAWordSaysAloneIsWhatItsPhrasesSay(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        int known = 0;
        for (int i = 0; i < 20; i++) {
            Phrase[] phrases = IntStream.rangeClosed(0, random.nextInt(4))
                    .mapToObj(number -> phrase(random))
                    .toArray(Phrase[]::new);
            LoneCues cues = LoneCues.of(phrases);
            for (int form = 0; form < 200; form++) {
                FoldedText text = FoldedText.of(word(random) + (random.nextBoolean() ? "." : " x"));

                long kinds = cues.kinds(text, 0);

                if (kinds != LoneCues.NOT_KNOWN) {
                    known++;
                    assertThat(kinds)
                            .as("%s as %s", text.original(), phrases[0].written())
                            .isEqualTo(kinds(phrases, text));
                }
            }
        }
        assertThat(known).isGreaterThan(1000);
    }

    /** All have the same letters, as those of one look-up have. */
    private static String word(Random random) {
        return one(D, random) + one(O, random) + one(A, random);
    }

    private static String one(String[] letters, Random random) {
        return letters[random.nextInt(letters.length)];
    }

    private static Phrase phrase(Random random) {
        Set<Flag> flags = EnumSet.noneOf(Flag.class);
        for (Flag flag : FLAGS) {
            if (random.nextInt(6) == 0) {
                flags.add(flag);
            }
        }
        CueKind[] kinds = CueKind.values();
        Entry entry = random.nextInt(10) == 0
                ? new Trap(Optional.empty(), flags)
                : new Cue(kinds[random.nextInt(kinds.length)], flags);
        return Phrase.of(word(random) + (random.nextInt(8) == 0 ? "." : ""), entry);
    }

    /** {@link LoneCues#NOT_KNOWN} where more than the word would have to be asked. */
    private static long kinds(Phrase[] phrases, FoldedText text) {
        long kinds = 0;
        for (Phrase phrase : phrases) {
            Spelling spelling = phrase.spelling(text, 0);
            if (spelling == Spelling.OTHER
                    || phrase.needsCapital() && !text.isCapital(0)
                    || phrase.needsTheseCapitals() && !phrase.hasTheseCapitals(text, 0)) {
                continue;
            }
            if (!(phrase.entry() instanceof Cue cue)
                    || cue.kind() == CueKind.BARE
                    || spelling != Spelling.EXACT
                            && (cue.kind().isPersonal() || cue.kind().isReadBare())) {
                return LoneCues.NOT_KNOWN;
            }
            kinds |= spelling == Spelling.EXACT ? cue.kind().bit() : 0;
        }
        return kinds;
    }
}
