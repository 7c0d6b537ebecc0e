package io.wiretag.proof;

import io.wiretag.schema.Operation;
import io.wiretag.schema.PubStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What must come out because of a story, in which order: docs/life.md once more, for versions that are
 * whole numbers and embargoes that end when all of the story is published, and nothing of the product's own code.
 */
final class Oracle {
    private final List<Delivery> deliveries = new ArrayList<>();
    private final Set<Place> everSent = new TreeSet<>();
    private final Set<Place> live = new TreeSet<>();
    private Optional<Edition> newest = Optional.empty();
    private Optional<Edition> held = Optional.empty();
    private boolean embargo;

    private Oracle() {}

    static List<Delivery> deliveries(Story story) {
        Oracle oracle = new Oracle();
        story.editions().forEach(oracle::arrive);
        oracle.held.ifPresent(oracle::send);
        return oracle.deliveries;
    }

    private void arrive(Edition edition) {
        if (newest.filter(known -> isIgnored(edition, known)).isPresent()) {
            return;
        }
        Optional<Edition> before = newest;
        newest = Optional.of(edition);
        embargo |= edition.embargoed();
        held = edition.status() == PubStatus.usable && embargo ? newest : Optional.empty();
        switch (edition.status()) {
            case usable -> {
                if (held.isEmpty()) {
                    send(edition);
                }
            }
            case withheld -> takeBack(edition);
            case canceled -> kill(edition, before);
        }
    }

    private static boolean isIgnored(Edition edition, Edition known) {
        boolean repeated = edition.equals(known);
        boolean older = edition.version() < known.version();
        boolean killed = known.status() == PubStatus.canceled
                && edition.status() != PubStatus.canceled
                && edition.version() <= known.version();
        return repeated || older || killed;
    }

    private void send(Edition edition) {
        Set<Place> belongs = edition.places();
        Set<Place> told = new TreeSet<>(everSent);
        told.addAll(belongs);
        for (Place place : told) {
            Operation operation = !belongs.contains(place)
                    ? Operation.retract
                    : live.contains(place) ? Operation.correct : Operation.publish;
            deliveries.add(whole(place, operation, edition));
        }
        live.clear();
        live.addAll(belongs);
        everSent.addAll(belongs);
    }

    private void takeBack(Edition edition) {
        tellBare(live, Operation.retract, edition);
        live.clear();
    }

    private void kill(Edition edition, Optional<Edition> before) {
        if (before.isEmpty()) {
            everSent.addAll(edition.places());
        }
        if (embargo
                || before.filter(known -> known.status() == PubStatus.withheld).isPresent()) {
            tellBare(everSent, Operation.kill, edition);
        } else {
            everSent.forEach(place -> deliveries.add(whole(place, Operation.kill, edition)));
        }
        live.clear();
    }

    private void tellBare(Collection<Place> places, Operation operation, Edition edition) {
        places.forEach(place -> deliveries.add(new Delivery(
                place, operation, String.valueOf(edition.version()), edition.status(), Set.of(), Set.of(), "")));
    }

    private static Delivery whole(Place place, Operation operation, Edition edition) {
        return new Delivery(
                place,
                operation,
                String.valueOf(edition.version()),
                edition.status(),
                edition.provinces(),
                edition.agency().map(Set::of).orElse(Set.of()),
                edition.bodyAsRead());
    }
}
