package io.wiretag.tagging.gazetteer;

import io.wiretag.tagging.gazetteer.Entry.AgencyForm;
import io.wiretag.tagging.gazetteer.Entry.AgencyName;
import io.wiretag.tagging.gazetteer.Entry.Cue;
import io.wiretag.tagging.gazetteer.Entry.Flag;
import io.wiretag.tagging.text.FoldedText;
import io.wiretag.tagging.text.Word;
import io.wiretag.tagging.text.Word.Spelling;
import java.util.Optional;

/** A written form in the gazetteer as a row of words, what may stand between them, and what it stands for. */
public final class Phrase {
    private final String written;
    private final Word[] words;
    private final int[] joints;
    private final Entry entry;
    /** What must stand right behind: the plus of Vietnam+, the dot of P.; or 0. */
    private final char behind;

    private final boolean needsCapital;
    private final boolean needsTheseCapitals;
    private final boolean mayBePartial;

    private Phrase(String written, Word[] words, int[] joints, Entry entry) {
        if (words.length == 0) {
            throw new IllegalArgumentException("no letter in '" + written + "'");
        }
        this.written = written;
        this.words = words;
        this.joints = joints;
        this.entry = entry;
        behind = behind(written);
        needsCapital = needsCapital(entry);
        needsTheseCapitals = entry.is(Flag.THESE_CAPITALS);
        mayBePartial = entry instanceof Entry.ProvinceName && entry.is(Flag.ANY_CASE) && !entry.is(Flag.PERSON);
    }

    static Phrase of(String written, Entry entry) {
        return of(written, written, entry);
    }

    /**
     * @param written how evidence calls it
     * @param name what of it stands in a text
     */
    static Phrase of(String written, String name, Entry entry) {
        FoldedText text = FoldedText.of(name);
        Word[] words = new Word[text.words()];
        int[] joints = new int[words.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = Word.of(text, i);
            joints[i] = text.gapBefore(i);
        }
        return new Phrase(written, words, joints, entry);
    }

    /** The same words, as the name of something else. */
    Phrase renamed(String otherwise, Entry other) {
        return new Phrase(otherwise, words, joints, other);
    }

    /** As the gazetteer writes it. */
    public String written() {
        return written;
    }

    /** How many words it has, at least one. */
    public int size() {
        return words.length;
    }

    public Word word(int number) {
        return words[number];
    }

    /** What a match means. */
    public Entry entry() {
        return entry;
    }

    /** Whether something must stand right behind it. */
    boolean needsMore() {
        return behind != 0;
    }

    /** Whether it is an abbreviation that needs its dot: P., the ward. */
    public boolean endsWithDot() {
        return behind == '.';
    }

    /** Surnames, and papers that are named by a usual word, are another word without a capital. */
    private static boolean needsCapital(Entry entry) {
        return entry instanceof Cue cue && cue.kind().isPersonal()
                || entry instanceof AgencyName agency && agency.form() == AgencyForm.OUTLET;
    }

    /** Whether its first letter must be a capital in a text. */
    public boolean needsCapital() {
        return needsCapital;
    }

    /** Whether a text that has it begins it with a capital. */
    boolean beginsWithCapital() {
        return needsCapital || needsTheseCapitals && words[0].isCapital();
    }

    public boolean needsTheseCapitals() {
        return needsTheseCapitals;
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
        return behind(written) == 0
                ? key.toString()
                : key.append(behind(written)).toString();
    }

    private static char behind(String written) {
        return written.endsWith("+") || written.endsWith(".") ? written.charAt(written.length() - 1) : 0;
    }

    /** The same name written as one word: {@code Hanoi}, {@code HàNội}. */
    Optional<Phrase> joined() {
        return words.length < 2
                ? Optional.empty()
                : Optional.of(new Phrase(written, new Word[] {Word.joined(words)}, new int[1], entry));
    }

    /** Whether just these words of a text have its letters, whatever their marks. */
    boolean hasLetters(FoldedText text, int from, int to) {
        boolean same = to + 1 - from == words.length;
        for (int i = 0; same && i < words.length; i++) {
            same = text.is(words[i].folded(), from + i);
        }
        return same;
    }

    /** {@link #spelling} of words that have the capitals that the phrase needs; else {@code OTHER}. */
    public Spelling spellingAt(FoldedText text, int first) {
        if (needsCapital && !text.isCapital(first)) {
            return Spelling.OTHER;
        }
        Spelling spelling = spelling(text, first);
        return needsTheseCapitals && spelling != Spelling.OTHER && !hasTheseCapitals(text, first)
                ? Spelling.OTHER
                : spelling;
    }

    /**
     * A small letter before a capital is no way to write a name or a word; the capital begins something else: "quốc gia Lai Châu"
     * is not Gia Lai, "công an Ninh Bình" no "an ninh". In a phrase like "sông Sài Gòn" the capital is the gazetteer's own.
     */
    public boolean isBrokenCase(FoldedText text, int first) {
        if (text.isCapital(first)) {
            return false;
        }
        boolean small = !words[0].isCapital();
        for (int i = 1; i < words.length; i++) {
            if (text.isCapital(first + i) && !(small && words[i].isCapital())) {
                return true;
            }
        }
        return false;
    }

    /** How the words of {@code text} from {@code first} on are spelled, if what stands between them is right. */
    public Spelling spelling(FoldedText text, int first) {
        if (behind != 0 && text.charAfter(first + words.length - 1) != behind) {
            return Spelling.OTHER;
        }
        if (words.length == 1) {
            return Spelling.best(words[0].spellings(text, first));
        }
        int spellings = -1;
        boolean partial = mayBePartial;
        for (int i = 0; i < words.length; i++) {
            if (i > 0 && !mayStandBetween(joints[i], text.gapBefore(first + i))) {
                return Spelling.OTHER;
            }
            int ofWord = words[i].spellings(text, first + i);
            partial &= ofWord != 0;
            spellings &= ofWord;
        }
        return spellings == 0 && partial ? Spelling.PARTIAL : Spelling.best(spellings);
    }

    public boolean hasTheseCapitals(FoldedText text, int first) {
        for (int i = 0; i < words.length; i++) {
            if (!words[i].hasTheseCapitals(text, first + i)) {
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
