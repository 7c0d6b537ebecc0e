package io.wiretag.tagging;

import io.wiretag.tagging.gazetteer.Entry.DivisionName;
import io.wiretag.tagging.gazetteer.Phrase;
import io.wiretag.tagging.text.FoldedText;
import io.wiretag.tagging.text.Word.Spelling;
import java.util.Optional;

/**
 * A stretch of a text that is spelled like a name of the gazetteer. Rules decide whether it is one.
 *
 * @param first its first word in the passage
 * @param last its last word
 */
record Candidate(Passage passage, Phrase phrase, int first, int last, Spelling spelling) {
    /** How capitals are set. */
    enum LetterCase {
        /** As the gazetteer has them, or with more: {@code Hà Nội}. */
        NAME,
        /** {@code Hà nội}. */
        FIRST,
        LOWER,
        /** {@code HÀ NỘI}. */
        UPPER
    }

    LetterCase letterCase() {
        FoldedText text = passage.text();
        boolean all = true;
        boolean upper = true;
        for (int i = first; i <= last; i++) {
            boolean wanted = phrase.word(i - first).isCapital();
            all &= !wanted || text.isCapital(i);
            upper &= text.isAllCapitals(i);
        }
        if (upper && !phrase.hasTheseCapitals(text, first)) {
            return LetterCase.UPPER;
        }
        if (all) {
            return LetterCase.NAME;
        }
        return text.isCapital(first) ? LetterCase.FIRST : LetterCase.LOWER;
    }

    int start() {
        return passage.text().start(first);
    }

    int end() {
        return passage.text().end(last);
    }

    /** What stands in the original text. */
    String text() {
        return passage.text().original().substring(start(), end());
    }

    Tags.Mention mention(Verdict verdict) {
        return new Tags.Mention(
                passage.field().name(),
                start(),
                end(),
                text(),
                phrase.written(),
                verdict.rule(),
                verdict.confidence(),
                place());
    }

    private Optional<String> place() {
        return phrase.entry() instanceof DivisionName name
                ? Optional.of(name.division().code()).filter(code -> !code.isEmpty())
                : Optional.empty();
    }
}
