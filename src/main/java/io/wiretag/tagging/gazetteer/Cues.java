package io.wiretag.tagging.gazetteer;

import io.wiretag.tagging.gazetteer.Entry.Cue;
import io.wiretag.tagging.gazetteer.Entry.Flag;
import io.wiretag.tagging.text.FoldedText;
import io.wiretag.tagging.text.Word.Spelling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The cues of a text, read where somebody asks for them: rules look at the words beside names, and a story has many words that are beside
 * none. Each word is read at most once. Of several cues that end (or begin) with a word the longest counts, and all that are as long.
 */
public final class Cues {
    private record BareCue(CueKind kind, int word) {}

    /** So many words that only Vietnamese has show that a text without diacritics is Vietnamese. */
    private static final int FEWEST_BARE_WORDS = 3;

    /** Fewer will do for a text of so few words. */
    private static final int SHORT_TEXT = 20;

    /** One may be a name, as Phuong is; a title without diacritics has more. */
    private static final int FEWEST_BARE_CAPITALS = 2;

    /** Asked for one word, that of a cue before it may be asked, and so on: from here on they are read from the first to the last. */
    private static final int DEEPEST = 20;

    /** What is known of a word: the number of its letters among those of cues, counted from 2; 1 for none, 0 if that was not asked. */
    private static final int NUMBER = (1 << 24) - 1;

    /** Whether all cues that begin with a word were read, */
    private static final int START_READ = 1 << 24;

    /** and all that end with it. */
    private static final int END_READ = 1 << 25;

    private final FoldedText text;
    /** Null between two texts: a thread outlives a tagger. */
    private Lexicon lexicon;

    /** The kinds of the longest cues that end with a word, and from bit {@link CueKind#BITS} on how many words these have. */
    private long[] ending = {};

    private long[] starting = {};
    private int[] known = {};

    private long anywhere;

    /**
     * The words that a cue may begin with that {@link CueKind#isOfField}, or in a text without diacritics a word of Vietnamese. They are
     * all known once the names were looked for, and until then nobody may ask for such a cue.
     */
    private int[] fieldStart = new int[16];

    private int fieldStarts;
    private boolean fieldRead;
    private int depth;

    /** All words before this one were read, because one was {@link #DEEPEST}. */
    private int readUpTo;

    /** Single words that are cues if the text turns out to be Vietnamese without diacritics. */
    private final List<BareCue> bareCues = new ArrayList<>();

    private int bareWords;
    private int bareCapitals;

    /** @param text one that is yet to be read, and may be read anew between {@link #close} and {@link #open} */
    public Cues(FoldedText text) {
        this.text = text;
    }

    /** The text has been read. */
    public void open(Lexicon of) {
        lexicon = of;
        int words = text.words();
        if (known.length < words) {
            ending = new long[words];
            starting = new long[words];
            known = new int[words];
        }
    }

    void mayBeginFieldCue(int word) {
        if (fieldStarts == fieldStart.length) {
            fieldStart = Arrays.copyOf(fieldStart, 2 * fieldStarts);
        }
        fieldStart[fieldStarts] = word;
        fieldStarts++;
    }

    /** Forgets the text, which is still to be there, and keeps the arrays for the next one. */
    public void close() {
        lexicon = null;
        Arrays.fill(ending, 0, text.words(), 0);
        Arrays.fill(starting, 0, text.words(), 0);
        Arrays.fill(known, 0, text.words(), 0);
        anywhere = 0;
        fieldStarts = 0;
        fieldRead = false;
        readUpTo = 0;
        bareCues.clear();
        bareWords = 0;
        bareCapitals = 0;
    }

    /** Whether a cue of this kind ends with the word; of several cues that end there the longest counts. */
    public boolean endsAt(CueKind kind, int word) {
        if (isOutside(word) || isNoneAt(ending, word, kind)) {
            return false;
        }
        readEnding(word);
        return (ending[word] & kind.bit()) != 0;
    }

    public boolean startsAt(CueKind kind, int word) {
        if (isOutside(word) || isNoneAt(starting, word, kind)) {
            return false;
        }
        readStarting(word);
        return (starting[word] & kind.bit()) != 0;
    }

    /** How many words the cue has that ends with a word; 0 if none does. */
    public int lengthEndingAt(int word) {
        if (isOutside(word)) {
            return 0;
        }
        readEnding(word);
        return (int) (ending[word] >>> CueKind.BITS);
    }

    public int lengthStartingAt(int word) {
        if (isOutside(word)) {
            return 0;
        }
        readStarting(word);
        return (int) (starting[word] >>> CueKind.BITS);
    }

    private boolean isOutside(int word) {
        return word < 0 || word >= text.words();
    }

    /** Whether there is a cue of a kind anywhere; dear, but for those that {@link CueKind#isOfField}. */
    public boolean has(CueKind kind) {
        if (kind.isOfField()) {
            readField();
        } else {
            readWords();
        }
        return (anywhere & kind.bit()) != 0;
    }

    private void readWords() {
        for (int word = 0; word < text.words(); word++) {
            readStarting(word);
        }
    }

    /** Whether no word shows that the text is Vietnamese, with its diacritics or without. */
    public boolean areForeign() {
        if (text.vietnamese(0, text.words()) > 0) {
            return false;
        }
        readField();
        return bareWords == 0 && bareCapitals < FEWEST_BARE_CAPITALS;
    }

