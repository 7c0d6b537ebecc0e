package io.wiretag.tagging;

import io.wiretag.tagging.gazetteer.Agency;
import io.wiretag.tagging.gazetteer.CueKind;
import io.wiretag.tagging.gazetteer.Entry.AgencyForm;
import io.wiretag.tagging.gazetteer.Entry.AgencyName;
import io.wiretag.tagging.gazetteer.Role;
import io.wiretag.tagging.text.FoldedText;
import io.wiretag.tagging.text.Timestamp;
import io.wiretag.tagging.text.WireText;
import java.util.List;
import java.util.Optional;

/**
 * Reads agencies that close a paragraph and so say where it comes from, without being a sign-off of the usual form:
 *
 * <pre>
 * ... (theo Reuters)                          in brackets: source
 * ... (TTXVN/Vietnam+) lúc 20:07, 23/8/2009   a date may follow
 * Associated Press                            on a line of its own
 * ... - Vietnam News                          title of a page
 * ... VnExpress 18/9/2006 Yonhap News         a reference
 * ... (John Smith/Reuters), ... (AFP files)   credit of a picture
 * </pre>
 *
 * An agency that only explains itself in brackets, "the French news agency (AFP).", is none of these.
 */
final class SourceCredit {
    private static final int LONGEST_TAIL = 14;
    private static final int LONGEST_NAME = 4;
    private static final int LONGEST_BYLINE = 5;
    private static final int LONGEST_LIST = 8;

    /** A date has so many numbers, */
    private static final int NUMBERS_OF_A_TIMESTAMP = 3;

    /** and with a time of day it has so many. */
    private static final int NUMBERS_OF_A_LONG_TIMESTAMP = 5;

    private final Passage passage;
    private final FoldedText text;
    private final List<Candidate> agencies;

    SourceCredit(Passage passage) {
        this.passage = passage;
        this.text = passage.text();
        this.agencies = passage.agencies();
    }

    /** The role of the agency of this number, if it closes its paragraph. */
    Optional<Role> role(int number) {
        int first = number;
        while (first > 0 && number - first < LONGEST_LIST && isJoined(agencies.get(first - 1), agencies.get(first))) {
            first--;
        }
        int last = number;
        while (last + 1 < agencies.size()
                && last - number < LONGEST_LIST
                && isJoined(agencies.get(last), agencies.get(last + 1))) {
            last++;
        }
        WireText.Part part = passage.part(agencies.get(number));
        if (isBeforePhotographer(agencies.get(first), agencies.get(last), part)) {
            return Optional.of(Role.CREDIT);
        }
        Tail tail = tail(agencies.get(last).last(), part);
        return tail.closes ? role(first, tail, part) : Optional.empty();
    }

    /** Whether an unmistakable agency stands right beside this one, in a list or as its full name. */
    boolean isListed(int number) {
        return number > 0 && isListed(agencies.get(number - 1), agencies.get(number), agencies.get(number - 1))
                || number + 1 < agencies.size()
                        && isListed(agencies.get(number), agencies.get(number + 1), agencies.get(number + 1));
    }

    /** Whether only a comma, a slash or an "and" stands between this agency and the next. */
    boolean isJoinedToNext(int number) {
        return isJoined(agencies.get(number), agencies.get(number + 1));
    }

    private boolean isListed(Candidate left, Candidate right, Candidate other) {
        boolean sure = ((AgencyName) other.phrase().entry()).form() == AgencyForm.NAME;
        return sure
                && (isJoined(left, right)
                        || right.first() == left.last() + 1 && agency(left).equals(agency(right)));
    }

    private Optional<Role> role(int number, Tail tail, WireText.Part part) {
        int start = agencies.get(number).first();
        boolean source = passage.cueEndsAt(CueKind.SOURCE, start - 1);
        int opening = source ? start - passage.cueLengthEndingAt(start - 1) : start;
        boolean fullStop = text.original().charAt(part.end() - 1) == '.';
        boolean last = part.equals(lastPart());
        if ((text.gapBefore(opening) & FoldedText.OPEN) != 0) {
            boolean underPicture = source && passage.cueEndsAt(CueKind.PICTURE_SOURCE, start - 1) && !last;
            if (tail.picture || underPicture) {
                return Optional.of(Role.CREDIT);
            }
            boolean afterSentence = FoldedText.isSentenceEnd(text.gapBefore(opening));
            boolean sourceLine = source || afterSentence || !fullStop;
            return sourceLine && !isExplained(number) ? Optional.of(Role.ORIGIN) : Optional.empty();
        }
        if (text.start(opening) == part.start() && passage.wire().parts().size() > 1) {
            return Optional.of(Role.ORIGIN); // a line of its own
        }
        if (isBehindPhotographer(start)) {
            boolean signOff = part.equals(lastPart()) && passage.wire().parts().size() > 1;
            return Optional.of(signOff ? Role.ORIGIN : Role.CREDIT);
        }
        if (tail.numbers == 0 && last && isBehindSentence(start) || isByline(start, part)) {
            return Optional.of(Role.ORIGIN);
        }
        // "... he wrote in Nhân Dân on 3-2-1951." is a sentence
        boolean inSentence = fullStop
                && tail.numbers < NUMBERS_OF_A_LONG_TIMESTAMP
                && (text.gapBefore(start) & FoldedText.COMMA) == 0;
        boolean reference = tail.numbers >= NUMBERS_OF_A_TIMESTAMP && !source && !inSentence;
        boolean title = tail.numbers == 0
                && !fullStop
                && ((text.gapBefore(start) & FoldedText.DASH) != 0 || start > 0 && text.isNumber(start - 1));
        return reference || title ? Optional.of(Role.ORIGIN) : Optional.empty();
    }

