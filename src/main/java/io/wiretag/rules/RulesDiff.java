package io.wiretag.rules;

import io.wiretag.tagging.gazetteer.Gazetteer;
import io.wiretag.tagging.gazetteer.ListedEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * By which entries two gazetteers differ, whatever their files look like.
 *
 * @param removed entries that only the first has
 * @param added entries that only the second has; one whose notes have changed is in both lists
 */
public record RulesDiff(List<ListedEntry> removed, List<ListedEntry> added) {
    /** Copies the lists. */
    public RulesDiff {
        removed = List.copyOf(removed);
        added = List.copyOf(added);
    }

    private record Meaning(String keyword, String owner, String text, List<String> notes) {}

    public static RulesDiff of(Gazetteer one, Gazetteer other) {
        Map<Meaning, ListedEntry> before = byMeaning(one);
        Map<Meaning, ListedEntry> after = byMeaning(other);
        return new RulesDiff(onlyIn(before, after), onlyIn(after, before));
    }

    private static Map<Meaning, ListedEntry> byMeaning(Gazetteer gazetteer) {
        Map<Meaning, ListedEntry> entries = new LinkedHashMap<>();
        gazetteer
                .entries()
                .forEach(entry ->
                        entries.put(new Meaning(entry.keyword(), entry.owner(), entry.text(), entry.notes()), entry));
        return entries;
    }

    private static List<ListedEntry> onlyIn(Map<Meaning, ListedEntry> one, Map<Meaning, ListedEntry> other) {
        List<ListedEntry> only = new ArrayList<>();
        one.forEach((meaning, entry) -> {
            if (!other.containsKey(meaning)) {
                only.add(entry);
            }
        });
        return only;
    }
}
