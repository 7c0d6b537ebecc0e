package io.wiretag.proof;

import io.wiretag.schema.Article;
import io.wiretag.schema.InfoSource;
import io.wiretag.schema.PubStatus;
import io.wiretag.topics.TrustedSchemaClasses;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * One version of an article, made so that its tags are known: a sentence for each province, which nobody can take for another,
 * and a named provider for an agency of origin.
 *
 * @param uri of the article
 * @param version a whole number
 * @param text tells texts of one version apart
 * @param provinces codes of the provinces in its text, of those in {@link #SENTENCES}
 * @param agency code of its agency of origin, of those in {@link #AGENCIES}
 * @param texture what is hard to read in its text
 */
record Edition(
        String uri,
        int version,
        PubStatus status,
        int text,
        SortedSet<String> provinces,
        Optional<String> agency,
        Texture texture) {

    /** Text that is legal, and that a reader may stumble over. */
    enum Texture {
        PLAIN,
        /** Half a pair of surrogates, as bytes; a reader sees the sign for what cannot be read. */
        BROKEN_SURROGATES,
        /** A letter with thousands of marks on it. */
        COMBINING_MARKS
    }

    static final Map<String, String> SENTENCES = new TreeMap<>(Map.of(
            "VN-29", "Bão vào Quảng Ngãi.",
            "VN-HN", "Lễ hội ở Hà Nội.",
            "VN-CT", "Heavy rain falls on Can Tho.",
            "VN-44", "Nông dân ở An Giang được mùa lúa.",
            "VN-22", "Học sinh ở Nghệ An trở lại trường.",
            "VN-34", "Tàu cá về đến Khánh Hòa.",
            "VN-45", "Farmers in Dong Thap sell more rice.",
            "VN-02", "The road to Lao Cai is open."));

    /** Names of providers by their codes. */
    static final Map<String, String> AGENCIES = new TreeMap<>(Map.of("VNS", "VNS", "REUTERS", "Reuters"));

    /** Stands for the broken surrogate, in as many bytes; see {@link Wire}. */
    static final String BREAK_HERE = "\uE000";

    private static final String MARKS = "\u0301".repeat(5000);

    static {
        TrustedSchemaClasses.trust();
    }

    Article article() {
        return Article.newBuilder()
                .setUri(uri)
                .setVersion(String.valueOf(version))
                .setPubStatus(status)
                .setLanguage("vi")
                .setBody(body())
                .setInfoSources(agency.map(code -> List.of(new InfoSource(AGENCIES.get(code), "provider", null)))
                        .orElse(List.of()))
                .build();
    }

    String body() {
        String sentences = provinces.stream().map(SENTENCES::get).collect(Collectors.joining("\n"));
        String hard = switch (texture) {
            case PLAIN -> "";
            case BROKEN_SURROGATES -> "\nx" + BREAK_HERE + "x";
            case COMBINING_MARKS -> "\na" + MARKS;
        };
        return sentences + hard + "\nThis is text " + text + " of " + uri + ".";
    }

    /** The body as whoever reads its bytes must see it. */
    String bodyAsRead() {
        return Wire.asRead(body());
    }

    /** Every place it belongs to. */
    SortedSet<Place> places() {
        SortedSet<Place> places = new TreeSet<>();
        places.add(new Place(Sink.TAGGED, uri));
        provinces.forEach(code -> places.add(new Place(Sink.BY_PROVINCE, code)));
        agency.ifPresent(code -> places.add(new Place(Sink.BY_AGENCY, code)));
        return places;
    }
}
