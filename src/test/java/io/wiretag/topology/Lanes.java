package io.wiretag.topology;

import io.wiretag.schema.Article;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What has come out so far, lane by lane. */
final class Lanes {
    private static final Comparator<Lane> ORDER =
            Comparator.comparing(Lane::uri).thenComparing(Lane::sink).thenComparing(Lane::key);

    private final Map<Lane, List<LaneRecord>> records = new HashMap<>();

    void add(Collection<LaneRecord> more) {
        more.forEach(each ->
                records.computeIfAbsent(each.lane(), lane -> new ArrayList<>()).add(each));
    }

    List<LaneRecord> of(Lane lane) {
        return records.getOrDefault(lane, List.of());
    }

    Optional<LaneRecord> last(Lane lane) {
        List<LaneRecord> all = of(lane);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    boolean isLive(Lane lane) {
        return last(lane).filter(LaneRecord::leavesItLive).isPresent();
    }

    /** Every lane that ever had a record. */
    List<Lane> all() {
        return records.keySet().stream().sorted(ORDER).toList();
    }

    /** Every article of which anything came out. */
    Set<String> uris() {
        return records.keySet().stream().map(Lane::uri).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The last record of each lane. */
    Map<Lane, LaneRecord> state() {
        Map<Lane, LaneRecord> last = new TreeMap<>(ORDER);
        records.forEach((lane, all) -> last.put(lane, all.get(all.size() - 1)));
        return last;
    }

    /** What lies under each key where something does. */
    Map<Lane, Article> live() {
        Map<Lane, Article> live = new TreeMap<>(ORDER);
        state().values().stream()
                .filter(LaneRecord::leavesItLive)
                .forEach(each -> live.put(each.lane(), each.article()));
        return live;
    }

    /** The same of one article. */
    Map<Lane, Article> live(String uri) {
        Map<Lane, Article> live = live();
        live.keySet().removeIf(lane -> !lane.uri().equals(uri));
        return live;
    }
}
