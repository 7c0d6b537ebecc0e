package io.wiretag.topology;

import io.wiretag.schema.PubStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Generated lives of a few articles. The choices are few, so that versions, keys and embargoes meet often; a life is drawn
 * from a pool of arrivals, so that repetitions and any order occur. Each ends late enough for every embargo to be over.
 */
final class Lives {
    private static final Instant START = DrivenProcessor.START;
    private static final Step THE_END = new Step.Wait(Duration.ofHours(2));

    private Lives() {}

    /** The same arrivals in two orders. */
    record Shuffled(List<Step> one, List<Step> other) {}

    /** Clocks go on in whole ticks: what is due at any step is then beyond doubt. */
    static Arbitrary<List<Step>> stepByStep() {
        return lives(anyArrivals(), waits());
    }

    /** Arrivals come also between the end of an embargo and the next look at the clock. */
    static Arbitrary<List<Step>> atAnyPace() {
        return lives(
                anyArrivals(),
                Arbitraries.frequencyOf(
                        Tuple.of(1, waits()),
                        Tuple.of(1, Arbitraries.of(1, 50, 199, 201).map(Duration::ofMillis))));
    }

    /** The same, and between them rules change and editors correct what is out from the beginning. */
    static Arbitrary<List<Step>> corrected() {
        return lives(
                        mostlyUsable(),
                        waits(),
                        Tuple.of(12, asks()),
                        Tuple.of(3, Arbitraries.of(true, false).map(Step.Rules::new)))
                .map(life -> Stream.concat(Stream.of("urn:life:a", "urn:life:b").map(Lives::first), life.stream())
                        .toList());
    }

    private static Step first(String uri) {
        IncomingVersion version = new IncomingVersion(
                uri,
                Optional.of("0"),
                Optional.empty(),
                PubStatus.usable,
                "A",
                Set.of("VN-HN", "VN-29"),
                Optional.of("VNS"),
                Optional.empty());
        return new Step.Arrive(version, Duration.ZERO);
    }

    private static Arbitrary<Step> asks() {
        Arbitrary<Integer> back = Arbitraries.frequency(Tuple.of(8, 0), Tuple.of(1, 1), Tuple.of(1, 2));
        return Arbitraries.frequencyOf(
                Tuple.of(1, corrections(back)),
                Tuple.of(
                        2,
                        Combinators.combine(uris(), back, Arbitraries.of(true, false))
                                .as((uri, seen, undo) -> new Step.Ask(uri, seen, Set.of(), Set.of(), undo))));
    }

    private static Arbitrary<Step> corrections(Arbitrary<Integer> back) {
        // what is added stands in no text, so that it is the editor's alone
        return Combinators.combine(
                        uris(),
                        back,
                        Arbitraries.of("VN-DN", "VN-SG").set(),
                        Arbitraries.of("VN-29", "VN-CT", "VN-HN", "VN-DN").set())
                .as((uri, seen, added, removed) -> {
                    removed.removeAll(added);
                    return new Step.Ask(uri, seen, added, removed, false);
                });
    }

    private static Arbitrary<String> uris() {
        return Arbitraries.of("urn:life:a", "urn:life:b");
    }

    /** Versions of all numbers, usable and killed, of two articles; none twice. */
    static Arbitrary<Shuffled> shuffled() {
        Arbitrary<IncomingVersion> arrivals = arrivals(
                Arbitraries.of("1", "2", "3", "9", "10", "11").map(Optional::of),
                Arbitraries.just(Optional.empty()),
                Arbitraries.frequency(Tuple.of(3, PubStatus.usable), Tuple.of(1, PubStatus.canceled)),
                Arbitraries.just(Optional.empty()));
        return arrivals.list()
                .uniqueElements(each -> Tuple.of(each.uri(), each.version()))
                .ofMaxSize(10)
                .flatMap(some -> Arbitraries.shuffle(some).map(other -> new Shuffled(steps(some), steps(other))));
    }

    /** The arrivals of a life, each once. */
    static Set<IncomingVersion> arrivals(List<Step> life) {
        Set<IncomingVersion> arrivals = new LinkedHashSet<>();
        for (Step step : life) {
            if (step instanceof Step.Arrive arrive) {
                arrivals.add(arrive.arrival());
            }
        }
        return arrivals;
    }

