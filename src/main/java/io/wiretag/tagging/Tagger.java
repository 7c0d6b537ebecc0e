package io.wiretag.tagging;

import io.wiretag.tagging.Entry.Place;

/**
 * Tags stories with the provinces they name and are about, and the agencies they come from.
 *
 * <p>Immutable and safe for any number of threads. The cost of a story is linear in its length, whatever stands in it, and no text
 * makes it throw.
 */
public final class Tagger {
    private final Gazetteer gazetteer;
    private final Mergers mergers;

    private Tagger(Gazetteer gazetteer) {
        this.gazetteer = gazetteer;
        this.mergers = Mergers.of(gazetteer.provinces());
    }

    public static Tagger of(Gazetteer gazetteer) {
        return new Tagger(gazetteer);
    }

    /** Every tag comes with its evidence; offsets point into the texts as they were given. */
    public Tags tag(Story story) {
        return read(story, false).tags();
    }

    /** The same tags, and also what looked like a name and was rejected, with the rule that did so. */
    public Explanation explain(Story story) {
        return read(story, true).explanation();
    }

    private Findings read(Story story, boolean keepRejected) {
        Findings findings = new Findings(gazetteer.version(), mergers, story.date(), keepRejected);
        boolean hasHeadline = story.fields().stream().anyMatch(f -> f.kind() == Story.Kind.HEADLINE);
        int paragraphs = 0;
        for (Story.Field field : story.fields()) {
            Passage passage = Passage.read(field, gazetteer.lexicon());
            findPlaces(passage, new Layout(passage, paragraphs, hasHeadline), findings);
            findAgencies(passage, findings);
            paragraphs += passage.wire().parts().size();
        }
        return findings;
    }

    private static void findPlaces(Passage passage, Layout layout, Findings findings) {
        PlaceRules rules = new PlaceRules(passage);
        for (int i = 0; i < passage.places().size(); i++) {
            Candidate candidate = passage.places().get(i);
            Verdict verdict = rules.judge(i);
            if (verdict.accepted()) {
                Province province = ((Place) candidate.phrase().entry()).province();
                findings.place(candidate, verdict, layout.sighting(province, candidate));
            } else {
                findings.rejected(candidate, verdict);
            }
        }
        passage.trapped().forEach(t -> findings.rejected(t.candidate(), t.verdict()));
    }

    private static void findAgencies(Passage passage, Findings findings) {
        AgencyRules rules = new AgencyRules(passage);
        for (int i = 0; i < passage.agencies().size(); i++) {
            Candidate candidate = passage.agencies().get(i);
            AgencyRules.Ruling ruling = rules.judge(i);
            if (ruling.verdict().accepted()) {
                findings.agency(candidate, ruling.verdict(), ruling.role());
            } else {
                findings.rejected(candidate, ruling.verdict());
            }
        }
    }
}
