package io.wiretag.tagging.gazetteer;

import io.wiretag.tagging.gazetteer.Entry.AgencyForm;
import io.wiretag.tagging.gazetteer.Entry.AgencyName;
import io.wiretag.tagging.text.FoldedText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All written forms of the gazetteer, ready to be found in one pass.
 *
 * <p>Each word of a text is looked up once in a table of the few thousand words that occur in names; nearly every word of a story
 * ends there. The others walk a trie whose edges are words instead of letters. A walk goes no further than the longest name has
 * words, so the whole costs a constant for each word of the text. Words rather than letters give word boundaries for nothing, and
 * leave what stands between the words (blank, dash, line end) to {@link Phrase}.
 *
 * <p>Words are found without diacritics and case; a match is checked against the exact spelling afterwards.
 */
public final class Lexicon {
    /**
     * Takes what was found: {@code phrases} all end with the same word {@code last}. A single word comes with all its phrases where
     * more than its marks and its capital counts, else as the cues that it is, if it is any.
     */
    public interface Sink {
        void found(Phrase[] phrases, int first, int last);

        /** A word is a cue by itself. {@code kinds} as in {@link CueKind#bit}. */
        void cue(long kinds, int word);
    }

    private static final int NONE = -1;
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private final WordTable table;
    private final long[] edges;
    private final int[] targets;
    private final int[] roots;

    /** Of each node the words that go on from it, one bit for the numbers that are equal in their last six bits: nearly no word does. */
    private final long[] goesOn;

    /** Of each node the phrases that end there; null if none does. */
    private final Phrase[][] ends;

    /** Of each word what it says alone; null if nothing begins and ends with it. */
    private final LoneCues[] alone;

    private final Map<House, Phrase> houses;

    /** A paper or a station is found by the name of its province. */
    private record House(String province, Agency.Kind kind) {}

    private Lexicon(Builder builder) {
        table = new WordTable(builder.numbers);
        edges = new long[Integer.highestOneBit(builder.edges.size() + 1) * 4];
        targets = new int[edges.length];
        Arrays.fill(edges, NONE);
        builder.edges.forEach((edge, target) -> {
            int slot = slot(edge);
            edges[slot] = edge;
            targets[slot] = target;
        });
        goesOn = new long[builder.ends.size()];
        builder.edges.keySet().forEach(edge -> goesOn[(int) (edge >>> 32)] |= 1L << edge);
        roots = new int[builder.numbers.size()];
        Arrays.setAll(roots, word -> next(0, word));
        houses = builder.houses;
        ends = builder.ends.stream()
                .map(each -> each.isEmpty() ? null : each.toArray(Phrase[]::new))
                .toArray(Phrase[][]::new);
        alone = new LoneCues[roots.length];
        Arrays.setAll(
                alone,
                word -> roots[word] == NONE || ends[roots[word]] == null ? null : LoneCues.of(ends[roots[word]]));
    }

    static Lexicon of(List<Phrase> phrases) {
        Builder builder = new Builder();
        phrases.forEach(builder::add);
        return new Lexicon(builder);
    }

    /** The name of the province's paper or station, if it has one that is named for it. */
    public Optional<Phrase> house(Province province, Agency.Kind kind) {
        return Optional.ofNullable(houses.get(new House(province.code(), kind)));
    }

    /**
     * Reports every phrase in the text, whatever its spelling, in the order of their first words, the shorter first; but of single
     * words that may be nothing but cues, as most are, those that are spelled so.
     *
     * @param numbers room for a number for each word
     */
    public void scan(FoldedText text, int[] numbers, Sink sink) {
        int words = text.words();
        for (int i = 0; i < words; i++) {
            numbers[i] = table.number(text, i);
        }
        for (int first = 0; first < words; first++) {
            int node = numbers[first] == NONE ? NONE : roots[numbers[first]];
            if (node == NONE) {
                continue;
            }
            if (alone[numbers[first]] != null) {
                reportAlone(text, first, alone[numbers[first]], ends[node], sink);
            }
            for (int last = first + 1; last < words && numbers[last] != NONE; last++) {
                node = next(node, numbers[last]);
                if (node == NONE) {
                    break;
                }
                if (ends[node] != null) {
                    sink.found(ends[node], first, last);
                }
            }
        }
    }

    private static void reportAlone(FoldedText text, int word, LoneCues cues, Phrase[] phrases, Sink sink) {
        long kinds = cues.kinds(text, word);
        if (kinds == LoneCues.NOT_KNOWN) {
            sink.found(phrases, word, word);
        } else if (kinds != 0) {
            sink.cue(kinds, word);
        }
    }

    private int next(int node, int word) {
        if ((goesOn[node] >>> word & 1) == 0) { // shifts by the last six bits
            return NONE;
        }
        long edge = (long) node << 32 | word;
        int slot = slot(edge);
        return edges[slot] == edge ? targets[slot] : NONE;
    }

    /** Open addressing: the slot of an edge, or the free one where it would be put. */
    private int slot(long edge) {
        int mask = edges.length - 1;
        int slot = (int) (edge * GOLDEN >>> 40) & mask;
        while (edges[slot] != NONE && edges[slot] != edge) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private static final class Builder {
        private final Map<String, Integer> numbers = new HashMap<>();
        private final Map<Long, Integer> edges = new HashMap<>();
        private final Map<House, Phrase> houses = new HashMap<>();
        private final List<List<Phrase>> ends = new ArrayList<>(List.of(new ArrayList<>()));

        void add(Phrase phrase) {
            if (phrase.entry() instanceof AgencyName name && name.form() == AgencyForm.HOUSE) {
                houses.put(
                        new House(
                                name.agency().province().orElseThrow(),
                                name.agency().kind()),
                        phrase);
                return;
            }
            int node = 0;
            for (int i = 0; i < phrase.size(); i++) {
                int number = numbers.computeIfAbsent(phrase.word(i).folded(), w -> numbers.size());
                node = edges.computeIfAbsent((long) node << 32 | number, e -> {
                    ends.add(new ArrayList<>());
                    return ends.size() - 1;
                });
            }
            ends.get(node).add(phrase);
        }
    }

    /** Numbers of words, found by their keys; nearly every look-up ends with the first key that it reads. */
    private static final class WordTable {
        /** No word has this key. */
        private static final long FREE = 0;

        private final String[] words;

        /** Of each slot the key and, beside it for the processor's cache, the number. */
        private final long[] slots;

        private final int last;

        WordTable(Map<String, Integer> all) {
            words = new String[Integer.highestOneBit(all.size() + 1) * 8];
            slots = new long[words.length * 2];
            last = words.length - 1;
            all.forEach((word, number) -> {
                long key = FoldedText.key(word);
                int slot = slot(key);
                while (slots[slot * 2] != FREE) {
                    slot = slot + 1 & last;
                }
                words[slot] = word;
                slots[slot * 2] = key;
                slots[slot * 2 + 1] = number;
            });
        }

        int number(FoldedText text, int word) {
            long key = text.key(word);
            int slot = slot(key);
            while (slots[slot * 2] != key || !FoldedText.isOwn(key) && !text.is(words[slot], word)) {
                if (slots[slot * 2] == FREE) {
                    return NONE;
                }
                slot = slot + 1 & last;
            }
            return (int) slots[slot * 2 + 1];
        }

        private int slot(long key) {
            return (int) (key * GOLDEN >>> 40) & last;
        }
    }
}