    private static List<Step> steps(List<IncomingVersion> arrivals) {
        return arrivals.stream()
                .<Step>map(each -> new Step.Arrive(each, Duration.ZERO))
                .toList();
    }

    @SafeVarargs
    private static Arbitrary<List<Step>> lives(
            Arbitrary<IncomingVersion> arrivals,
            Arbitrary<Duration> waits,
            Tuple.Tuple2<Integer, ? extends Arbitrary<? extends Step>>... others) {
        List<Tuple.Tuple2<Integer, Arbitrary<Draw>>> kinds = new ArrayList<>();
        kinds.add(Tuple.of(4, draw()));
        kinds.add(Tuple.of(1, waits.map(pause -> Draw.of(new Step.Wait(pause)))));
        for (Tuple.Tuple2<Integer, ? extends Arbitrary<? extends Step>> other : others) {
            kinds.add(Tuple.of(other.get1(), other.get2().map(Draw::of)));
        }
        Arbitrary<Draw> draws = Arbitraries.frequencyOf(kinds);
        return Combinators.combine(
                        arrivals.list().ofMinSize(1).ofMaxSize(10), draws.list().ofMaxSize(30))
                .as(Lives::life);
    }

    /** A place in the pool, so that shrinking the pool leaves the draws as they are. */
    private record Draw(int place, Duration delay, Optional<Step> step) {
        static Draw of(Step step) {
            return new Draw(0, Duration.ZERO, Optional.of(step));
        }
    }

    private static Arbitrary<Draw> draw() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 9),
                        Arbitraries.frequency(Tuple.of(9, Duration.ZERO), Tuple.of(1, Duration.ofMinutes(90))))
                .as((place, delay) -> new Draw(place, delay, Optional.empty()));
    }

    private static List<Step> life(List<IncomingVersion> pool, List<Draw> draws) {
        List<Step> life = new ArrayList<>();
        for (Draw draw : draws) {
            life.add(draw.step().orElseGet(() -> new Step.Arrive(pool.get(draw.place() % pool.size()), draw.delay())));
        }
        life.add(THE_END);
        return life;
    }

    private static Arbitrary<Duration> waits() {
        return Arbitraries.of(
                Duration.ofMillis(200), Duration.ofSeconds(1), Duration.ofSeconds(60), Duration.ofMinutes(10));
    }

    private static Arbitrary<IncomingVersion> anyArrivals() {
        return anyArrivals(6, 0.4);
    }

    /** Of which most are out, so that there is something to correct. */
    private static Arbitrary<IncomingVersion> mostlyUsable() {
        return anyArrivals(20, 0.1);
    }

    private static Arbitrary<IncomingVersion> anyArrivals(int usable, double embargoed) {
        return arrivals(
                // 02 is version 2 in other letters
                Arbitraries.of("1", "2", "02", "3", "9", "10").optional(0.75),
                Arbitraries.of(-2, -1, 1)
                        .map(hours -> START.plus(Duration.ofHours(hours)))
                        .optional(0.6),
                Arbitraries.frequency(
                        Tuple.of(usable, PubStatus.usable),
                        Tuple.of(2, PubStatus.canceled),
                        Tuple.of(1, PubStatus.withheld)),
                Arbitraries.of(
                                Duration.ofHours(-1),
                                Duration.ofMillis(200),
                                Duration.ofMillis(1100),
                                Duration.ofSeconds(60),
                                Duration.ofMinutes(20))
                        .map(START::plus)
                        .optional(embargoed));
    }

    private static Arbitrary<IncomingVersion> arrivals(
            Arbitrary<Optional<String>> versions,
            Arbitrary<Optional<Instant>> created,
            Arbitrary<PubStatus> statuses,
            Arbitrary<Optional<Instant>> embargoes) {
        return Combinators.combine(
                        uris(),
                        versions,
                        created,
                        statuses,
                        Arbitraries.of("A", "B"),
                        Arbitraries.of("VN-29", "VN-CT", "VN-HN").set(),
                        Arbitraries.of("REUTERS", "VNS").optional(0.6),
                        embargoes)
                .as(IncomingVersion::new);
    }
}
