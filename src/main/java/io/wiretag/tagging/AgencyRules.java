package io.wiretag.tagging;

import io.wiretag.tagging.Candidate.LetterCase;
import io.wiretag.tagging.gazetteer.CueKind;
import io.wiretag.tagging.gazetteer.Entry.AgencyForm;
import io.wiretag.tagging.gazetteer.Entry.AgencyName;
import io.wiretag.tagging.gazetteer.Role;
import io.wiretag.tagging.text.FoldedText;
import io.wiretag.tagging.text.WireText;
import java.util.Optional;
import java.util.OptionalInt;

/** Tells what an agency that is named has to do with the story, by where its name stands. */
final class AgencyRules {
    /** How many words may stand between a name and the word of quoting. */
    private static final int QUOTING_DISTANCE = 3;

    private static final int LONGEST_LIST = 8;

    private static final int FIRST_PARAGRAPHS = 4;

    /** How far into a paragraph a source between slashes may stand, in characters. */
    private static final int LONGEST_DATELINE = 60;

    private static final int BEFORE_A_CREDIT =
            FoldedText.OPEN | FoldedText.COLON | FoldedText.SLASH | FoldedText.DASH | FoldedText.COMMA | FoldedText.DOT;

    private static final int BEHIND_A_CREDIT =
            FoldedText.CLOSE | FoldedText.SLASH | FoldedText.DASH | FoldedText.COMMA | FoldedText.DOT;

    private final Passage passage;
    private final SourceCredit sourceCredit;
    private final Optional<WireText.Span> dateline;

    AgencyRules(Passage passage) {
        this.passage = passage;
        this.sourceCredit = new SourceCredit(passage);
        this.dateline = passage.wire().dateline();
    }

    /** A verdict; and the role if it accepts. */
    record Ruling(Role role, Verdict verdict) {}

    Ruling judge(int number) {
        Candidate candidate = passage.agencies().get(number);
        AgencyName name = (AgencyName) candidate.phrase().entry();
        switch (passage.field().kind()) {
            case BYLINE -> {
                return origin("byline", 95);
            }
            case PROVIDER -> {
                return origin("provider", 99);
            }
            default -> {}
        }
        if (passage.part(candidate).isBoilerplate()) {
            return new Ruling(Role.MENTION, Verdict.reject("navigation"));
        }
        if (passage.hasNamesake(name.agency()) && !isQuoted(candidate)) {
            return new Ruling(Role.MENTION, Verdict.reject("namesake"));
        }
        if (passage.cueAfter(CueKind.STREET_AFTER, candidate.last())
                || People.isTitled(passage, candidate.first())
                || isOtherAbbreviation(number)
                || isSurname(candidate)
                || name.form() == AgencyForm.OUTLET && !isOutlet(number)
                || isLower(candidate) && !isQuoted(candidate)) {
            return new Ruling(Role.MENTION, Verdict.reject("other name"));
        }
        if (within(candidate, dateline) || isBetweenSlashes(candidate)) {
            return origin("dateline", 99);
        }
        if (name.form() != AgencyForm.OUTLET && opensParagraph(candidate)) {
            return origin("dateline", 90);
        }
        if (isPhotoCredit(candidate)) {
            return new Ruling(Role.CREDIT, Verdict.accept("photo credit", 99));
        }
        if (within(candidate, passage.wire().signOff())) {
            return origin("sign-off", 97);
        }
        if (isProvider(candidate)) {
            return origin("source credit", 95);
        }
        Optional<Role> closing = sourceCredit.role(number);
        if (closing.isPresent()) {
            return new Ruling(closing.get(), Verdict.accept("closing line", 85));
        }
        if (name.form() == AgencyForm.NAME || name.form() == AgencyForm.HOUSE) {
            return new Ruling(Role.MENTION, Verdict.accept("agency name", 90));
        }
        if (name.form() == AgencyForm.QUOTED && (isQuoted(candidate) || isBesideAgency(number))) {
            return new Ruling(Role.MENTION, Verdict.accept("quoted agency", 80));
        }
        if (name.form() == AgencyForm.OUTLET
                && (isNamedOutlet(candidate) || isBesideAgency(number) || isInBrackets(candidate))) {
            return new Ruling(Role.MENTION, Verdict.accept("named outlet", 90));
        }
        return new Ruling(Role.MENTION, Verdict.reject("mark out of place"));
    }

