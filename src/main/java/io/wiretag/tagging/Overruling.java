package io.wiretag.tagging;

import io.wiretag.tagging.gazetteer.Entry.OverrideText;
import io.wiretag.tagging.gazetteer.TagOverride;
import io.wiretag.tagging.gazetteer.TagOverride.Target;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts an editor's overrides above what the rules decided on one field of a story.
 *
 * <p>A phrase that forbids a tag rejects what the rules accepted for it within the phrase. A phrase that forces one is itself the
 * mention, and speaks for the names of the same province or agency within. Of two phrases for a tag that overlap the longer
 * counts. The story's uri stands above both. Every phrase marks its words once, so the cost is linear in the text.
 */
final class Overruling {
    private final Map<Target, TagOverride> byUri;
    private final List<Candidate> forcing = new ArrayList<>();
    private final Map<Target, BitSet> forbidden = new HashMap<>();
    private final Map<String, BitSet> spokenFor = new HashMap<>();

    /**
     * What holds in the end, in the order of the text if anything was changed.
     *
     * @param byUri what is decided on tags for the whole story
     */
    static List<Decision> over(List<Decision> decisions, Passage passage, Map<Target, TagOverride> byUri) {
        return byUri.isEmpty() && passage.overrides().isEmpty()
                ? decisions
                : new Overruling(passage, byUri).over(decisions);
    }

    private Overruling(Passage passage, Map<Target, TagOverride> byUri) {
        this.byUri = byUri;
        for (Candidate phrase : longest(passage.overrides())) {
            TagOverride override = override(phrase);
            BitSet words = override.force()
                    ? spokenFor.computeIfAbsent(override.target().code(), code -> new BitSet())
                    : forbidden.computeIfAbsent(override.target(), target -> new BitSet());
            words.set(phrase.first(), phrase.last() + 1);
            if (override.force()) {
                forcing.add(phrase);
            }
        }
    }

    private List<Decision> over(List<Decision> decisions) {
        List<Decision> standing = new ArrayList<>();
        for (Decision decision : decisions) {
            if (!covers(spokenFor.get(decision.target().code()), decision.candidate())) {
                standing.add(isForbidden(decision) ? rejected(decision) : decision);
            }
        }
        for (Candidate phrase : forcing) {
            Decision forced = new Decision(
                    phrase, override(phrase).target(), Verdict.accept(TagOverride.RULE, TagOverride.CONFIDENCE));
            standing.add(isForbiddenByUri(forced.target()) ? rejected(forced) : forced);
        }
        standing.sort(Comparator.comparingInt(decision -> decision.candidate().start()));
        return standing;
    }

    private boolean isForbidden(Decision decision) {
        return decision.verdict().accepted()
                && (isForbiddenByUri(decision.target())
                        || covers(forbidden.get(decision.target()), decision.candidate()));
    }

    private boolean isForbiddenByUri(Target target) {
        return byUri.containsKey(target) && !byUri.get(target).force();
    }

    private static Decision rejected(Decision decision) {
        return new Decision(decision.candidate(), decision.target(), Verdict.reject(TagOverride.RULE));
    }

    private static boolean covers(BitSet words, Candidate candidate) {
        if (words == null) {
            return false;
        }
        int word = words.nextSetBit(candidate.first());
        return word >= 0 && word <= candidate.last();
    }

    private static List<Candidate> longest(List<Candidate> phrases) {
        Map<Target, Candidate> last = new HashMap<>();
        List<Candidate> kept = new ArrayList<>();
        for (Candidate phrase : phrases) {
            Target target = override(phrase).target();
            Candidate before = last.get(target);
            if (before == null || before.last() < phrase.first()) {
                kept.add(phrase);
                last.put(target, phrase);
            } else if (length(phrase) > length(before)) {
                kept.set(kept.lastIndexOf(before), phrase);
                last.put(target, phrase);
            }
        }
        return kept;
    }

    private static int length(Candidate phrase) {
        return phrase.last() - phrase.first();
    }

    private static TagOverride override(Candidate phrase) {
        return ((OverrideText) phrase.phrase().entry()).override();
    }
}
