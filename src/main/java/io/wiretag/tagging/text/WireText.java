package io.wiretag.tagging.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The parts of a wire as it stands in plain text: what is headline, caption, paragraph, and what a web site put around it;
 * further the dateline it opens with and the sign-off it closes with.
 *
 * <p>Works on layout and punctuation alone and knows no name of any place or agency. Safe for any number of threads; costs one pass over the text.
 */
public final class WireText {
    /** What a part of a wire is. */
    public enum Kind {
        /** What a site puts on every page, such as its navigation list. */
        BOILERPLATE,
        /** The title. Never guessed for a text of one paragraph. */
        HEADLINE,
        /** A paragraph under a picture: it ends in a photo credit. */
        CAPTION,
        /** A line that is only a date and time. */
        TIMESTAMP,
        /** Any other paragraph of the story. */
        PARAGRAPH
    }

    /** A stretch of the text in UTF-16 code units: from {@code start} up to, but without, {@code end}. */
    public record Span(int start, int end) {
        public Span {
            if (start < 0 || end < start) {
                throw new IllegalArgumentException("not a span: " + start + " to " + end);
            }
        }
    }

    /** One part of the wire, without the white space around it. */
    public static final class Part {
        private final String text;
        private final int start;
        private final int end;

        /** Null until a paragraph was asked whether it is a caption; whoever asks gets the same answer, so that no lock is needed. */
        private Kind kind;

        private Part(Kind kind, String text, int start, int end) {
            this.kind = kind;
            this.text = text;
            this.start = start;
            this.end = end;
        }

        public Kind kind() {
            Kind known = kind;
            if (known == null) {
                boolean caption = PhotoCredit.start(text, start, end).isPresent()
                        && Dateline.find(text, start, end).isEmpty();
                known = caption ? Kind.CAPTION : Kind.PARAGRAPH;
                kind = known;
            }
            return known;
        }

        /** Costs less than {@link #kind}, which reads the paragraph. */
        public boolean isBoilerplate() {
            return kind == Kind.BOILERPLATE;
        }

        /** As cheap. */
        public boolean isHeadline() {
            return kind == Kind.HEADLINE;
        }

        public int start() {
            return start;
        }

        public int end() {
            return end;
        }
    }

    private static final int LONGEST_HEADLINE = 250;

    /** What agencies write above notes to editors. */
    private static final String NOT_FOR_PUBLICATION = "not for publication";

    private final Composed composed;
    private final List<Part> composedParts;
    private final List<Part> parts;
    private final Optional<Span> dateline;
    private final Optional<Span> datelinePlace;

    /** Null until somebody asks: stories that name no agency need none. Whoever asks gets the same answer. */
    private Optional<Span> signOff;

    /** All is found in the composed text, where letters count alike however they came, and told in offsets of the original. */
    private WireText(Composed whole) {
        composed = whole;
        String text = composed.text();
        List<Part> found = parts(text);
        Optional<Dateline> firstDateline = firstDateline(text, found);
        findHeadline(text, found, firstDateline);
        dateline = firstDateline.map(Dateline::whole).map(this::original);
        datelinePlace = firstDateline.flatMap(Dateline::place).map(this::original);
        composedParts = List.copyOf(found);
        parts = composed.isOriginal()
                ? composedParts
                : found.stream().map(this::original).toList();
    }

    /** Reads any text, also an empty one, one line, or one with line ends of another system. */
    public static WireText of(String text) {
        return new WireText(Composed.of(text));
    }

    /** The same of a text that was folded already. */
    public static WireText of(FoldedText text) {
        return new WireText(text.hasCombining() ? Composed.of(text.original()) : Composed.without(text.original()));
    }

    /** In the order of the text, not overlapping. */
    public List<Part> parts() {
        return parts;
    }

    /** {@code VGP -} or {@code HÀ NỘI (VNS) —} at the head of a paragraph, with its dash, without what follows. */
    public Optional<Span> dateline() {
        return dateline;
    }

    /** {@code HÀ NỘI} within the dateline, if it names a place. */
    public Optional<Span> datelinePlace() {
        return datelinePlace;
    }

    /** {@code ./. VNA}, {@code — VNS}, {@code -AVI}, {@code (TTXVN)} or a last line {@code Theo TTXVN}. */
    public Optional<Span> signOff() {
        Optional<Span> known = signOff;
        if (known == null) {
            known = SignOff.find(composed.text(), composedParts).map(this::original);
            signOff = known;
        }
        return known;
    }

