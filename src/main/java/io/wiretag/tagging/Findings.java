package io.wiretag.tagging;

import io.wiretag.tagging.Tags.AgencyTag;
import io.wiretag.tagging.Tags.BodyTag;
import io.wiretag.tagging.Tags.Mention;
import io.wiretag.tagging.Tags.ProvinceTag;
import io.wiretag.tagging.about.Relevance;
import io.wiretag.tagging.about.Sighting;
import io.wiretag.tagging.about.Sighting.Position;
import io.wiretag.tagging.gazetteer.Body;
import io.wiretag.tagging.gazetteer.BodyRole;
import io.wiretag.tagging.gazetteer.Entry.DivisionName;
import io.wiretag.tagging.gazetteer.Entry.NameKind;
import io.wiretag.tagging.gazetteer.Entry.ProvinceName;
import io.wiretag.tagging.gazetteer.Province;
import io.wiretag.tagging.gazetteer.TagOverride.AgencyTarget;
import io.wiretag.tagging.gazetteer.TagOverride.BodyTarget;
import io.wiretag.tagging.gazetteer.TagOverride.ProvinceTarget;
import io.wiretag.tagging.gazetteer.TagOverride.Target;
import io.wiretag.tagging.text.FoldedText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Gathers what the rules decide while a story is read, and makes the tags of it. */
final class Findings {
    /** So many characters at most lie between two names of an address. */
    private static final int ADDRESS = 30;

    private static final int LONGEST_ABBREVIATION = 2;

    private final String gazetteerVersion;
    private final Mergers mergers;
    private final Story story;
    private final Edits edits;
    private final boolean keepRejected;
    private final Map<Province, Named> places = new LinkedHashMap<>();

    /** Of the field that is read. */
    private Optional<Layout> layout = Optional.empty();

    private final List<Sighting> sightings = new ArrayList<>();
    private final Map<AgencyTarget, List<Mention>> agencies = new LinkedHashMap<>();
    private final Map<Body, Named> bodies = new LinkedHashMap<>();
    private final List<Explanation.Rejected> rejected = new ArrayList<>();

    /** All that was found of one province or public body. */
    private static final class Named {
        private final List<Mention> mentions = new ArrayList<>(2);

        /** What the last mention in a text stands on; null before there is one. */
        private Candidate last;

        /** Whether the meaning of a mention goes by the date of the story. */
        private boolean byDate;

        private boolean speaks;
        private boolean inHeadline;
    }

    Findings(String gazetteerVersion, Mergers mergers, Story story, Edits edits, boolean keepRejected) {
        this.gazetteerVersion = gazetteerVersion;
        this.mergers = mergers;
        this.story = story;
        this.edits = edits;
        this.keepRejected = keepRejected;
    }

    /** The field whose decisions come next. */
    void open(Layout next) {
        layout = Optional.of(next);
    }

    Optional<Layout> layout() {
        return layout;
    }

    /** What was decided on a candidate of the field that is open, in the order of the text. */
    void take(Decision decision) {
        Candidate candidate = decision.candidate();
        if (!decision.verdict().accepted() && !keepRejected) {
            return;
        }
        Mention mention = candidate.mention(decision.verdict());
        if (!decision.verdict().accepted()) {
            rejected(decision.target().code(), mention);
        } else if (decision.target() instanceof ProvinceTarget place) {
            Named named = named(places, place.province());
            sighted(layout.orElseThrow().sighting(place.province(), candidate, decision.verdict()), named, candidate);
            named.mentions.add(mention);
            named.byDate |= !FormerUnits.isMeantBy(candidate);
        } else if (decision.target() instanceof AgencyTarget agency) {
            agency(agency, mention);
        } else if (decision.target() instanceof BodyTarget body) {
            Named named = named(bodies, body.body());
            named.mentions.add(mention);
            named.speaks |= body.role() == BodyRole.SPEAKER;
            named.inHeadline |= body.headline();
        }
    }

    List<Sighting> sightings() {
        return sightings;
    }

    /** Whether headline or lead speak of the whole country or of others. */
    boolean isNational() {
        return layout.map(Layout::isNational).orElse(false);
    }

    /** A tag that the whole story gets. An editor who gives a province to a story counts as much as a headline that names it. */
    void forced(Target target, Mention mention) {
        if (target instanceof ProvinceTarget place) {
            sightings.add(new Sighting(place.province(), Position.HEADLINE, 0, Set.of()));
            Named named = named(places, place.province());
            named.mentions.add(mention);
            named.byDate = true;
        } else if (target instanceof AgencyTarget agency) {
            agency(agency, mention);
        } else if (target instanceof BodyTarget body) {
            Named named = named(bodies, body.body());
            named.mentions.add(mention);
            named.speaks |= body.role() == BodyRole.SPEAKER;
        }
    }

