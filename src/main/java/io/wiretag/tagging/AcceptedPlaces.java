package io.wiretag.tagging;

import io.wiretag.tagging.gazetteer.Division;
import io.wiretag.tagging.gazetteer.Entry.NameKind;
import io.wiretag.tagging.gazetteer.Entry.ProvinceName;
import io.wiretag.tagging.gazetteer.Province;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The provinces and towns that a field names, by where they stand. */
final class AcceptedPlaces {
    /** In the order of the text, none within another. */
    private final List<Candidate> places = new ArrayList<>();

    /** @param decided in the order of the text, but for what is rejected */
    AcceptedPlaces(List<Decision> decided) {
        for (Decision place : decided) {
            if (place.verdict().accepted() && place.candidate().phrase().entry() instanceof ProvinceName) {
                places.add(place.candidate());
            }
        }
    }

    Optional<ProvinceName> from(int word) {
        int number = numberOfFirstEndingAt(word);
        return number < places.size() && places.get(number).first() == word
                ? Optional.of(name(places.get(number)))
                : Optional.empty();
    }

    Optional<ProvinceName> to(int word) {
        int number = numberOfFirstEndingAt(word);
        return number < places.size() && places.get(number).last() == word
                ? Optional.of(name(places.get(number)))
                : Optional.empty();
    }

    /** The number of the first that ends at a word or behind it; how many there are if none does. */
    private int numberOfFirstEndingAt(int word) {
        int low = 0;
        int high = places.size();
        while (low < high) {
            int middle = (low + high) / 2;
            if (places.get(middle).last() < word) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static ProvinceName name(Candidate place) {
        return (ProvinceName) place.phrase().entry();
    }

    /** Whether the province of a division, or the unit that holds it today, is named anywhere. */
    boolean has(Division division) {
        for (Candidate place : places) {
            if (isWithin(division, name(place))) {
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
