package io.wiretag.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the topic says, as far as it has been read. What is none of ours in it is passed over. Thread-safe. */
public final class RulesBook {
    private final Map<String, RulesVersion> versions = new HashMap<>();
    private final TreeMap<Integer, RulesChange> changes = new TreeMap<>();
    private final Map<String, RunningRules> running = new TreeMap<>();
    private final int mostTexts;

    RulesBook() {
        this(Integer.MAX_VALUE);
    }

    /** @param mostTexts of how many changes, the newest, it keeps the files */
    RulesBook(int mostTexts) {
        this.mostTexts = mostTexts;
    }

    synchronized void take(byte[] key, byte[] value) {
        RulesForm.hash(key)
                .ifPresent(hash ->
                        put(versions, hash, Optional.ofNullable(value).flatMap(v -> RulesForm.version(hash, v))));
        RulesForm.change(key)
                .ifPresent(number ->
                        put(changes, number, Optional.ofNullable(value).flatMap(v -> RulesForm.change(number, v))));
        if (RulesForm.change(key).isPresent() && versions.size() > mostTexts) {
            // each change comes right behind its version
            Set<String> needed = changes.descendingMap().values().stream()
                    .limit(mostTexts)
                    .flatMap(change -> change.hash().stream())
                    .collect(Collectors.toSet());
            versions.keySet().retainAll(needed);
        }
        RulesForm.instance(key)
                .ifPresent(client ->
                        put(running, client, Optional.ofNullable(value).flatMap(v -> RulesForm.running(client, v))));
    }

    private static <K, V> void put(Map<K, V> map, K key, Optional<V> value) {
        value.ifPresentOrElse(known -> map.put(key, known), () -> map.remove(key));
    }

    synchronized void clear() {
        versions.clear();
        changes.clear();
        running.clear();
    }

    /** What was put in force last; empty if nothing ever was. */
    public synchronized Optional<RulesChange> inForce() {
        return Optional.ofNullable(changes.lastEntry()).map(Map.Entry::getValue);
    }

    /** All that was ever put in force, the oldest first. */
    public synchronized List<RulesChange> changes() {
        return List.copyOf(changes.values());
    }

    public synchronized Optional<RulesVersion> version(String hash) {
        return Optional.ofNullable(versions.get(hash));
    }

    /** What processors say of themselves, by their clients; also of those that were killed. */
    public synchronized List<RunningRules> running() {
        return List.copyOf(running.values());
    }

    public synchronized Optional<RunningRules> running(String client) {
        return Optional.ofNullable(running.get(client));
    }

    /**
     * The change that a user means.
     *
     * @param name number of a change, version as tags name it, or the beginning of a hash of six digits or more; of several changes
     *     to one version the last
     */
    public synchronized Optional<RulesChange> find(String name) {
        List<RulesChange> newestFirst = new ArrayList<>(changes.descendingMap().values());
        if (name.matches("[0-9]{1,5}")) {
            return newestFirst.stream()
                    .filter(change -> change.number() == Integer.parseInt(name))
                    .findFirst();
        }
        return newestFirst.stream()
                .filter(change -> change.version().equals(name)
                        || name.matches("[0-9a-f]{6,64}")
                                && change.hash()
                                        .filter(hash -> hash.startsWith(name))
                                        .isPresent())
                .findFirst();
    }
}
