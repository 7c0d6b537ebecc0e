package io.wiretag.tagging;

import io.wiretag.tagging.Entry.AgencyName;
import io.wiretag.tagging.Entry.Place;
import io.wiretag.tagging.Relevance.Position;
import io.wiretag.tagging.Relevance.Sighting;
import io.wiretag.tagging.Tags.AgencyTag;
import io.wiretag.tagging.Tags.Mention;
import io.wiretag.tagging.Tags.ProvinceTag;
import io.wiretag.tagging.Tags.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tags stories with the provinces they name and are about, and the agencies they come from.
 *
 * <p>Immutable and safe for any number of threads. The cost of a story is linear in its length, whatever stands in it, and no text
 * makes {@link #tag} throw.
 */
public final class Tagger {
    private final Gazetteer gazetteer;

    private Tagger(Gazetteer gazetteer) {
        this.gazetteer = gazetteer;
    }

    public static Tagger of(Gazetteer gazetteer) {
        return new Tagger(gazetteer);
    }

    /** Every tag comes with its evidence; offsets point into the texts as they were given. */
    public Tags tag(Story story) {
        ProvinceCount provinces = new ProvinceCount();
        AgencyCount agencies = new AgencyCount();
        int paragraphs = 0;
        boolean headline = story.fields().stream().anyMatch(f -> f.kind() == Story.Kind.HEADLINE);
        for (Story.Field field : story.fields()) {
            Passage passage = Passage.read(field, gazetteer.lexicon());
            Layout layout = new Layout(passage, paragraphs, headline);
            PlaceRules placeRules = new PlaceRules(passage);
            for (int i = 0; i < passage.places().size(); i++) {
                Candidate candidate = passage.places().get(i);
                Verdict verdict = placeRules.judge(i);
                if (verdict.accepted() && takesPlaces(field.kind())) {
                    provinces.add(candidate, verdict, layout);
                }
            }
            AgencyRules rules = new AgencyRules(passage);
            for (int i = 0; i < passage.agencies().size(); i++) {
                AgencyRules.Ruling ruling = rules.judge(i);
                if (ruling.verdict().accepted()) {
                    agencies.add(passage.agencies().get(i), ruling);
                }
            }
            paragraphs += passage.wire().parts().size();
        }
        return new Tags(provinces.tags(), agencies.tags(), gazetteer.version());
    }

    /** Who wrote or sent a story may be called after a place; that is no mention of it. */
    private static boolean takesPlaces(Story.Kind kind) {
        return kind != Story.Kind.BYLINE && kind != Story.Kind.PROVIDER;
    }

    /** Where in the story the candidates of a field stand. */
    private record Layout(Passage passage, int paragraphsBefore, boolean storyHasHeadline) {
        Sighting sighting(Candidate candidate) {
            int part = passage.partAt(candidate.start());
            Province province = ((Place) candidate.phrase().entry()).province();
            return new Sighting(province, position(candidate, part), paragraphsBefore + part);
        }

        private Position position(Candidate candidate, int part) {
            switch (passage.field().kind()) {
                case HEADLINE -> {
                    return Position.HEADLINE;
                }
                case CAPTION -> {
                    return Position.CAPTION;
                }
                case LOCATED -> {
                    return Position.LOCATED;
                }
                default -> {}
            }
            boolean dateline = passage.wire()
                    .dateline()
                    .filter(d -> candidate.start() < d.end() && candidate.start() >= d.start())
                    .isPresent();
            WireText.Part own = passage.wire().parts().get(part);
            if (dateline) {
                return Position.DATELINE;
            }
            if (own.kind() == WireText.Kind.HEADLINE && !storyHasHeadline) {
                return Position.HEADLINE;
            }
            if (own.kind() == WireText.Kind.CAPTION) {
                return Position.CAPTION;
            }
            boolean lead = passage.wire().parts().stream()
                            .filter(p -> p.kind() == WireText.Kind.PARAGRAPH)
                            .findFirst()
                            .filter(own::equals)
                            .isPresent()
                    || own.kind() == WireText.Kind.HEADLINE;
            return lead ? Position.LEAD : Position.LATER;
        }
    }

    private static final class ProvinceCount {
        private final Map<Province, List<Mention>> mentions = new LinkedHashMap<>();
        private final List<Sighting> sightings = new ArrayList<>();

        void add(Candidate candidate, Verdict verdict, Layout layout) {
            Sighting sighting = layout.sighting(candidate);
            sightings.add(sighting);
            mentions.computeIfAbsent(sighting.province(), p -> new ArrayList<>())
                    .add(candidate.mention(verdict));
        }

        List<ProvinceTag> tags() {
            Map<Province, Integer> relevance = Relevance.of(sightings);
            List<ProvinceTag> tags = new ArrayList<>();
            mentions.forEach((province, own) -> tags.add(new ProvinceTag(
                    province, relevance.get(province) >= Relevance.ABOUT, relevance.get(province), surest(own), own)));
            tags.sort(Comparator.comparingInt(ProvinceTag::relevance).reversed());
            return tags;
        }
    }

    private static final class AgencyCount {
        private record Part(Agency agency, Role role) {}

        private final Map<Part, List<Mention>> mentions = new LinkedHashMap<>();

        void add(Candidate candidate, AgencyRules.Ruling ruling) {
            Agency agency = ((AgencyName) candidate.phrase().entry()).agency();
            mentions.computeIfAbsent(new Part(agency, ruling.role()), p -> new ArrayList<>())
                    .add(candidate.mention(ruling.verdict()));
        }

        List<AgencyTag> tags() {
            List<AgencyTag> tags = new ArrayList<>();
            mentions.forEach((part, own) -> tags.add(new AgencyTag(part.agency(), part.role(), surest(own), own)));
            tags.sort(Comparator.comparing(AgencyTag::role)
                    .thenComparing(tag -> tag.agency().code()));
            return tags;
        }
    }

    private static int surest(List<Mention> mentions) {
        return mentions.stream().mapToInt(Mention::confidence).max().orElseThrow();
    }
}