    /** In Vietnamese without diacritics words for streets, wards and titles count without theirs too: from here on. */
    public void readBare() {
        if (text.vietnamese(0, text.words()) > 0) {
            return;
        }
        readField();
        int fewest = text.words() <= SHORT_TEXT ? FEWEST_BARE_WORDS - 1 : FEWEST_BARE_WORDS;
        if (bareWords >= fewest) {
            readWords();
            bareCues.forEach(bare -> put(bare.kind().bit(), bare.word(), bare.word()));
        }
        bareCues.clear();
    }

    /** Of kinds that are asked for anywhere, all are found at once; only a longer one of another kind can still outdo what was found. */
    private boolean isNoneAt(long[] found, int word, CueKind kind) {
        if (!kind.isOfField()) {
            return false;
        }
        readField();
        return (found[word] & kind.bit()) == 0;
    }

    private void readField() {
        if (fieldRead) {
            return;
        }
        fieldRead = true;
        for (int i = 0; i < fieldStarts; i++) {
            readStarting(fieldStart[i]);
        }
    }

    private int number(int word) {
        int number = known[word] & NUMBER;
        if (number == 0) {
            number = lexicon.cues().number(text, word) + 2;
            known[word] |= number;
        }
        return number - 2;
    }

    private void readEnding(int word) {
        if ((known[word] & END_READ) != 0) {
            return;
        }
        known[word] |= END_READ;
        int number = number(word);
        if (number == PhraseTrie.NONE) {
            return;
        }
        depth++;
        if (depth > DEEPEST) {
            for (; readUpTo <= word; readUpTo++) {
                readStarting(readUpTo);
            }
        } else {
            for (int start = Math.max(0, word + 1 - lexicon.cues().longestEndingWith(number)); start <= word; start++) {
                readStarting(start);
            }
        }
        depth--;
    }

    /** Reads all cues that begin with a word. Asks for no cues but such as end before it. */
    private void readStarting(int first) {
        if ((known[first] & START_READ) != 0) {
            return;
        }
        known[first] |= START_READ;
        int number = number(first);
        PhraseTrie trie = lexicon.cues();
        int node = number == PhraseTrie.NONE ? PhraseTrie.NONE : trie.root(number);
        if (node == PhraseTrie.NONE) {
            return;
        }
        readAlone(first, lexicon.alone()[number], trie.ends(node));
        int last = first + 1;
        while (last < text.words() && trie.goesOn(node)) {
            int next = number(last);
            node = next == PhraseTrie.NONE ? PhraseTrie.NONE : trie.next(node, next);
            if (node == PhraseTrie.NONE) {
                return;
            }
            readAll(trie.ends(node), first, last);
            last++;
        }
    }

    private void readAlone(int word, LoneCues cues, Phrase[] phrases) {
        long kinds = cues == null ? 0 : cues.kinds(text, word);
        if (kinds == LoneCues.NOT_KNOWN) {
            readAll(phrases, word, word);
        } else if (kinds != 0) {
            put(kinds, word, word);
        }
    }

    private void readAll(Phrase[] phrases, int first, int last) {
        if (phrases != null) {
            for (Phrase phrase : phrases) {
                read(phrase, first, last);
            }
        }
    }

    private void read(Phrase phrase, int first, int last) {
        Spelling spelling = phrase.spellingAt(text, first);
        if (spelling == Spelling.OTHER || phrase.isBrokenCase(text, first)) {
            return;
        }
        Cue cue = (Cue) phrase.entry();
        if (isCue(cue, spelling, first, last) && !(phrase.endsWithDot() && isInitial(first))) {
            put(cue.kind().bit(), first, last);
            bareWords += cue.kind() == CueKind.BARE ? 1 : 0;
        } else if (first == last
                && spelling == Spelling.PLAIN
                && cue.kind().isReadBare()
                && !cue.is(Flag.THESE_MARKS)) {
            bareCues.add(new BareCue(cue.kind(), first));
        }
    }

    private boolean isCue(Cue cue, Spelling spelling, int first, int last) {
        if (cue.kind().isPersonal() && spelling != Spelling.EXACT) {
            return !cue.is(Flag.THESE_MARKS) && !text.isMarkedAround(first, last); // names keep their capitals
        }
        if (cue.kind() == CueKind.BARE && text.isCapital(first) && !text.isAllCapitals(first)) {
            bareCapitals++;
            return false; // Phuong is a name in any language
        }
        return isCue(spelling, last + 1 - first);
    }

    /** A single word without its diacritics is mostly another word: "to" is not "tờ". True of all kinds but where {@link #goesByText}. */
    static boolean isCue(Spelling spelling, int words) {
        return spelling == Spelling.EXACT || spelling == Spelling.PLAIN && words > 1;
    }

    /** Whether more than how it is spelled tells what a single word is. */
    static boolean goesByText(CueKind kind, Spelling spelling) {
        return kind == CueKind.BARE || spelling != Spelling.EXACT && (kind.isPersonal() || kind.isReadBare());
    }

    /** "ông Nguyễn Văn H. Hà Nội": the letter stands for somebody, and is no quarter. */
    private boolean isInitial(int letter) {
        int before = letter - 1;
        return before >= 0
                && FoldedText.isPlain(text.gapAfter(before))
                && (text.isCapital(before) && !text.isAllCapitals(before)
                        || endsAt(CueKind.TITLE, before)
                        || endsAt(CueKind.ADDRESS, before));
    }

    private void put(long kinds, int first, int last) {
        int length = last + 1 - first;
        anywhere |= kinds;
        ending[last] = withCue(ending[last], kinds, length);
        starting[first] = withCue(starting[first], kinds, length);
    }

    private static long withCue(long cues, long bits, long length) {
        long longest = cues >>> CueKind.BITS;
        if (length < longest) {
            return cues;
        }
        return length > longest ? length << CueKind.BITS | bits : cues | bits;
    }
}