    /** A tag that an editor adds to the story, which leaves others what they count. */
    void added(Target target, Mention mention) {
        if (target instanceof ProvinceTarget place) {
            Named named = named(places, place.province());
            named.mentions.add(mention);
            named.byDate = true;
        } else {
            forced(target, mention);
        }
    }

    /** "xã Mường Típ, huyện Kỳ Sơn, tỉnh Nghệ An" is three mentions of the province, and names it once; "TP Vinh (Nghệ An)" too. */
    private void sighted(Sighting sighting, Named named, Candidate candidate) {
        Candidate before = named.last;
        named.last = candidate;
        int first = before != null && isAddress(before, candidate) ? lastSighting(sighting.province()) : -1;
        if (first >= 0 && sightings.get(first).position() == sighting.position()) {
            sightings.set(first, sightings.get(first).with(sighting));
        } else {
            sightings.add(sighting);
        }
    }

    private int lastSighting(Province province) {
        int last = sightings.size() - 1;
        while (last >= 0 && !sightings.get(last).province().equals(province)) {
            last--;
        }
        return last;
    }

    private static boolean isAddress(Candidate first, Candidate next) {
        return first.passage() == next.passage()
                && next.start() - first.end() <= ADDRESS
                && (isDivision(next) || isDivision(first) || isTown(first) != isTown(next))
                && !endsSentence(first.end(), next);
    }

    private static boolean isDivision(Candidate candidate) {
        return candidate.phrase().entry() instanceof DivisionName;
    }

    /** Two towns beside each other are no address. */
    private static boolean isTown(Candidate candidate) {
        return candidate.phrase().entry() instanceof ProvinceName name && name.kind() == NameKind.CITY;
    }

    /** Whether a sentence ends between an offset and a candidate; the dot of "T. Nghệ An" ends none. */
    private static boolean endsSentence(int from, Candidate candidate) {
        FoldedText text = candidate.passage().text();
        for (int word = candidate.first(); word > 0 && text.start(word) > from; word--) {
            if (FoldedText.isSentenceEnd(text.gapBefore(word)) && text.letters(word - 1) > LONGEST_ABBREVIATION) {
                return true;
            }
        }
        return false;
    }

    private static <T> Named named(Map<T, Named> all, T one) {
        return all.computeIfAbsent(one, each -> new Named());
    }

    private void agency(AgencyTarget agency, Mention mention) {
        agencies.computeIfAbsent(agency, a -> new ArrayList<>()).add(mention);
    }

    private void rejected(String code, Mention would) {
        rejected.add(new Explanation.Rejected(
                would.field(), would.start(), would.end(), would.text(), would.entry(), code, would.rule()));
    }

    Explanation explanation() {
        return new Explanation(tags(), rejected);
    }

    Tags tags() {
        Map<Province, Integer> relevance = sightings.isEmpty() ? Map.of() : Relevance.of(sightings, isNational());
        List<ProvinceTag> provinceTags = new ArrayList<>();
        places.forEach((province, named) -> {
            Mergers.Meaning meaning = mergers.meaning(province, story.day(), !named.byDate);
            // where no text names it, an editor does
            int counts = relevance(province, relevance.getOrDefault(province, Relevance.ABOUT));
            provinceTags.add(new ProvinceTag(
                    province,
                    counts >= Relevance.ABOUT,
                    counts,
                    meaning.unit(),
                    meaning.covers(),
                    meaning.byDay() && story.date().isEmpty(),
                    surest(named.mentions),
                    named.mentions));
        });
        provinceTags.sort(Comparator.comparingInt(ProvinceTag::relevance).reversed());

        List<AgencyTag> agencyTags = new ArrayList<>();
        agencies.forEach((agency, mentions) ->
                agencyTags.add(new AgencyTag(agency.agency(), agency.role(), surest(mentions), mentions)));
        agencyTags.sort(Comparator.comparing(AgencyTag::role)
                .thenComparing(tag -> tag.agency().code()));
        return new Tags(provinceTags, agencyTags, bodyTags(), gazetteerVersion);
    }

    /** As the story tells it, moved over the border where an editor says so. */
    private int relevance(Province province, int told) {
        return edits.about(province)
                .map(about -> about ? Math.max(told, Relevance.ABOUT) : Math.min(told, Relevance.ABOUT - 1))
                .orElse(told);
    }

    private List<BodyTag> bodyTags() {
        List<BodyTag> tags = new ArrayList<>();
        bodies.forEach((body, named) -> {
            BodyRole role = named.speaks ? BodyRole.SPEAKER : BodyRole.MENTION;
            tags.add(new BodyTag(body, role, named.inHeadline, surest(named.mentions), named.mentions));
        });
        tags.sort(Comparator.comparing(BodyTag::role)
                .thenComparing(tag -> tag.body().code()));
        return tags;
    }

    private static int surest(List<Mention> mentions) {
        int surest = 0;
        for (Mention mention : mentions) {
            surest = Math.max(surest, mention.confidence());
        }
        return surest;
    }
}
