package io.wiretag.tagging;

import io.wiretag.tagging.gazetteer.Division;
import io.wiretag.tagging.gazetteer.Entry.NameKind;
import io.wiretag.tagging.gazetteer.Entry.ProvinceName;
import io.wiretag.tagging.gazetteer.Province;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The provinces and towns that a field names, by where they stand. */
final class AcceptedPlaces {
    private final Map<Integer, ProvinceName> byFirstWord = new HashMap<>();
    private final Map<Integer, ProvinceName> byLastWord = new HashMap<>();
    private final Set<Province> named = new HashSet<>();

    /** Names of units since 2025 that stand there as names of provinces. */
    private final Set<String> units = new HashSet<>();

    AcceptedPlaces(List<Decision> places) {
        for (Decision place : places) {
            if (place.verdict().accepted() && place.candidate().phrase().entry() instanceof ProvinceName name) {
                byFirstWord.put(place.candidate().first(), name);
                byLastWord.put(place.candidate().last(), name);
                named.add(name.province());
                if (mayBeUnit(name)) {
                    units.add(name.province().unitSince2025Code());
                }
            }
        }
    }

    Optional<ProvinceName> from(int word) {
        return Optional.ofNullable(byFirstWord.get(word));
    }

    Optional<ProvinceName> to(int word) {
        return Optional.ofNullable(byLastWord.get(word));
    }

    /** Whether the province of a division, or the unit that holds it today, is named anywhere. */
    boolean has(Division division) {
        return named.contains(division.province())
                || units.contains(division.province().unitSince2025Code());
    }

    /** Whether a division lies in what the name stands for, at some time. */
    static boolean isWithin(Division division, ProvinceName name) {
        Province own = division.province();
        return own.equals(name.province())
                || mayBeUnit(name)
                        && own.unitSince2025Code().equals(name.province().unitSince2025Code());
    }

    private static boolean mayBeUnit(ProvinceName name) {
        return name.kind() != NameKind.CITY
                && name.province().name().equals(name.province().unitSince2025());
    }
}