    /** What would say where a story comes from says in a caption where the picture does. */
    private Ruling origin(String rule, int confidence) {
        boolean caption = passage.field().kind() == Story.Kind.CAPTION;
        return new Ruling(caption ? Role.CREDIT : Role.ORIGIN, Verdict.accept(rule, confidence));
    }

    /** Whether a usual word stands where only a paper or station can. */
    private boolean isOutlet(int number) {
        Candidate candidate = passage.agencies().get(number);
        return isNamedOutlet(candidate) || standsAlone(candidate) || isBesideAgency(number);
    }

    /** "báo Thanh Niên", "Thanh Nien newspaper", "theo Thanh Niên", "Thanh Niên đưa tin". */
    private boolean isNamedOutlet(Candidate candidate) {
        int before = candidate.first() - 1;
        boolean rightBehind = before >= 0 && FoldedText.isPlain(passage.text().gapAfter(before));
        if (rightBehind
                        && (passage.cueEndsAt(CueKind.PAPER_BEFORE, before)
                                || passage.cueEndsAt(CueKind.PAPER_AFTER, before))
                || passage.cueAfter(CueKind.PAPER_AFTER, candidate.last())) {
            return true;
        }
        boolean quoted = rightBehind && passage.cueEndsAt(CueKind.QUOTING, before)
                || passage.cueAfter(CueKind.SPEAKING, candidate.last());
        return quoted && candidate.letterCase() == LetterCase.NAME;
    }

    private boolean isInBrackets(Candidate candidate) {
        FoldedText text = passage.text();
        return candidate.letterCase() == LetterCase.NAME
                && (text.gapBefore(candidate.first()) & FoldedText.OPEN) != 0
                && (text.gapAfter(candidate.last()) & FoldedText.CLOSE) != 0;
    }

    /** "(Tuổi Trẻ)", "Ảnh: Thanh Niên", "— Lao Động": nothing but marks around it, in one paragraph. */
    private boolean standsAlone(Candidate candidate) {
        FoldedText text = passage.text();
        WireText.Part part = passage.part(candidate);
        boolean firstWord = candidate.first() == 0 || text.end(candidate.first() - 1) <= part.start();
        boolean opens = firstWord
                || (text.gapBefore(candidate.first()) & BEFORE_A_CREDIT) != 0
                || passage.cueEndsAt(CueKind.SOURCE, candidate.first() - 1);
        boolean closes = candidate.end() >= part.end() - 1
                || (text.gapAfter(candidate.last()) & BEHIND_A_CREDIT) != 0
                || passage.cueAfter(CueKind.CLOSING, candidate.last());
        return opens && closes;
    }

    private static boolean within(Candidate candidate, Optional<WireText.Span> span) {
        return span.isPresent()
                && candidate.start() >= span.get().start()
                && candidate.end() <= span.get().end();
    }

    private boolean isPhotoCredit(Candidate candidate) {
        OptionalInt credit = passage.wire().credit(passage.partAt(candidate.start()));
        return credit.isPresent() && credit.getAsInt() <= candidate.start();
    }

    /** "kyodo, or way of the teacher": without a single capital a name is a word. */
    private static boolean isLower(Candidate candidate) {
        FoldedText text = candidate.passage().text();
        boolean capital = false;
        for (int i = candidate.first(); i <= candidate.last(); i++) {
            capital |= text.isCapital(i);
        }
        return !capital && candidate.letterCase() == LetterCase.LOWER;
    }