    /** Where in a part a photo credit begins that closes it. */
    public OptionalInt credit(int part) {
        Part found = composedParts.get(part);
        OptionalInt start = PhotoCredit.start(composed.text(), found.start(), found.end());
        return start.isPresent() ? OptionalInt.of(composed.original(start.getAsInt())) : start;
    }

    private Span original(Span span) {
        return new Span(composed.original(span.start()), composed.original(span.end()));
    }

    private Part original(Part part) {
        return new Part(part.kind(), part.text, composed.original(part.start()), composed.original(part.end()));
    }

    private static List<Part> parts(String text) {
        List<Part> parts = new ArrayList<>();
        Lines lines = Lines.of(text);
        // a letter that Vietnamese does not have, and a search that is quicker than ours
        boolean mayHaveNotes = text.indexOf('f') >= 0 || text.indexOf('F') >= 0;
        int line = 0;
        while (line < lines.size()) {
            int next = NavigationList.endOfRun(lines, line);
            if (next > line && NavigationList.isIntroduced(lines, line)) {
                for (int item = line; item < next; item++) {
                    parts.add(new Part(Kind.PARAGRAPH, text, lines.start(item), lines.end(item)));
                }
            } else if (next > line) {
                parts.add(new Part(Kind.BOILERPLATE, text, lines.start(line), lines.end(next - 1)));
            } else if (mayHaveNotes && isNotForPublication(text, lines, line)) {
                next = lines.size();
                parts.add(new Part(Kind.BOILERPLATE, text, lines.start(line), lines.end(next - 1)));
            } else if (Timestamp.is(text, lines.start(line), lines.end(line))) {
                next = line + 1;
                parts.add(new Part(Kind.TIMESTAMP, text, lines.start(line), lines.end(line)));
            } else {
                next = lines.endOfParagraph(line);
                parts.add(new Part(null, text, lines.start(line), lines.end(next - 1)));
            }
            line = next;
        }
        return parts;
    }

    /** From this line on, an agency speaks to editors and no more to readers. */
    private static boolean isNotForPublication(String text, Lines lines, int line) {
        if (lines.length(line) > LONGEST_HEADLINE) {
            return false;
        }
        int last = lines.end(line) - NOT_FOR_PUBLICATION.length();
        for (int i = lines.start(line); i <= last; i++) {
            char c = text.charAt(i);
            boolean initial = (c == 'n' || c == 'N') && (text.charAt(i + 1) | ' ') == 'o';
            if (initial && text.regionMatches(true, i, NOT_FOR_PUBLICATION, 0, NOT_FOR_PUBLICATION.length())) {
                return true;
            }
        }
        return false;
    }

    /** A story has one dateline, near its top: after a headline, a summary and some captions at most. */
    private static Optional<Dateline> firstDateline(String text, List<Part> parts) {
        int tried = 0;
        for (Part part : parts) {
            if (part.kind() == Kind.PARAGRAPH) {
                Optional<Dateline> found = Dateline.find(text, part.start(), part.end());
                if (found.isPresent() || ++tried == 4) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    /** The first paragraph may be one, unless it is the only one or a picture stands above it. */
    private static void findHeadline(String text, List<Part> parts, Optional<Dateline> dateline) {
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            if (part.kind() == Kind.PARAGRAPH) {
                if (looksLikeHeadline(text, part, dateline) && hasParagraph(parts, i + 1)) {
                    parts.set(i, new Part(Kind.HEADLINE, text, part.start(), part.end()));
                }
                return;
            }
            if (part.kind() == Kind.CAPTION) {
                return;
            }
        }
    }

    private static boolean hasParagraph(List<Part> parts, int from) {
        for (int i = from; i < parts.size(); i++) {
            if (parts.get(i).kind() == Kind.PARAGRAPH) {
                return true;
            }
        }
        return false;
    }

    private static boolean looksLikeHeadline(String text, Part part, Optional<Dateline> dateline) {
        char last = text.charAt(part.end() - 1);
        boolean sentence = last == '.' || last == ':' || last == ';' || last == ',';
        boolean datelined = dateline.isPresent() && dateline.get().whole().start() == part.start();
        return part.end() - part.start() <= LONGEST_HEADLINE && !sentence && !datelined;
    }
}
