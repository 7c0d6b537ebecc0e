package io.wiretag.tagging;

import io.wiretag.tagging.gazetteer.Entry;
import io.wiretag.tagging.gazetteer.Entry.AgencyName;
import io.wiretag.tagging.gazetteer.Entry.Flag;
import io.wiretag.tagging.gazetteer.Entry.OverrideText;
import io.wiretag.tagging.gazetteer.Entry.ProvinceName;
import io.wiretag.tagging.gazetteer.Entry.Trap;
import io.wiretag.tagging.gazetteer.Gazetteer;
import io.wiretag.tagging.gazetteer.GazetteerDraft;
import io.wiretag.tagging.gazetteer.GazetteerDraft.Item;
import io.wiretag.tagging.gazetteer.GazetteerFile;
import io.wiretag.tagging.gazetteer.GazetteerProblem;
import io.wiretag.tagging.gazetteer.GazetteerReader;
import io.wiretag.tagging.gazetteer.GazetteerReport;
import io.wiretag.tagging.gazetteer.Lexicon;
import io.wiretag.tagging.gazetteer.Phrase;
import io.wiretag.tagging.text.FoldedText;
import io.wiretag.tagging.text.Word.Spelling;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Looks over an editor's files for what is allowed and perhaps not meant: names that stand for two provinces, names that are too
 * short to be sure, names that a trap hides, phrases that forbid nothing.
 */
public final class GazetteerCheck {
    private static final int SHORTEST_SURE_NAME = 3;

    private final GazetteerDraft draft;
    private final Lexicon lexicon;
    private final List<GazetteerProblem> warnings = new ArrayList<>();

    private GazetteerCheck(GazetteerDraft draft) {
        this.draft = draft;
        this.lexicon = draft.gazetteer("checked").lexicon();
    }

    /** What is wrong with an editor's files, and what looks wrong: all of it. Never throws for what stands in a file. */
    public static GazetteerReport of(List<Path> files) {
        return of(Gazetteer.reader(files));
    }

    /** The same of files that have been read before. */
    public static GazetteerReport ofFiles(List<GazetteerFile> files) {
        return of(Gazetteer.readerOfFiles(files));
    }

    private static GazetteerReport of(GazetteerReader reader) {
        GazetteerDraft draft = reader.draft();
        return new GazetteerReport(
                reader.version(),
                draft.items().stream().filter(GazetteerCheck::isName).count(),
                draft.removed(),
                draft.items().stream()
                        .filter(item -> item.override().isPresent())
                        .count(),
                reader.problems(),
                new GazetteerCheck(draft).warnings());
    }

    private List<GazetteerProblem> warnings() {
        Map<String, List<Item>> alike = new HashMap<>();
        for (Item item : draft.items()) {
            item.phrase()
                    .ifPresent(phrase -> alike.computeIfAbsent(bare(phrase), b -> new ArrayList<>())
                            .add(item));
            if (!item.listed().builtIn()) {
                lookAt(item);
            }
        }
        alike.values().forEach(this::compare);
        // as the lines stand in the files; a name that was changed keeps its old place among the entries
        return warnings.stream()
                .sorted(Comparator.comparing(GazetteerProblem::file).thenComparing(GazetteerProblem::line))
                .toList();
    }

    private void lookAt(Item item) {
        Entry entry = item.phrase().map(Phrase::entry).orElse(null);
        String text = item.phrase().map(Phrase::written).orElse("");
        if (isName(item) && entry.flags().isEmpty() && letters(text) < SHORTEST_SURE_NAME) {
            warn(
                    item,
                    "'" + text
                            + "' is short and has no notes: other words will look like it; [these capitals] may help");
        }
        if (entry instanceof OverrideText forbidding
                && !forbidding.override().force()
                && !holds(text, forbidding.override().target().code())) {
            warn(
                    item,
                    "'" + text + "' holds no name of "
                            + forbidding.override().target().code()
                            + ", and what stands outside of it is not forbidden");
        }
    }

    /** Entries of the same bare letters, in the order in which they count. */
    private void compare(List<Item> alike) {
        for (int i = 0; i < alike.size(); i++) {
            for (Item later : alike.subList(i + 1, alike.size())) {
                Item first = alike.get(i);
                if (first.listed().builtIn() && later.listed().builtIn() || !isSpelledAs(first, later)) {
                    continue;
                }
                Item added = later.listed().builtIn() ? first : later;
                if (isTrap(first) && isName(later)) {
                    warn(added, isHidden(later, first));
                } else if (isName(first) && isTrap(later)) {
                    warn(added, isHidden(first, later));
                } else if (isPlace(first) && isPlace(later) && !owner(first).equals(owner(later))) {
                    warn(
                            added,
                            named(first) + " stands for two provinces now: for " + owner(first)
                                    + ", which counts, and for " + owner(later) + " ("
                                    + later.listed().place() + "); remove it from one");
                }
            }
        }
    }

    private static String isHidden(Item name, Item trap) {
        return named(name) + " of " + owner(name) + " is never found: the trap " + named(trap) + " hides it";
    }

    private static String named(Item item) {
        return "'" + item.listed().text() + "' (" + item.listed().place() + ")";
    }

    private static String owner(Item item) {
        return item.listed().owner();
    }

    /** Whether the later is the first in some spelling. */
    private static boolean isSpelledAs(Item first, Item later) {
        return isSpelling(first, later) || isSpelling(later, first);
    }

    private static boolean isSpelling(Item item, Item other) {
        Phrase phrase = item.phrase().orElseThrow();
        FoldedText text = FoldedText.of(other.phrase().orElseThrow().written());
        return phrase.spelling(text, 0) == Spelling.EXACT
                && (!phrase.entry().is(Flag.THESE_CAPITALS) || phrase.hasTheseCapitals(text, 0));
    }

    private static boolean isPlace(Item item) {
        return item.phrase()
                .filter(phrase -> phrase.entry() instanceof ProvinceName)
                .isPresent();
    }

    private static boolean isTrap(Item item) {
        return item.phrase().filter(phrase -> phrase.entry() instanceof Trap).isPresent();
    }

    private static boolean isName(Item item) {
        return isPlace(item)
                || item.phrase()
                        .filter(phrase -> phrase.entry() instanceof AgencyName)
                        .isPresent();
    }

    /** Whether a text has anything that could be a mention of the province or agency. */
    private boolean holds(String text, String code) {
        Passage passage = Passage.read(new Story.Field(Story.Kind.BODY, "text", text), lexicon);
        Stream<Candidate> places = Stream.concat(
                passage.places().stream(), passage.trapped().stream().map(Passage.Trapped::candidate));
        return places.map(candidate -> ((ProvinceName) candidate.phrase().entry())
                                .province()
                                .code())
                        .anyMatch(code::equals)
                || passage.agencies().stream()
                        .map(candidate -> ((AgencyName) candidate.phrase().entry())
                                .agency()
                                .code())
                        .anyMatch(code::equals);
    }

    private static String bare(Phrase phrase) {
        return IntStream.range(0, phrase.size())
                .mapToObj(i -> phrase.word(i).folded())
                .collect(Collectors.joining(" "));
    }

    private static int letters(String text) {
        FoldedText folded = FoldedText.of(text);
        return IntStream.range(0, folded.words()).map(folded::letters).sum();
    }

    private void warn(Item item, String what) {
        warnings.add(new GazetteerProblem(item.listed().file(), item.listed().line(), what));
    }
}
