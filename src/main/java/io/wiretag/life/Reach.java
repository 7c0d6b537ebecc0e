package io.wiretag.life;

import io.wiretag.schema.AgencyRole;
import io.wiretag.schema.ArticleState;
import io.wiretag.schema.Operation;
import io.wiretag.schema.TaggedArticle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Where an article went: every sink and key that any version ever went to, and whether the article is live there, that is,
 * neither retracted nor killed. Grows with its deliveries and never forgets a place, since a kill goes to all of them.
 *
 * <p>A later version is told at every place, also where the article was retracted before: whoever reads a place finds the
 * newest version of an article in the last record of its uri, or what took it back.
 */
final class Reach {
    /** A sink and a key in it. */
    record Destination(Sink sink, String key) implements Comparable<Destination> {
        private static final Comparator<Destination> ORDER =
                Comparator.comparing(Destination::sink).thenComparing(Destination::key);

        @Override
        public int compareTo(Destination other) {
            return ORDER.compare(this, other);
        }
    }

    /** A record that is to go to a place. */
    record Delivery(Destination destination, Operation operation) {}

    static final Reach NOWHERE = new Reach(new TreeMap<>());

    private final SortedMap<Destination, Boolean> live;

    private Reach(SortedMap<Destination, Boolean> live) {
        this.live = live;
    }

    static Reach of(String uri, ArticleState state) {
        SortedMap<Destination, Boolean> live = new TreeMap<>();
        if (state.getSent()) {
            live.put(new Destination(Sink.TAGGED, uri), state.getLive());
        }
        add(live, Sink.BY_PROVINCE, state.getProvinces(), Set.copyOf(state.getLiveProvinces()));
        add(live, Sink.BY_AGENCY, state.getAgencies(), Set.copyOf(state.getLiveAgencies()));
        return new Reach(live);
    }

    private static void add(Map<Destination, Boolean> live, Sink sink, List<String> keys, Set<String> liveKeys) {
        keys.forEach(key -> live.put(new Destination(sink, key), liveKeys.contains(key)));
    }

    /** The places that a tagged article belongs to. */
    static Set<Destination> places(TaggedArticle tagged) {
        Set<Destination> places = new HashSet<>();
        places.add(new Destination(Sink.TAGGED, tagged.getArticle().getUri()));
        tagged.getProvinces().forEach(tag -> places.add(new Destination(Sink.BY_PROVINCE, tag.getCode())));
        tagged.getAgencies().stream()
                .filter(tag -> tag.getRole() == AgencyRole.origin)
                .forEach(tag -> places.add(new Destination(Sink.BY_AGENCY, tag.getCode())));
        return places;
    }

    /** A usable version, to the places it belongs to and to those it no longer belongs to. */
    List<Delivery> send(Set<Destination> belongs) {
        Set<Destination> all = new TreeSet<>(live.keySet());
        all.addAll(belongs);
        List<Delivery> deliveries = new ArrayList<>();
        for (Destination place : all) {
            Operation here = live.getOrDefault(place, false) ? Operation.correct : Operation.publish;
            deliveries.add(new Delivery(place, belongs.contains(place) ? here : Operation.retract));
        }
        return deliveries;
    }

    /** A kill, wherever the article ever went. */
    List<Delivery> kill() {
        return live.keySet().stream()
                .map(place -> new Delivery(place, Operation.kill))
                .toList();
    }

    /** A withdrawal, wherever the article still is. */
    List<Delivery> withdraw() {
        return live.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(entry -> new Delivery(entry.getKey(), Operation.retract))
                .toList();
    }

    /** What it is once these have gone out. */
    Reach after(List<Delivery> deliveries) {
        SortedMap<Destination, Boolean> then = new TreeMap<>(live);
        for (Delivery delivery : deliveries) {
            boolean stays = switch (delivery.operation()) {
                case publish, correct -> true;
                case retract, kill -> false;
            };
            then.put(delivery.destination(), stays);
        }
        return new Reach(then);
    }

    /** Writes it into a state; the other way of {@link #of}. */
    void into(ArticleState.Builder state) {
        state.setSent(!keys(Sink.TAGGED, false).isEmpty())
                .setLive(!keys(Sink.TAGGED, true).isEmpty())
                .setProvinces(keys(Sink.BY_PROVINCE, false))
                .setLiveProvinces(keys(Sink.BY_PROVINCE, true))
                .setAgencies(keys(Sink.BY_AGENCY, false))
                .setLiveAgencies(keys(Sink.BY_AGENCY, true));
    }

    private List<String> keys(Sink sink, boolean onlyLive) {
        return live.entrySet().stream()
                .filter(entry -> entry.getKey().sink() == sink && (entry.getValue() || !onlyLive))
                .map(entry -> entry.getKey().key())
                .toList();
    }
}
