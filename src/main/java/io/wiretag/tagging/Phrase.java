package io.wiretag.tagging;

import io.wiretag.tagging.Entry.Flag;
import io.wiretag.tagging.Word.Spelling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A written form in the gazetteer as a row of words, what may stand between them, and what it stands for.
 *
 * @param written as the gazetteer writes it
 * @param words at least one
 * @param joints what the gazetteer writes between the words, as bits of {@link FoldedText}; one less than words
 * @param entry what a match means
 */
record Phrase(String written, List<Word> words, List<Integer> joints, Entry entry) {
    Phrase {
        words = List.copyOf(words);
        joints = List.copyOf(joints);
        if (words.isEmpty()) {
            throw new IllegalArgumentException("no letter in '" + written + "'");
        }
    }

    static Phrase of(String written, Entry entry) {
        FoldedText text = FoldedText.of(written);
        List<Word> words = new ArrayList<>();
        List<Integer> joints = new ArrayList<>();
        for (int i = 0; i < text.words(); i++) {
            words.add(Word.of(text, i));
            if (i > 0) {
                joints.add(text.gapBefore(i));
            }
        }
        return new Phrase(written, words, joints, entry);
    }

    /** Equal for names that are one name however an editor types them: blanks, hyphens' blanks and the tone mark's place do not count. */
    String key() {
        return key(written);
    }

    static String key(String written) {
        FoldedText text = FoldedText.of(written);
        StringBuilder key = new StringBuilder();
        for (int i = 0; i < text.words(); i++) {
            if (i > 0) {
                int joint = text.gapBefore(i) & ~(FoldedText.SPACE | FoldedText.LINE_END);
                key.append(joint == 0 ? " " : "<" + joint + ">");
            }
            key.append(Word.of(text, i).key());
        }
        return written.endsWith("+") ? key.append('+').toString() : key.toString();
    }

    /** The same name written as one word: {@code Hanoi}, {@code HàNội}. */
    Optional<Phrase> joined() {
        return words.size() < 2
                ? Optional.empty()
                : Optional.of(new Phrase(written, List.of(Word.joined(words.toArray(new Word[0]))), List.of(), entry));
    }

    /** How the words of {@code text} from {@code first} on are spelled, if what stands between them is right. */
    Spelling spelling(FoldedText text, int first) {
        if (!written.isEmpty()
                && written.charAt(written.length() - 1) == '+'
                && text.charAfter(first + words.size() - 1) != '+') {
            return Spelling.OTHER; // Vietnam+
        }
        int spellings = -1;
        boolean partial = entry instanceof Entry.Place && entry.is(Flag.ANY_CASE) && !entry.is(Flag.PERSON);
        for (int i = 0; i < words.size(); i++) {
            if (i > 0 && !mayStandBetween(joints.get(i - 1), text.gapBefore(first + i))) {
                return Spelling.OTHER;
            }
            int ofWord = words.get(i).spellings(text, first + i);
            partial &= ofWord != 0;
            spellings &= ofWord;
        }
        return spellings == 0 && partial ? Spelling.PARTIAL : Spelling.best(spellings);
    }

    boolean hasTheseCapitals(FoldedText text, int first) {
        for (int i = 0; i < words.size(); i++) {
            if (!words.get(i).hasTheseCapitals(text, first + i)) {
                return false;
            }
        }
        return true;
    }

    /** A blank may be a line end or a hyphen; a dash may have blanks around it or be left out; a dot may have a blank. */
    private static boolean mayStandBetween(int joint, int gap) {
        if (gap == joint || FoldedText.isPlain(gap) && joint != FoldedText.SLASH) {
            return true;
        }
        if (FoldedText.isPlain(joint)) {
            return gap == FoldedText.DASH;
        }
        int blanks = FoldedText.SPACE | FoldedText.LINE_END;
        int allowed = joint | blanks;
        return gap != 0 && (gap & ~allowed) == 0;
    }
}
