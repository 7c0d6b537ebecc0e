package io.wiretag.tagging;

import io.wiretag.tagging.gazetteer.Agency;
import io.wiretag.tagging.gazetteer.Entry.AgencyName;
import io.wiretag.tagging.gazetteer.Entry.ProvinceName;
import io.wiretag.tagging.gazetteer.Gazetteer;
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
 * makes it throw.
 */
public final class Tagger implements Tagging {
    private final Gazetteer gazetteer;
    private final Mergers mergers;

    private Tagger(Gazetteer gazetteer) {
        this.gazetteer = gazetteer;
        this.mergers = Mergers.of(gazetteer.provinces());
    }

    public static Tagger of(Gazetteer gazetteer) {
        return new Tagger(gazetteer);
    }

    @Override
    public Tags tag(Story story) {
        return read(story, false).tags();
    }

    /** The same tags, and also what looked like a name and was rejected, with the rule that did so. */
    public Explanation explain(Story story) {
        return read(story, true).explanation();
    }

    /** All that is known of a story, before it is made tags. */
    Findings read(Story story, boolean keepRejected) {
        Findings findings = new Findings(gazetteer.version(), mergers, story, keepRejected);
        Map<Target, TagOverride> byUri =
                story.uri().map(gazetteer.uriOverrides()::of).orElse(Map.of());
        for (TagOverride override : byUri.values()) {
            if (override.force()) {
                findings.forced(override.target(), mention(override, story.uri().orElseThrow()));
            }
        }
        boolean hasHeadline = hasHeadline(story);
        for (Story.Field field : story.fields()) {
            Passage passage = Passage.read(field, gazetteer.lexicon());
            findings.open(new Layout(passage, findings.layout(), hasHeadline));
            List<Decision> decisions = new ArrayList<>();
            judgePlaces(passage, decisions);
            DivisionRules.addTo(decisions, passage, gazetteer.divisions(), story);
            judgeAgencies(passage, decisions);
            judgeBodies(passage, decisions);
            for (Decision decision : Overruling.over(decisions, passage, byUri)) {
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
}