    /** "MOSCOW, February 2. /TASS/. The lower house". */
    private boolean isBetweenSlashes(Candidate candidate) {
        FoldedText text = passage.text();
        return (text.gapBefore(candidate.first()) & text.gapAfter(candidate.last()) & FoldedText.SLASH) != 0
                && passage.partAt(candidate.start()) < FIRST_PARAGRAPHS
                && candidate.start() - passage.part(candidate).start() <= LONGEST_DATELINE;
    }

    /** "CAO TƯỜNG" signs with a name that begins like a mark. */
    private boolean isSurname(Candidate candidate) {
        int next = candidate.last() + 1;
        return candidate.first() == candidate.last()
                && (passage.cueEndsAt(CueKind.SURNAME, candidate.last())
                        || passage.cueEndsAt(CueKind.WEAK_SURNAME, candidate.last()))
                && next < passage.text().words()
                && passage.text().isCapital(next)
                && FoldedText.isPlain(passage.text().gapBefore(next));
    }

    /** "Andhra Pradesh (AP)": the brackets explain words that are no agency. */
    private boolean isOtherAbbreviation(int number) {
        Candidate candidate = passage.agencies().get(number);
        FoldedText text = passage.text();
        int first = candidate.first();
        int letters = text.letters(first);
        if ((text.gapBefore(first) & FoldedText.OPEN) == 0 || first < letters || candidate.last() > first) {
            return false;
        }
        for (int i = 0; i < letters; i++) {
            int word = first - letters + i;
            boolean initial = text.isCapital(word) && text.base(word, 0) == text.base(first, i);
            if (!initial || i > 0 && !FoldedText.isPlain(text.gapBefore(word))) {
                return false;
            }
        }
        return number == 0 || passage.agencies().get(number - 1).last() != first - 1;
    }

    /** "Some information for this report was provided by AFP, AP and Reuters". */
    private boolean isProvider(Candidate candidate) {
        FoldedText text = passage.text();
        for (int i = candidate.first() - 1; i >= Math.max(0, candidate.first() - 12); i--) {
            if (passage.cueEndsAt(CueKind.PROVIDED_BY, i)) {
                return true;
            }
            if ((text.gapBefore(i) & (FoldedText.DOT | FoldedText.STOP | FoldedText.PARAGRAPH_END)) != 0) {
                break;
            }
        }
        return false;
    }

    /** "Reuters - Giá dầu tăng": a source that WireText cannot tell from the first word of a sentence. */
    private boolean opensParagraph(Candidate candidate) {
        int gap = passage.text().gapAfter(candidate.last());
        int part = passage.partAt(candidate.start());
        return part < FIRST_PARAGRAPHS
                && candidate.start() == passage.wire().parts().get(part).start()
                && (gap & FoldedText.DASH) != 0
                && (gap & FoldedText.SPACE) != 0;
    }

    /** "Reuters, AP và AFP", "the Associated Press (AP)", "báo Tuổi Trẻ và Thanh Niên". */
    private boolean isBesideAgency(int number) {
        return sourceCredit.isListed(number) || isBehindOutlet(number);
    }

    private boolean isBehindOutlet(int number) {
        int reach = Math.max(0, number - LONGEST_LIST);
        for (int i = number - 1; i >= reach && sourceCredit.isJoinedToNext(i); i--) {
            Candidate before = passage.agencies().get(i);
            if (((AgencyName) before.phrase().entry()).form() == AgencyForm.NAME || isNamedOutlet(before)) {
                return true;
            }
        }
        return false;
    }

    private boolean isQuoted(Candidate candidate) {
        for (int i = 1; i <= QUOTING_DISTANCE; i++) {
            if (passage.cueEndsAt(CueKind.QUOTING, candidate.first() - i)
                    || passage.cueStartsAt(CueKind.QUOTING, candidate.last() + i)) {
                return true;
            }
        }
        return false;
    }
}
