package io.wiretag.tagging;

import io.wiretag.tagging.Tags.Unit;
import io.wiretag.tagging.gazetteer.Province;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which of the 63 units became one on 1 July 2025, and what the name of one of them means on a given day.
 *
 * <p>Of the 63, eleven went on as they were, 23 were enlarged and kept their name, and 29 ended. Only a name of the 23 is in doubt:
 * Lâm Đồng was one province on 30 June 2025, and the same with Bình Thuận and Đắk Nông a day later.
 */
final class Mergers {
    /** Midnight in Viet Nam, which is seven hours ahead of UTC all the year. */
    private static final Instant DAY = Instant.parse("2025-06-30T17:00:00Z");

    /**
     * What the tag of a province stands for.
     *
     * @param covers empty unless it is the current unit
     * @param byDay whether the day decided
     */
    record Meaning(Unit unit, List<String> covers, boolean byDay) {
        private Meaning(Unit unit) {
            this(unit, List.of(), false);
        }
    }

    private final Map<String, List<String>> codesByHeir;

    private Mergers(Map<String, List<String>> codesByHeir) {
        this.codesByHeir = codesByHeir;
    }

    static Mergers of(List<Province> provinces) {
        return new Mergers(provinces.stream()
                .sorted((a, b) -> a.code().compareTo(b.code()))
                .collect(Collectors.groupingBy(
                        Province::unitSince2025Code, Collectors.mapping(Province::code, Collectors.toList()))));
    }

    /** Whether the 63 units and their districts were there still. */
    static boolean isBefore(Instant day) {
        return day.isBefore(DAY);
    }

    /**
     * @param day of the story
     * @param exact whether every mention means the unit of the 63 on any day: a town in it, or "Lâm Đồng cũ"
     */
    Meaning meaning(Province province, Optional<Instant> day, boolean exact) {
        List<String> merged = codesByHeir.get(province.unitSince2025Code());
        if (merged.size() == 1) {
            return new Meaning(Unit.UNCHANGED);
        }
        boolean ended = !province.name().equals(province.unitSince2025());
        if (ended || exact) {
            return new Meaning(Unit.FORMER);
        }
        if (day.isEmpty()) {
            return new Meaning(Unit.UNKNOWN);
        }
        return isBefore(day.get())
                ? new Meaning(Unit.FORMER, List.of(), true)
                : new Meaning(Unit.CURRENT, merged, true);
    }
}
