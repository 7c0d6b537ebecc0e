package io.wiretag.life;

import io.wiretag.schema.AgencyRole;
import io.wiretag.schema.AgencyTag;
import io.wiretag.schema.ArticleState;
import io.wiretag.schema.BodyRole;
import io.wiretag.schema.BodyTag;
import io.wiretag.schema.Operation;
import io.wiretag.schema.ProvinceTag;
import io.wiretag.schema.Reached;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.topics.Units;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Where an article went: every sink and key that any version ever went to, and whether the article is live there, that is,
 * neither retracted nor killed; and what else its versions were tagged with, by which subscribers may have chosen it. Grows
 * with its deliveries and never forgets a place, since a kill goes to all of them.
 *
 * <p>A later version is told at every place, also where the article was retracted before: whoever reads a place finds the
 * newest version of an article in the last record of its uri, or what took it back.
 *
 * <p>It holds every place whether its sink is written or not, so that a sink that is switched on later, and filled from {@code
 * articles.tagged}, goes on as if it had always been there. Units are not remembered: they follow from the provinces.
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

    /**
     * What versions that went out were tagged with, beside what places tell. Each is empty where that is not known, of an
     * article that release 0.1.0 sent.
     *
     * @param agencies in other roles than origin, as code, colon, role
     * @param combinations provinces and agencies of origin that one version had together; none is within another
     */
    private record Traits(
            Optional<Set<String>> aboutProvinces,
            Optional<Set<String>> agencies,
            Optional<Set<String>> languages,
            Optional<List<List<String>>> combinations) {

        private static final Traits NONE =
                new Traits(Optional.of(Set.of()), Optional.of(Set.of()), Optional.of(Set.of()), Optional.of(List.of()));

        /** More than any newsroom makes; each goes with every record. */
        private static final int MOST_COMBINATIONS = 64;

        static Traits of(ArticleState state) {
            if (!state.getSent()) {
                return NONE;
            }
            return new Traits(
                    Optional.ofNullable(state.getAboutProvinces()).map(Set::copyOf),
                    Optional.ofNullable(state.getOtherAgencies()).map(Set::copyOf),
                    Optional.ofNullable(state.getLanguages()).map(Set::copyOf),
                    Optional.ofNullable(state.getCombinations()));
        }

        static Traits of(Optional<Reached> reached) {
            return new Traits(
                    reached.map(Reached::getAboutProvinces).map(Set::copyOf),
                    reached.map(Reached::getOtherAgencies).map(Set::copyOf),
                    reached.map(Reached::getLanguages).map(Set::copyOf),
                    reached.map(Reached::getCombinations));
        }

        Traits and(TaggedArticle tagged) {
            return new Traits(
                    and(
                            aboutProvinces,
                            tagged.getProvinces().stream()
                                    .filter(ProvinceTag::getAbout)
                                    .map(ProvinceTag::getCode)),
                    and(
                            agencies,
                            tagged.getAgencies().stream()
                                    .filter(tag -> tag.getRole() != AgencyRole.origin)
                                    .map(tag -> tag.getCode() + ":" + tag.getRole())),
                    and(languages, Stream.ofNullable(tagged.getArticle().getLanguage())),
                    combinations
                            .map(before -> and(before, combination(tagged)))
                            .filter(all -> all.size() <= MOST_COMBINATIONS));
        }

        private static List<String> combination(TaggedArticle tagged) {
            return Stream.concat(tagged.getProvinces().stream().map(ProvinceTag::getCode), origins(tagged))
                    .distinct()
                    .sorted()
                    .toList();
        }

        private static List<List<String>> and(List<List<String>> before, List<String> more) {
            if (before.stream().anyMatch(each -> each.containsAll(more))) {
                return before;
            }
            return Stream.concat(before.stream().filter(each -> !more.containsAll(each)), Stream.of(more))
                    .toList();
        }

        private static Optional<Set<String>> and(Optional<Set<String>> before, Stream<String> more) {
            return before.map(known -> {
                Set<String> all = new TreeSet<>(known);
                more.forEach(all::add);
                return all;
            });
        }
    }

    static final Reach NOWHERE = new Reach(new TreeMap<>(), Traits.NONE);

    private final SortedMap<Destination, Boolean> live;
    private final Traits traits;

    private Reach(SortedMap<Destination, Boolean> live, Traits traits) {
        this.live = live;
        this.traits = traits;
    }

    static Reach of(String uri, ArticleState state) {
        SortedMap<Destination, Boolean> live = new TreeMap<>();
        if (state.getSent()) {
            live.put(new Destination(Sink.TAGGED, uri), state.getLive());
            live.put(new Destination(Sink.CURRENT, uri), state.getLive());
        }
        add(live, Sink.BY_PROVINCE, state.getProvinces(), state.getLiveProvinces());
        add(live, Sink.BY_UNIT, units(state.getProvinces()), units(state.getLiveProvinces()));
        add(live, Sink.BY_AGENCY, state.getAgencies(), state.getLiveAgencies());
        return new Reach(live, Traits.of(state));
    }

    private static void add(
            Map<Destination, Boolean> live, Sink sink, Collection<String> keys, Collection<String> liveKeys) {
        Set<String> those = Set.copyOf(liveKeys);
        keys.forEach(key -> live.put(new Destination(sink, key), those.contains(key)));
    }

    private static Set<String> units(Collection<String> provinces) {
        Set<String> units = new TreeSet<>();
        provinces.forEach(province -> Units.of(province).ifPresent(units::add));
        return units;
    }

    /**
     * This, and what a version that went out tells of itself and of those before it, however many of them were seen: no place
     * is forgotten, and one that was not known is one where the article was not found.
     */
    Reach including(TaggedArticle sent) {
        String uri = sent.getArticle().getUri();
        Optional<Reached> reached = Optional.ofNullable(sent.getReached());
        Collection<String> provinces = reached.map(Reached::getProvinces).orElseGet(() -> told(sent, "by-province"));
        SortedMap<Destination, Boolean> all = new TreeMap<>();
        add(all, Sink.TAGGED, List.of(uri), List.of());
        add(all, Sink.CURRENT, List.of(uri), List.of());
        add(all, Sink.BY_PROVINCE, provinces, List.of());
        add(all, Sink.BY_UNIT, units(provinces), List.of());
        add(all, Sink.BY_AGENCY, reached.map(Reached::getAgencies).orElseGet(() -> told(sent, "by-agency")), List.of());
        all.putAll(live);
        return new Reach(all, Traits.of(reached));
    }

    /** Of release 0.1.0, which wrote these sinks always. */
    private static List<String> told(TaggedArticle sent, String sink) {
        return sent.getDeliveries().stream()
                .filter(each -> each.getSink().equals(sink))
                .map(io.wiretag.schema.Delivery::getKey)
                .toList();
    }

    /** Whether whoever sent that version still knew of this: what is remembered of an article is given up in the end. */
    boolean isKnownTo(TaggedArticle sent) {
        boolean isNew = sent.getOperation() == Operation.publish && isLive();
        Reached reached = sent.getReached();
        return !isNew
                && (reached == null
                        || reached.getProvinces().containsAll(keys(Sink.BY_PROVINCE, false))
                                && reached.getAgencies().containsAll(keys(Sink.BY_AGENCY, false)));
    }

    /** Whether the article may be shown. */
    boolean isLive() {
        return !keys(Sink.TAGGED, true).isEmpty();
    }

    /** The places that a tagged article belongs to. A public body has a key where it speaks or the story is about it. */
    static Set<Destination> places(TaggedArticle tagged) {
        String uri = tagged.getArticle().getUri();
        List<String> provinces =
                tagged.getProvinces().stream().map(ProvinceTag::getCode).toList();
        Set<Destination> places = new HashSet<>();
        places.add(new Destination(Sink.TAGGED, uri));
        places.add(new Destination(Sink.CURRENT, uri));
        provinces.forEach(code -> places.add(new Destination(Sink.BY_PROVINCE, code)));
        units(provinces).forEach(code -> places.add(new Destination(Sink.BY_UNIT, code)));
        origins(tagged).forEach(code -> places.add(new Destination(Sink.BY_AGENCY, code)));
        return places;
    }

    private static Stream<String> origins(TaggedArticle tagged) {
        return Stream.concat(
                tagged.getAgencies().stream()
                        .filter(tag -> tag.getRole() == AgencyRole.origin)
                        .map(AgencyTag::getCode),
                tagged.getBodies().stream()
                        .filter(tag -> tag.getAbout() || tag.getRole() == BodyRole.speaker)
                        .map(BodyTag::getCode));
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
        return new Reach(then, traits);
    }

    /** What it is once these have gone out with a version whose tags others may see. */
    Reach after(List<Delivery> deliveries, TaggedArticle tagged) {
        return new Reach(after(deliveries).live, traits.and(tagged));
    }

    /** In the words that subscribers get. */
    Reached reached() {
        return new Reached(
                keys(Sink.BY_PROVINCE, false),
                listed(traits.aboutProvinces()),
                keys(Sink.BY_UNIT, false),
                keys(Sink.BY_AGENCY, false),
                listed(traits.agencies()),
                listed(traits.languages()),
                traits.combinations().orElse(null));
    }

    /** Writes it into a state; the other way of {@link #of}. */
    void into(ArticleState.Builder state) {
        state.setSent(!keys(Sink.TAGGED, false).isEmpty())
                .setLive(isLive())
                .setProvinces(keys(Sink.BY_PROVINCE, false))
                .setLiveProvinces(keys(Sink.BY_PROVINCE, true))
                .setAgencies(keys(Sink.BY_AGENCY, false))
                .setLiveAgencies(keys(Sink.BY_AGENCY, true))
                .setAboutProvinces(listed(traits.aboutProvinces()))
                .setOtherAgencies(listed(traits.agencies()))
                .setLanguages(listed(traits.languages()))
                .setCombinations(traits.combinations().orElse(null));
    }

    private static List<String> listed(Optional<Set<String>> known) {
        return known.map(all -> all.stream().sorted().toList()).orElse(null);
    }

    private List<String> keys(Sink sink, boolean onlyLive) {
        return live.entrySet().stream()
                .filter(entry -> entry.getKey().sink() == sink && (entry.getValue() || !onlyLive))
                .map(entry -> entry.getKey().key())
                .toList();
    }
}
