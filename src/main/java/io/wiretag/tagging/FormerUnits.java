package io.wiretag.tagging;

import io.wiretag.tagging.gazetteer.CueKind;
import io.wiretag.tagging.gazetteer.Entry.DivisionName;
import io.wiretag.tagging.gazetteer.Entry.Flag;
import io.wiretag.tagging.gazetteer.Entry.NameKind;
import io.wiretag.tagging.gazetteer.Entry.ProvinceName;
import io.wiretag.tagging.text.FoldedText;

/**
 * Tells mentions that mean a unit of the 63 on any day from those whose meaning goes by the date of the story.
 *
 * <pre>
 * xã Mường Típ                a commune, and
 * Đà Lạt                      a town lie where they always lay
 * thành phố Vĩnh Long         the town that shares its province's name
 * Lâm Đồng cũ, (cũ)           the text says it
 * Năm 2019, tỉnh Lâm Đồng
 * former Lâm Đồng Province
 * Lâm Đồng                    by the date
 * </pre>
 */
final class FormerUnits {
    private FormerUnits() {}

    static boolean isMeantBy(Candidate c) {
        return c.phrase().entry() instanceof DivisionName || isFormerName(c);
    }

    private static boolean isFormerName(Candidate c) {
        return c.phrase().entry() instanceof ProvinceName place
                && (place.kind() == NameKind.CITY
                        || isTown(c, place)
                        || isSaidBefore(c)
                        || isSaidAfter(c)
                        || PastYears.areOf(c));
    }

    private static boolean isTown(Candidate c, ProvinceName place) {
        return place.kind() == NameKind.PROVINCE
                && !place.is(Flag.MUNICIPALITY)
                && (c.passage().cueBefore(CueKind.TOWN, c.first())
                        || c.passage().cueAfter(CueKind.TOWN, c.last()));
    }

    /** "former Lâm Đồng chairman" was chairman of a province that may well go on: the name must end there, or name a unit. */
    private static boolean isSaidBefore(Candidate c) {
        int first = c.first();
        if (c.passage().cueBefore(CueKind.UNIT_BEFORE, first)) {
            first -= c.passage().cueLengthEndingAt(first - 1);
        }
        return c.passage().cueBefore(CueKind.FORMER_BEFORE, first)
                && (first < c.first()
                        || c.passage().cueAfter(CueKind.UNIT_AFTER, c.last())
                        || !FoldedText.isPlain(c.passage().text().gapAfter(c.last())));
    }

    /** "Lâm Đồng cũ", "Lâm Đồng (cũ)", "Lâm Đồng Province before the merger". */
    private static boolean isSaidAfter(Candidate c) {
        int last = c.last();
        if (c.passage().cueAfter(CueKind.UNIT_AFTER, last)) {
            last++;
        }
        int gap = c.passage().text().gapAfter(last);
        int beside = FoldedText.SPACE | FoldedText.LINE_END | FoldedText.OPEN | FoldedText.QUOTE;
        return c.passage().cueStartsAt(CueKind.FORMER_AFTER, last + 1) && gap != 0 && (gap & ~beside) == 0;
    }
}
