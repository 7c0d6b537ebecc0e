package io.wiretag.proof;

import io.wiretag.codec.TrustedSchemaClasses;
import io.wiretag.schema.Article;
import io.wiretag.schema.InfoSource;
import io.wiretag.schema.PubStatus;
import java.time.Instant;
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
 * @param provinces codes of the provinces in its text, of those in {@link #PROVINCES}
 * @param agency code of its agency of origin, of those in {@link #AGENCIES}
 * @param texture what is hard to read in its text
 * @param embargoed whether nobody may see it before the time at which all embargoes of a proof end, see {@link Wire}
 */
record Edition(
        String uri,
        int version,
        PubStatus status,
        int text,
        SortedSet<String> provinces,
        Optional<String> agency,
        Texture texture,
        boolean embargoed) {

    /** Text that is legal, and that a reader may stumble over. */
    enum Texture {
        PLAIN,
        /** Half a pair of surrogates, as bytes; a reader sees the sign for what cannot be read. */
        BROKEN_SURROGATES,
        /** A letter with thousands of marks on it. */
        COMBINING_MARKS
    }

    /** Of each province, in Vietnamese and in English without diacritics; a text keeps to one of them, as wires do. */
    private record Sentence(String vietnamese, String english) {}

    private static final Map<String, Sentence> SENTENCES = new TreeMap<>(Map.of(
            "VN-29", new Sentence("Bão vào Quảng Ngãi.", "The storm reaches Quang Ngai."),
            "VN-HN", new Sentence("Lễ hội mở ở Hà Nội.", "The festival opens in Ha Noi."),
            "VN-CT", new Sentence("Mưa lớn tại Cần Thơ.", "Heavy rain falls on Can Tho."),
            "VN-44", new Sentence("Nông dân ở An Giang được mùa lúa.", "Farmers in An Giang bring in their rice."),
            "VN-22", new Sentence("Học sinh ở Nghệ An trở lại trường.", "Pupils in Nghe An return to school."),
            "VN-34", new Sentence("Tàu cá về đến Khánh Hòa.", "Fishing boats reach Khanh Hoa."),
            "VN-45", new Sentence("Cầu mới ở Đồng Tháp thông xe.", "A new bridge in Dong Thap is open."),
            "VN-02", new Sentence("Đường lên Lào Cai thông xe.", "The road to Lao Cai is open.")));

    /** Codes of the provinces that have a sentence. */
    static final List<String> PROVINCES = List.copyOf(SENTENCES.keySet());

    /** Names of providers by their codes. */
    static final Map<String, String> AGENCIES = new TreeMap<>(Map.of("VNS", "VNS", "REUTERS", "Reuters"));

    /** Stands for the broken surrogate, in as many bytes; see {@link Wire}. */
    static final String BREAK_HERE = "\uE000";

    private static final String MARKS = "\u0301".repeat(5000);

    static {
        TrustedSchemaClasses.trust();
    }

    /** @param embargoEnd when embargoes end */
    Article article(Instant embargoEnd) {
        return Article.newBuilder()
                .setUri(uri)
                .setVersion(String.valueOf(version))
                .setPubStatus(status)
                .setLanguage(isVietnamese() ? "vi" : "en")
                .setEmbargoedUntil(embargoed ? embargoEnd : null)
                .setBody(body())
                .setInfoSources(agency.map(code -> List.of(new InfoSource(AGENCIES.get(code), "provider", null)))
                        .orElse(List.of()))
                .build();
    }

    String body() {
        String sentences = provinces.stream()
                .map(SENTENCES::get)
                .map(isVietnamese() ? Sentence::vietnamese : Sentence::english)
                .collect(Collectors.joining("\n"));
        String hard = switch (texture) {
            case PLAIN -> "";
            case BROKEN_SURROGATES -> "\nx" + BREAK_HERE + "x";
            case COMBINING_MARKS -> "\na" + MARKS;
        };
        return sentences + hard + (isVietnamese() ? "\nBản tin " : "\nThis is text ") + text + " " + uri + ".";
    }

    private boolean isVietnamese() {
        return text % 2 == 0;
    }

    /** The body as whoever reads its bytes must see it. */
    String bodyAsRead() {
        return Wire.asRead(body());
    }

    Edition underEmbargo() {
        return new Edition(uri, version, status, text, provinces, agency, texture, true);
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
