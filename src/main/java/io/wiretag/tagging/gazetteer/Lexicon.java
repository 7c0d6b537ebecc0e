package io.wiretag.tagging.gazetteer;

import io.wiretag.tagging.gazetteer.Entry.AgencyForm;
import io.wiretag.tagging.gazetteer.Entry.AgencyName;
import io.wiretag.tagging.gazetteer.Entry.Cue;
import io.wiretag.tagging.text.FoldedText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All written forms of the gazetteer, ready to be found in one pass.
 *
 * <p>The pass looks for names (and traps, and phrases of overrides) alone. Nearly every word begins none, which is told by one bit; the
 * others walk a trie no further than the longest name has words, so that the whole costs a constant for each word of the text. Words that
 * say what a name beside them means are looked for where a rule asks: {@link Cues}.
 */
public final class Lexicon {
    /** Takes the names that were found: {@code phrases} all end with the same word {@code last}. */
    public interface Sink {
        void found(Phrase[] phrases, int first, int last);
    }

    private final PhraseTrie names;
    private final PhraseTrie cues;
    private final LoneCues[] alone;
    private final FirstWords firstWords;
    private final Map<House, Phrase> houses = new HashMap<>();

    /** A paper or a station is found by the name of its province. */
    private record House(String province, Agency.Kind kind) {}

    private Lexicon(List<Phrase> phrases) {
        List<Phrase> ofNames = new ArrayList<>();
        List<Phrase> ofCues = new ArrayList<>();
        for (Phrase phrase : phrases) {
            if (phrase.entry() instanceof AgencyName name && name.form() == AgencyForm.HOUSE) {
                Agency agency = name.agency();
                houses.put(new House(agency.province().orElseThrow(), agency.kind()), phrase);
            } else {
                (phrase.entry() instanceof Cue ? ofCues : ofNames).add(phrase);
            }
        }
        names = new PhraseTrie(ofNames);
        cues = new PhraseTrie(ofCues);
        alone = LoneCues.of(cues);
        firstWords = new FirstWords(phrases);
    }

    static Lexicon of(List<Phrase> phrases) {
        return new Lexicon(phrases);
    }

    /** The name of the province's paper or station, if it has one that is named for it. */
    public Optional<Phrase> house(Province province, Agency.Kind kind) {
        return Optional.ofNullable(houses.get(new House(province.code(), kind)));
    }

    PhraseTrie cues() {
        return cues;
    }

    /** Of each word of a cue what it says alone; null if no cue is this word. */
    LoneCues[] alone() {
        return alone;
    }

    /**
     * Reports every name in the text, whatever its spelling, in the order of their first words, the shorter first.
     *
     * @param read takes notice of the words that a cue may begin with that is asked for anywhere
     */
    public void scan(FoldedText text, Cues read, Sink sink) {
        int words = text.words();
        int noName = text.vietnamese(0, words) == 0 ? FirstWords.FIELD_CUE | FirstWords.BARE : FirstWords.FIELD_CUE;
        for (int word = 0; word < words; word++) {
            int begins = firstWords.at(text, word);
            if (begins != 0) {
                if ((begins & noName) != 0) {
                    read.mayBeginFieldCue(word);
                }
                if ((begins & FirstWords.NAME) != 0) {
                    walk(text, word, sink);
                }
            }
        }
    }

    private void walk(FoldedText text, int first, Sink sink) {
        int number = names.number(text, first);
        int node = number == PhraseTrie.NONE ? PhraseTrie.NONE : names.root(number);
        int last = first;
        while (node != PhraseTrie.NONE) {
            Phrase[] ends = names.ends(node);
            if (ends != null) {
                sink.found(ends, first, last);
            }
            last++;
            if (last == text.words() || !names.goesOn(node)) {
                return;
            }
            number = names.number(text, last);
            node = number == PhraseTrie.NONE ? PhraseTrie.NONE : names.next(node, number);
        }
    }
}
