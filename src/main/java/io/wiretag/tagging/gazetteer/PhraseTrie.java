package io.wiretag.tagging.gazetteer;

import io.wiretag.tagging.text.FoldedText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Phrases in a trie whose edges are words instead of letters. Words give word boundaries for nothing, and leave what stands between
 * them (blank, dash, line end) to {@link Phrase}. A walk goes no further than the longest phrase has words.
 *
 * <p>Words are found without diacritics and case; a match is checked against the exact spelling afterwards.
 */
final class PhraseTrie {
    static final int NONE = -1;

    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private final WordTable table;
    private final long[] edges;
    private final int[] targets;
    private final int[] roots;

    /** Of each node the words that go on from it, one bit for the numbers that are equal in their last six bits: nearly no word does. */
    private final long[] goesOn;

    /** Of each node the phrases that end there; null if none does. */
    private final Phrase[][] ends;

    /** Of each word the number of words of the longest phrase that ends with it. */
    private final int[] longest;

    PhraseTrie(List<Phrase> phrases) {
        Builder builder = new Builder();
        phrases.forEach(builder::add);
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
        ends = builder.ends.stream()
                .map(each -> each.isEmpty() ? null : each.toArray(Phrase[]::new))
                .toArray(Phrase[][]::new);
        longest = new int[roots.length];
        phrases.forEach(phrase -> {
            int last = builder.numbers.get(phrase.word(phrase.size() - 1).folded());
            longest[last] = Math.max(longest[last], phrase.size());
        });
    }

    /** How many different words there are. */
    int words() {
        return roots.length;
    }

    /** The number of a word of a text, or {@link #NONE}. */
    int number(FoldedText text, int word) {
        return table.number(text, word);
    }

    /** Where a walk begins with this word; {@link #NONE} if no phrase does. */
    int root(int number) {
        return roots[number];
    }

    /** Where a walk goes on with this word; {@link #NONE} if it does not. */
    int next(int node, int number) {
        if ((goesOn[node] >>> number & 1) == 0) { // shifts by the last six bits
            return NONE;
        }
        long edge = (long) node << 32 | number;
        int slot = slot(edge);
        return edges[slot] == edge ? targets[slot] : NONE;
    }

    /** Whether a walk may go on at all. */
    boolean goesOn(int node) {
        return goesOn[node] != 0;
    }

    /** The phrases that a walk to this node has read; null if there are none. */
    Phrase[] ends(int node) {
        return ends[node];
    }

    /** The number of words of the longest phrase that ends with this word, or 0. */
    int longestEndingWith(int number) {
        return longest[number];
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
        private final List<List<Phrase>> ends = new ArrayList<>(List.of(new ArrayList<>()));

        void add(Phrase phrase) {
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
            words = new String[Integer.highestOneBit(all.size() + 1) * 4];
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
