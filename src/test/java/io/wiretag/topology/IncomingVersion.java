package io.wiretag.topology;

import io.wiretag.codec.TrustedSchemaClasses;
import io.wiretag.schema.Article;
import io.wiretag.schema.InfoSource;
import io.wiretag.schema.PubStatus;
import io.wiretag.tagging.gazetteer.Gazetteer;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * One version of an article on its way in, made of what its life depends on. Two arrivals are equal if and only if their
 * articles are.
 *
 * @param created its versionCreated
 * @param edition tells two texts of the same version apart
 * @param provinces codes of the provinces in its text, of those that {@link #PROVINCES} has
 * @param agency code of the agency it comes from, of those that {@link #AGENCIES} has
 * @param embargo its embargoedUntil
 */
record IncomingVersion(
        String uri,
        Optional<String> version,
        Optional<Instant> created,
        PubStatus status,
        String edition,
        Set<String> provinces,
        Optional<String> agency,
        Optional<Instant> embargo) {

    /** A sentence for each province that nobody can take for another. */
    static final Map<String, String> PROVINCES = Map.of(
            "VN-29", "Bão vào Quảng Ngãi.",
            "VN-HN", "Lễ hội ở Hà Nội.",
            "VN-CT", "Mưa lớn tại Cần Thơ.");

    /** Names of the agencies by their codes. */
    static final Map<String, String> AGENCIES = Map.of("VNS", "VNS", "REUTERS", "Reuters");

    private static final Gazetteer GAZETTEER = Gazetteer.builtIn();

    static {
        TrustedSchemaClasses.trust();
    }

    IncomingVersion {
        if (!PROVINCES.keySet().containsAll(provinces)) {
            throw new IllegalArgumentException("there are sentences for " + PROVINCES.keySet() + ", not " + provinces);
        }
        if (agency.isPresent() && !AGENCIES.containsKey(agency.get())) {
            throw new IllegalArgumentException("there are names for " + AGENCIES.keySet() + ", not " + agency.get());
        }
        provinces = Set.copyOf(provinces);
    }

    Article article() {
        return Article.newBuilder(standIn())
                .setBody(body())
                .setInfoSources(agency.map(code -> List.of(new InfoSource(AGENCIES.get(code), "provider", null)))
                        .orElse(List.of()))
                .setEdNote("Only for the eyes of editors: " + marker())
                .setEmbargoedUntil(embargo.orElse(null))
                .build();
    }

    /** What may be told of an article whose text may not. */
    Article standIn() {
        return Article.newBuilder()
                .setUri(uri)
                .setVersion(version.orElse(null))
                .setVersionCreated(created.orElse(null))
                .setPubStatus(status)
                .setLanguage("vi")
                .build();
    }

    private String body() {
        return new TreeSet<>(provinces).stream().map(PROVINCES::get).collect(Collectors.joining("\n"))
                + "\nTrời nhiều mây, " + marker();
    }

    /** Where it belongs. */
    Set<Lane> lanes() {
        return lanes(provinces);
    }

    /** Where it belongs with these provinces. */
    Set<Lane> lanes(Set<String> provinces) {
        Set<Lane> lanes = new HashSet<>();
        lanes.add(Lane.tagged(uri));
        lanes.add(Lane.current(uri));
        provinces.forEach(code -> lanes.add(Lane.byProvince(code, uri)));
        provinces.forEach(code -> lanes.add(Lane.byUnit(heir(code), uri)));
        agency.ifPresent(code -> lanes.add(Lane.byAgency(code, uri)));
        return lanes;
    }

    private static String heir(String province) {
        return GAZETTEER.province(province).orElseThrow().unitSince2025Code();
    }

    /** From when on its text may be seen. A kill may be told at once: what it says is for those who have the article. */
    Instant notBefore() {
        return switch (status) {
            case withheld -> Instant.MAX;
            case usable -> embargo.orElse(Instant.MIN);
            case canceled -> Instant.MIN;
        };
    }

    /** Letters that stand in this text and in no other: whoever has them has seen it. */
    String marker() {
        // without the status: a kill mostly repeats the text of what it kills
        return Integer.toHexString(Objects.hash(uri, version, edition, provinces, agency))
                .chars()
                .map(digit -> 'a' + Character.digit(digit, 16))
                .mapToObj(Character::toString)
                .collect(Collectors.joining("", "zq", "qz"));
    }

    /** Everything that makes it another article, in a line. */
    @Override
    public String toString() {
        return uri
                + version.map(" v"::concat).orElse(" without version")
                + created.map(time -> " of " + time).orElse("")
                + " " + status
                + " " + edition
                + " " + new TreeSet<>(provinces)
                + agency.map(" "::concat).orElse("")
                + embargo.map(time -> " embargo " + time).orElse("");
    }
}
