package io.wiretag.tagging;

import io.wiretag.tagging.Entry.AgencyName;
import io.wiretag.tagging.Entry.Place;
import io.wiretag.tagging.Relevance.Sighting;
import io.wiretag.tagging.Tags.AgencyTag;
import io.wiretag.tagging.Tags.Mention;
import io.wiretag.tagging.Tags.ProvinceTag;
import io.wiretag.tagging.Tags.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Gathers what the rules decide while a story is read, and makes the tags of it. */
final class Findings {
    private record AgencyInRole(Agency agency, Role role) {}

    private final String gazetteerVersion;
    private final Mergers mergers;
    private final Optional<Instant> date;
    private final boolean keepRejected;
    private final Map<Province, List<Mention>> places = new LinkedHashMap<>();
    /** Provinces with a mention whose meaning goes by the date of the story. */
    private final Set<Province> byDate = new HashSet<>();

    private final List<Sighting> sightings = new ArrayList<>();
    private final Map<AgencyInRole, List<Mention>> agencies = new LinkedHashMap<>();
    private final List<Explanation.Rejected> rejected = new ArrayList<>();

    /** @param date of the story */
    Findings(String gazetteerVersion, Mergers mergers, Optional<Instant> date, boolean keepRejected) {
        this.gazetteerVersion = gazetteerVersion;
        this.mergers = mergers;
        this.date = date;
        this.keepRejected = keepRejected;
    }

    void place(Candidate candidate, Verdict verdict, Sighting sighting) {
        sightings.add(sighting);
        if (!FormerUnits.isMeantBy(candidate)) {
            byDate.add(sighting.province());
        }
        places.computeIfAbsent(sighting.province(), p -> new ArrayList<>()).add(candidate.mention(verdict));
    }

    void agency(Candidate candidate, Verdict verdict, Role role) {
        Agency agency = ((AgencyName) candidate.phrase().entry()).agency();
        agencies.computeIfAbsent(new AgencyInRole(agency, role), a -> new ArrayList<>())
                .add(candidate.mention(verdict));
    }

    void rejected(Candidate candidate, Verdict verdict) {
        if (keepRejected) {
            Entry entry = candidate.phrase().entry();
            String code = entry instanceof Place place
                    ? place.province().code()
                    : ((AgencyName) entry).agency().code();
            Mention would = candidate.mention(verdict);
            rejected.add(new Explanation.Rejected(
                    would.field(), would.start(), would.end(), would.text(), would.entry(), code, verdict.rule()));
        }
    }

    Explanation explanation() {
        return new Explanation(tags(), rejected);
    }

    Tags tags() {
        Map<Province, Integer> relevance = Relevance.of(sightings);
        List<ProvinceTag> provinceTags = new ArrayList<>();
        places.forEach((province, mentions) -> {
            Mergers.Meaning meaning = mergers.meaning(province, date, !byDate.contains(province));
            provinceTags.add(new ProvinceTag(
                    province,
                    relevance.get(province) >= Relevance.ABOUT,
                    relevance.get(province),
                    meaning.unit(),
                    meaning.covers(),
                    surest(mentions),
                    mentions));
        });
        provinceTags.sort(Comparator.comparingInt(ProvinceTag::relevance).reversed());

        List<AgencyTag> agencyTags = new ArrayList<>();
        agencies.forEach((agency, mentions) ->
                agencyTags.add(new AgencyTag(agency.agency(), agency.role(), surest(mentions), mentions)));
        agencyTags.sort(Comparator.comparing(AgencyTag::role)
                .thenComparing(tag -> tag.agency().code()));
        return new Tags(provinceTags, agencyTags, gazetteerVersion);
    }

    private static int surest(List<Mention> mentions) {
        return mentions.stream().mapToInt(Mention::confidence).max().orElseThrow();
    }
}
