package io.wiretag.retag;

import io.wiretag.life.Retagging.Retagged;
import io.wiretag.life.TagChange;
import io.wiretag.retag.RetagReport.ByRule;
import io.wiretag.retag.RetagReport.ByTag;
import io.wiretag.retag.RetagReport.Example;
import io.wiretag.schema.Operation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Counts what becomes of stories, and remembers where those stand that tell most. */
final class Tally {
    /** Of those that change alike. */
    private static final int STORIES_OF_A_GROUP = 20;

    private final Map<String, Long> versions = new TreeMap<>();
    private final Map<TagChange.Kind, Long> kinds = new EnumMap<>(TagChange.Kind.class);
    private final Map<Operation, Long> records = new EnumMap<>(Operation.class);
    private final Map<TagId, TagCount> tags = new HashMap<>();
    private final Map<RuleId, Long> rules = new HashMap<>();
    private final Map<Group, List<RecordPlace>> places = new HashMap<>();
    private final Set<RecordPlace> changing = new HashSet<>();
    private long stories;
    private long changed;
    private long forgotten;
    private long unreadable;
    private Optional<String> whyUnreadable = Optional.empty();

    private record TagId(TagChange.Subject subject, String code, Optional<String> role) {}

    private record TagCount(String name, Map<TagChange.Kind, Long> stories) {}

    private record RuleId(TagChange.Kind kind, String code, String entry, String rule) {}

    /** Stories in which the same name does the same. */
    private record Group(TagChange.Kind kind, String code, String entry) {}

    void unreadable(String why) {
        unreadable++;
        if (whyUnreadable.isEmpty()) {
            whyUnreadable = Optional.of(why);
        }
    }

    /** @param askable whether the processor can be asked for it; else it stays as it is */
    void take(String gazetteerBefore, Retagged retagged, RecordPlace place, boolean askable) {
        stories++;
        versions.merge(gazetteerBefore, 1L, Long::sum);
        if (retagged.changes().isEmpty()) {
            return;
        }
        changed++;
        if (!askable) {
            forgotten++;
        } else {
            changing.add(place);
            retagged.records().forEach((operation, many) -> records.merge(operation, (long) many, Long::sum));
        }
        retagged.changes().stream().map(TagChange::kind).distinct().forEach(kind -> kinds.merge(kind, 1L, Long::sum));
        Set<RuleId> seen = new HashSet<>();
        for (TagChange each : retagged.changes()) {
            tags.computeIfAbsent(
                            new TagId(each.subject(), each.code(), each.role()),
                            any -> new TagCount(each.name(), new EnumMap<>(TagChange.Kind.class)))
                    .stories()
                    .merge(each.kind(), 1L, Long::sum);
            each.evidence()
                    .forEach(mention ->
                            seen.add(new RuleId(each.kind(), each.code(), mention.getEntry(), mention.getRule())));
        }
        seen.forEach(rule -> rules.merge(rule, 1L, Long::sum));
        for (RuleId each : seen) {
            List<RecordPlace> own =
                    places.computeIfAbsent(new Group(each.kind(), each.code(), each.entry()), any -> new ArrayList<>());
            if (own.size() < STORIES_OF_A_GROUP && !own.contains(place)) {
                own.add(place);
            }
        }
    }

    /** One of each group, the most frequent group first; then a second of each. */
    List<RecordPlace> telling(int most) {
        Map<Group, Long> frequent = new HashMap<>();
        rules.forEach(
                (rule, many) -> frequent.merge(new Group(rule.kind(), rule.code(), rule.entry()), many, Long::sum));
        List<Group> order = places.keySet().stream()
                .sorted(Comparator.comparing((Group group) -> frequent.get(group))
                        .reversed()
                        .thenComparing(Group::kind)
                        .thenComparing(Group::code)
                        .thenComparing(Group::entry))
                .toList();
        Set<RecordPlace> telling = new LinkedHashSet<>();
        for (int i = 0; i < STORIES_OF_A_GROUP; i++) {
            for (Group group : order) {
                if (places.get(group).size() > i && telling.size() < most) {
                    telling.add(places.get(group).get(i));
                }
            }
        }
        return List.copyOf(telling);
    }

    /** Where the stories stand that would change, and can. Some 100 bytes for each. */
    Set<RecordPlace> changing() {
        return changing;
    }

    RetagReport report(String topic, String version, List<Example> examples) {
        return new RetagReport(
                topic,
                version,
                versions,
                stories,
                unreadable,
                whyUnreadable,
                changed,
                forgotten,
                kinds,
                records,
                byTag(),
                byRule(),
                examples);
    }

    private List<ByTag> byTag() {
        return tags.entrySet().stream()
                .map(each -> new ByTag(
                        each.getKey().subject(),
                        each.getKey().code(),
                        each.getValue().name(),
                        each.getKey().role(),
                        each.getValue().stories()))
                .sorted(Comparator.comparingLong(Tally::stories)
                        .reversed()
                        .thenComparing(ByTag::subject)
                        .thenComparing(ByTag::code)
                        .thenComparing(tag -> tag.role().orElse("")))
                .toList();
    }

    private static long stories(ByTag tag) {
        return tag.stories().values().stream().mapToLong(Long::longValue).sum();
    }

    private List<ByRule> byRule() {
        return rules.entrySet().stream()
                .map(each -> new ByRule(
                        each.getKey().kind(),
                        each.getKey().code(),
                        each.getKey().entry(),
                        each.getKey().rule(),
                        each.getValue()))
                .sorted(Comparator.comparingLong(ByRule::stories)
                        .reversed()
                        .thenComparing(ByRule::kind)
                        .thenComparing(ByRule::code)
                        .thenComparing(ByRule::entry)
                        .thenComparing(ByRule::rule))
                .toList();
    }
}