    /** "... for charity. VNA/VNP". */
    private boolean isBehindSentence(int start) {
        int gap = text.gapBefore(start);
        return start > 0 && FoldedText.isSentenceEnd(gap) && (gap & (FoldedText.DOT | FoldedText.STOP)) != 0;
    }

    /** "Minh Châu, Reuters" on a line of its own above the story. */
    private boolean isByline(int start, WireText.Part part) {
        if ((text.gapBefore(start) & FoldedText.COMMA) == 0 || part.equals(lastPart())) {
            return false;
        }
        for (int i = start - 1; i >= 0 && i >= start - LONGEST_BYLINE && text.isCapital(i); i--) {
            if (text.start(i) == part.start()) {
                return true;
            }
        }
        return false;
    }

    /** "... a flooded street. REUTERS/Minh Châu" */
    private boolean isBeforePhotographer(Candidate first, Candidate last, WireText.Part part) {
        if ((text.gapAfter(last.last()) & FoldedText.SLASH) == 0
                || !(isBehindSentence(first.first()) || first.start() == part.start())) {
            return false;
        }
        int i = last.last() + 1;
        while (i < text.words() && text.start(i) < part.end()) {
            if (!text.isCapital(i) || i - last.last() > LONGEST_NAME) {
                return false;
            }
            i++;
        }
        return i > last.last() + 1;
    }

    private WireText.Part lastPart() {
        return passage.wire().parts().get(passage.wire().parts().size() - 1);
    }

    /** "the French news agency (AFP)", "the Associated Press (AP)". */
    private boolean isExplained(int number) {
        Candidate candidate = agencies.get(number);
        int before = candidate.first() - 1;
        return passage.cueEndsAt(CueKind.QUOTING, before) && !passage.cueEndsAt(CueKind.SOURCE, before)
                || number > 0
                        && agencies.get(number - 1).last() == before
                        && agency(agencies.get(number - 1)).equals(agency(candidate));
    }

    private static Agency agency(Candidate candidate) {
        return ((AgencyName) candidate.phrase().entry()).agency();
    }

    /** "(John Smith/Reuters)": a name in capitals between a bracket and a slash. */
    private boolean isBehindPhotographer(int start) {
        if ((text.gapBefore(start) & FoldedText.SLASH) == 0) {
            return false;
        }
        for (int i = start - 1; i >= 0 && i > start - 1 - LONGEST_NAME && text.isCapital(i); i--) {
            if ((text.gapBefore(i) & FoldedText.OPEN) != 0) {
                return i < start - 1;
            }
        }
        return false;
    }

    private boolean isJoined(Candidate left, Candidate right) {
        if (right.first() == left.last() + 1) {
            int gap = text.gapAfter(left.last());
            return (gap & (FoldedText.SLASH | FoldedText.COMMA)) != 0 && (gap & FoldedText.OPEN) == 0;
        }
        return right.first() == left.last() + 2 && passage.cueEndsAt(CueKind.BETWEEN, left.last() + 1);
    }

    /** What follows an agency to the end of its paragraph: nothing, or only a date, a time, a few closing words. */
    private record Tail(boolean closes, int numbers, boolean picture) {}

    private Tail tail(int last, WireText.Part part) {
        int numbers = 0;
        boolean picture = false;
        for (int i = last + 1; i < text.words() && text.start(i) < part.end(); i++) {
            boolean known = text.isNumber(i)
                    || passage.cueStartsAt(CueKind.CLOSING, i)
                    || passage.cueEndsAt(CueKind.CLOSING, i)
                    || passage.cueEndsAt(CueKind.PICTURE, i)
                    || Timestamp.hasWord(text.text(i));
            if (!known || i - last > LONGEST_TAIL) {
                return new Tail(false, 0, false);
            }
            numbers += text.isNumber(i) ? 1 : 0;
            picture |= passage.cueEndsAt(CueKind.PICTURE, i);
        }
        return new Tail(true, numbers, picture);
    }
}
