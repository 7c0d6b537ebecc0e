package io.wiretag.tagging.gazetteer;

import io.wiretag.tagging.gazetteer.Division.Kind;
import io.wiretag.tagging.gazetteer.Entry.DivisionName;
import io.wiretag.tagging.text.FoldedText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All districts and communes, to be asked for by name where a text announces one. Not in the {@link Lexicon}: their fourteen thousand
 * names are words and names of people too, and would be found everywhere.
 *
 * <p>A table by the letters of the name without its marks and blanks, so a look-up costs a few reads.
 */
public final class Divisions {
    /** The longest names have so many words. */
    public static final int LONGEST = 6;

    private static final int CODE_LENGTH = 5;
    private static final int NONE = -1;

    private final List<Division> all = new ArrayList<>();
    private final int[] first;
    private final int[] next;
    private final int[] hashes;

    /** The number of a name, which many share, and by it the name ready for comparing; made when a text first has its letters. */
    private final int[] names;

    private final Phrase[] shapes;

    /** A division whose name has the letters that stand in a text, and the name for comparing its marks. */
    public record Match(Division division, Phrase phrase) {
        /** The name of a division of the same name, as evidence calls it with the word for its kind. */
        public Phrase phraseOf(Division namesake) {
            return phrase.renamed(namesake.fullName(), new DivisionName(namesake));
        }
    }

    private Divisions(String data, Map<String, Province> provinces) {
        data.lines().filter(line -> !line.isEmpty() && line.charAt(0) != '#').forEach(line -> read(line, provinces));
        first = new int[Integer.highestOneBit(all.size() + 1) * 4];
        Arrays.fill(first, NONE);
        next = new int[all.size()];
        hashes = new int[all.size()];
        names = new int[all.size()];
        Map<String, Integer> numbers = new HashMap<>();
        for (int i = all.size() - 1; i >= 0; i--) {
            names[i] = numbers.computeIfAbsent(all.get(i).name(), name -> numbers.size());
            FoldedText name = FoldedText.of(all.get(i).name());
            hashes[i] = hash(name, 0, name.words() - 1);
            int slot = slot(hashes[i]);
            next[i] = first[slot];
            first[slot] = i;
        }
        shapes = new Phrase[numbers.size()];
    }

    /**
     * @param data lines as communes.txt explains them
     * @param provinces by code; a line of one that is not there is a fault of the file
     */
    static Divisions of(String data, Map<String, Province> provinces) {
        return new Divisions(data, provinces);
    }

    public List<Division> all() {
        return all;
    }

    /** The last word that a name from this one on may have: names have nothing but blanks and apostrophes, and in texts dashes, within. */
    public static int longestFrom(FoldedText text, int from) {
        int last = from;
        while (last + 1 < text.words() && last - from < LONGEST - 1 && isWithin(text, last + 1)) {
            last++;
        }
        return last;
    }

    /** Whether a word and the one before it may belong to one name. */
    public static boolean isWithin(FoldedText text, int word) {
        int within = FoldedText.SPACE | FoldedText.LINE_END | FoldedText.QUOTE | FoldedText.DASH;
        return (text.gapBefore(word) & ~within) == 0;
    }

    /** The divisions whose name has the letters that stand there, whatever the marks. */
    public List<Match> named(FoldedText text, int from, int to) {
        int hash = hash(text, from, to);
        int at = first[slot(hash)];
        if (at == NONE) {
            return List.of();
        }
        List<Match> named = new ArrayList<>();
        Phrase found = null;
        for (; at != NONE; at = next[at]) {
            if (hashes[at] == hash) {
                Phrase shape = shape(at);
                if (shape == found || shape.hasLetters(text, from, to)) {
                    named.add(new Match(all.get(at), shape));
                    found = shape;
                }
            }
        }
        return named;
    }

    /** Two threads may make the same one. */
    private Phrase shape(int at) {
        Phrase shape = shapes[names[at]];
        if (shape == null) {
            shape = phrase(all.get(at));
            shapes[names[at]] = shape;
        }
        return shape;
    }

    private static Phrase phrase(Division division) {
        return Phrase.of(division.fullName(), division.name(), new DivisionName(division));
    }

    private int slot(int hash) {
        return (hash ^ hash >>> 15) & first.length - 1;
    }

    private static int hash(FoldedText text, int from, int to) {
        int hash = 0;
        for (int word = from; word <= to; word++) {
            int first = text.firstLetter(word);
            for (int i = first; i < first + text.letters(word); i++) {
                hash = 31 * hash + text.base()[i];
            }
        }
        return hash;
    }

    /** {@code since VN-02 | xã: Hợp Thành 02680; ...} or {@code until VN-HN huyện Ba Vì | xã: Phú Cường 09634; ...}. */
    private void read(String line, Map<String, Province> provinces) {
        boolean since = line.startsWith("since ");
        int bar = line.indexOf('|');
        Province province = provinces.get(line.substring(6, 11));
        if (province == null || bar < 0) {
            throw new IllegalStateException("communes.txt names no province in '" + line + "'");
        }
        String district = "";
        if (!since) {
            String written = line.substring(12, bar).strip();
            Kind kind = kind(written);
            district = written.substring(kind.written().length() + 1);
            if (all.isEmpty() || !isLast(province, kind, district)) {
                all.add(new Division(false, kind, district, province, district, ""));
            }
        }
        int colon = line.indexOf(':', bar);
        if (colon >= 0) {
            Kind kind = kind(line.substring(bar + 1, colon).strip());
            for (int from = colon + 2; from < line.length(); ) {
                int semicolon = line.indexOf(';', from);
                int to = semicolon < 0 ? line.length() : semicolon;
                add(since, kind, line.substring(from, to), province, district);
                from = to + 2;
            }
        }
    }

    private boolean isLast(Province province, Kind kind, String district) {
        for (int i = all.size() - 1; i >= 0; i--) {
            Division division = all.get(i);
            if (division.kind().isDistrict()) {
                return division.province() == province
                        && division.kind() == kind
                        && division.name().equals(district);
            }
        }
        return false;
    }

    private void add(boolean since, Kind kind, String item, Province province, String district) {
        int blank = item.lastIndexOf(' ');
        boolean coded = item.length() - blank - 1 == CODE_LENGTH && Character.isDigit(item.charAt(blank + 1));
        String name = coded ? item.substring(0, blank) : item;
        all.add(new Division(since, kind, name, province, district, coded ? item.substring(blank + 1) : ""));
    }

    private static Kind kind(String written) {
        for (Kind kind : Kind.values()) {
            if (written.startsWith(kind.written())) {
                return kind;
            }
        }
        throw new IllegalStateException("communes.txt has an unknown kind in '" + written + "'");
    }
}
