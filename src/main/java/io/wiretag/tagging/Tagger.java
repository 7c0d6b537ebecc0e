package io.wiretag.tagging;

import io.wiretag.tagging.gazetteer.Agency;
import io.wiretag.tagging.gazetteer.Entry.AgencyName;
import io.wiretag.tagging.gazetteer.Entry.ProvinceName;
import io.wiretag.tagging.gazetteer.Gazetteer;
import io.wiretag.tagging.gazetteer.Lexicon;
import io.wiretag.tagging.gazetteer.TagOverride;
import io.wiretag.tagging.gazetteer.TagOverride.AgencyTarget;
import io.wiretag.tagging.gazetteer.TagOverride.ProvinceTarget;
import io.wiretag.tagging.gazetteer.TagOverride.Target;
import io.wiretag.tagging.gazetteer.UriOverrides;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Tags stories with the provinces they name and are about, and the agencies they come from.
 *
 * <p>Immutable and safe for any number of threads. The cost of a story is linear in its length, whatever stands in it, and no text
 * makes it throw. A thread keeps the arrays of its largest stories for the next ones, some hundred kB for usual wires and at most 8 MB for each tagger.
 */
public final class Tagger implements Tagging {
    private final Gazetteer gazetteer;
    private final Mergers mergers;

    /** Of each thread; none while it reads a story. */
    private final ThreadLocal<Passages> spare = new ThreadLocal<>();

    private Tagger(Gazetteer gazetteer) {
        this.gazetteer = gazetteer;
        this.mergers = Mergers.of(gazetteer.provinces());
    }

    public static Tagger of(Gazetteer gazetteer) {
        return new Tagger(gazetteer);
    }

    @Override
    public Tags tag(Story story) {
        Passages passages = passages();
        // all that is asked of a passage is asked before it is kept for the next story
        Tags tags = read(story, false, passages).tags();
        keep(passages);
        return tags;
    }

    /** The same tags, and also what looked like a name and was rejected, with the rule that did so. */
    public Explanation explain(Story story) {
        Passages passages = passages();
        Explanation explanation = read(story, true, passages).explanation();
        keep(passages);
        return explanation;
    }

    private Passages passages() {
        Passages passages = spare.get();
        spare.set(null);
        return passages == null ? new Passages() : passages;
    }

    private void keep(Passages passages) {
        passages.close();
        spare.set(passages);
    }

    /** All that is known of a story, before it is made tags. */
    Findings read(Story story, boolean keepRejected) {
        return read(story, keepRejected, new Passages());
    }

    private Findings read(Story story, boolean keepRejected, Passages passages) {
        Edits edits = Edits.of(story.edits(), gazetteer);
        Findings findings = new Findings(gazetteer.version(), mergers, story, edits, keepRejected);
        Map<Target, TagOverride> byUri =
                story.uri().map(gazetteer.uriOverrides()::of).orElse(Map.of());
        for (TagOverride override : byUri.values()) {
            if (override.force() && !edits.removes(override.target())) {
                findings.forced(override.target(), mention(override, story.uri().orElseThrow()));
            }
        }
        edits.added(findings::added);
        boolean hasHeadline = hasHeadline(story);
        for (Story.Field field : story.fields()) {
            Passage passage = passages.open(field, gazetteer.lexicon());
            findings.open(new Layout(passage, findings.layout(), hasHeadline));
            List<Decision> decisions = new ArrayList<>();
            judgePlaces(passage, decisions);
            DivisionRules.addTo(decisions, passage, gazetteer.divisions(), story);
            judgeAgencies(passage, decisions);
            judgeBodies(passage, decisions);
            for (Decision decision : edits.over(Overruling.over(decisions, passage, byUri))) {
                findings.take(decision);
            }
        }
        return findings;
    }

    /** The part of the uri that an override went by, as evidence. */
    private static Tags.Mention mention(TagOverride override, String uri) {
        String part = UriOverrides.part(override, uri);
        return new Tags.Mention(
                "uri", 0, part.length(), part, override.pattern(), TagOverride.RULE, TagOverride.CONFIDENCE);
    }

    private static boolean hasHeadline(Story story) {
        for (Story.Field field : story.fields()) {
            if (field.kind() == Story.Kind.HEADLINE) {
                return true;
            }
        }
        return false;
    }

    private static void judgePlaces(Passage passage, List<Decision> decisions) {
        if (passage.places().isEmpty() && passage.trapped().isEmpty()) {
            return;
        }
        PlaceRules rules = new PlaceRules(passage);
        for (int i = 0; i < passage.places().size(); i++) {
            Candidate candidate = passage.places().get(i);
            decisions.add(new Decision(candidate, place(candidate), rules.judge(i)));
        }
        passage.trapped().forEach(t -> decisions.add(new Decision(t.candidate(), place(t.candidate()), t.verdict())));
    }

    private static Target place(Candidate candidate) {
        return new ProvinceTarget(((ProvinceName) candidate.phrase().entry()).province());
    }

    private static void judgeAgencies(Passage passage, List<Decision> decisions) {
        if (passage.agencies().isEmpty()) {
            return;
        }
        AgencyRules rules = new AgencyRules(passage);
        for (int i = 0; i < passage.agencies().size(); i++) {
            Candidate candidate = passage.agencies().get(i);
            AgencyRules.Ruling ruling = rules.judge(i);
            Agency agency = ((AgencyName) candidate.phrase().entry()).agency();
            decisions.add(new Decision(candidate, new AgencyTarget(agency, ruling.role()), ruling.verdict()));
        }
    }

    private static void judgeBodies(Passage passage, List<Decision> decisions) {
        if (!passage.bodies().isEmpty()) {
            BodyRules rules = new BodyRules(passage);
            for (int i = 0; i < passage.bodies().size(); i++) {
                decisions.add(rules.judge(i));
            }
        }
    }

    /** The passages of one story, and those of the next in the same arrays: these are many times as large as the tags. */
    private static final class Passages {
        /** What a story has more, or longer, gets new arrays, and does not leave them behind. */
        private static final int MOST = 8;

        private static final int LONGEST = 20_000;

        private final List<Passage> passages = new ArrayList<>();
        private int open;

        /** The next field of the story. */
        Passage open(Story.Field field, Lexicon lexicon) {
            if (open == passages.size()) {
                passages.add(new Passage());
            }
            Passage passage = passages.get(open);
            open++;
            passage.open(field, lexicon);
            return passage;
        }

        /** Forgets the story; nothing of its passages may be asked for any more. */
        void close() {
            for (int i = open - 1; i >= 0; i--) {
                if (i >= MOST || passages.get(i).text().original().length() > LONGEST) {
                    passages.remove(i);
                } else {
                    passages.get(i).close();
                }
            }
            open = 0;
        }
    }
}
