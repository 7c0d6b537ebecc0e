package io.wiretag.tagging;

import io.wiretag.tagging.text.FoldedText;
import io.wiretag.tagging.text.NavigationList;
import io.wiretag.tagging.text.WireText;
import java.util.BitSet;
import java.util.List;

/**
 * A site's list of provinces that stands within one line, where {@link NavigationList} sees no list:
 *
 * <pre>
 * An Giang Bac Giang Bac Kan ...               its lines were lost: no sentence puts so many names together without a comma
 * Provinces: An Giang, Bac Giang, ..., Yen Bai a choice: nothing but names, and no full stop
 * </pre>
 */
final class Menus {
    private static final int FEWEST_JOINED = 10;
    private static final int FEWEST_LISTED = 20;
    private static final int LONGEST_LABEL = 30;
    private static final int PROSE =
            FoldedText.DOT | FoldedText.COLON | FoldedText.STOP | FoldedText.OPEN | FoldedText.CLOSE;

    private final Passage passage;
    /** Empty for fewer places than the shortest menu has. */
    private final BitSet inMenu;

    Menus(Passage passage) {
        this.passage = passage;
        this.inMenu = new BitSet(0);
        if (passage.places().size() >= FEWEST_JOINED) {
            mark(PROSE | FoldedText.COMMA, false);
            mark(PROSE, true);
        }
    }

    /** Whether the candidate of this number among the passage's places stands in a menu. */
    boolean has(int number) {
        return inMenu.get(number);
    }

    /** @param dividing what ends a run of names when it stands between two of them */
    private void mark(int dividing, boolean choice) {
        List<Candidate> places = passage.places();
        int start = 0;
        for (int i = 1; i <= places.size(); i++) {
            if (i == places.size() || !isJoint(places.get(i - 1), places.get(i), dividing)) {
                boolean menu = choice
                        ? i - start >= FEWEST_LISTED && isWhole(places.get(start), places.get(i - 1))
                        : i - start >= FEWEST_JOINED;
                if (menu) {
                    inMenu.set(start, i);
                }
                start = i;
            }
        }
    }

    private boolean isJoint(Candidate left, Candidate right, int dividing) {
        return right.first() == left.last() + 1
                && (passage.text().gapBefore(right.first()) & dividing) == 0
                && passage.partAt(left.start()) == passage.partAt(right.start());
    }

    /** Whether a paragraph is nothing but this run of names and a word or two before it. */
    private boolean isWhole(Candidate first, Candidate last) {
        WireText.Part part = passage.part(first);
        return first.start() - part.start() <= LONGEST_LABEL && last.end() == part.end();
    }
}
