package io.wiretag.cli.print;

import io.wiretag.schema.Delivery;
import io.wiretag.schema.TaggedArticle;
import java.util.List;
import java.util.stream.Stream;

/** The places that were told of a version, in the order in which people look for them, and their names. */
final class ToldPlaces {
    private static final String BY_PROVINCE = "by-province";
    private static final String BY_UNIT = "by-unit";
    private static final String BY_AGENCY = "by-agency";
    private static final String CURRENT = "current";

    private ToldPlaces() {}

    /** All but that of all tagged articles, which is told what the version itself says. */
    static List<Delivery> all(TaggedArticle version) {
        return Stream.of(BY_PROVINCE, BY_AGENCY, BY_UNIT, CURRENT)
                .flatMap(sink -> in(sink, version))
                .toList();
    }

    /** Those that somebody who reads along chose by: units follow from provinces, and are named only where no province is. */
    static List<Delivery> chosen(TaggedArticle version) {
        String places = in(BY_PROVINCE, version).findAny().isPresent() ? BY_PROVINCE : BY_UNIT;
        return Stream.of(places, BY_AGENCY).flatMap(sink -> in(sink, version)).toList();
    }

    private static Stream<Delivery> in(String sink, TaggedArticle version) {
        return version.getDeliveries().stream().filter(each -> each.getSink().equals(sink));
    }

    /** A number alone would say nothing, and the uri is that of the article. */
    static String name(Delivery place) {
        return switch (place.getSink()) {
            case BY_UNIT -> "unit " + place.getKey();
            case CURRENT -> CURRENT;
            default -> place.getKey();
        };
    }
}
