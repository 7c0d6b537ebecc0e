package io.wiretag.tagging;

import io.wiretag.tagging.gazetteer.Division;
import io.wiretag.tagging.gazetteer.Entry.NameKind;
import io.wiretag.tagging.gazetteer.Entry.ProvinceName;
import io.wiretag.tagging.gazetteer.Province;
import java.util.List;
import java.util.Optional;

/** The provinces and towns that a field names, by where they stand. */
final class AcceptedPlaces {
    private final ProvinceName[] byFirstWord;
    private final ProvinceName[] byLastWord;

    /** @param words how many words the field has */
    AcceptedPlaces(List<Decision> places, int words) {
        byFirstWord = new ProvinceName[words];
        byLastWord = new ProvinceName[words];
        for (Decision place : places) {
            if (place.verdict().accepted() && place.candidate().phrase().entry() instanceof ProvinceName name) {
                byFirstWord[place.candidate().first()] = name;
                byLastWord[place.candidate().last()] = name;
            }
        }
    }

    Optional<ProvinceName> from(int word) {
        return word < byFirstWord.length ? Optional.ofNullable(byFirstWord[word]) : Optional.empty();
    }

    Optional<ProvinceName> to(int word) {
        return Optional.ofNullable(byLastWord[word]);
    }

    /** Whether the province of a division, or the unit that holds it today, is named anywhere. */
    boolean has(Division division) {
        for (ProvinceName name : byFirstWord) {
            if (name != null && isWithin(division, name)) {
                return true;
            }
        }
        return false;
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
