package io.wiretag.processor;

import io.wiretag.cluster.ClusterFacts;
import io.wiretag.processor.watch.RecordProbe;
import io.wiretag.processor.watch.StallWatch;
import io.wiretag.schema.ArticleState;
import io.wiretag.topology.ArticleProcessor;
import io.wiretag.topology.EmbargoStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.Serde;

/**
 * Whether what an application id left behind is what this build would go on with: the positions of its group, the changelogs of
 * its state, and the state on this machine. Kafka goes on without a word where one of them is gone, was made again or belongs to
 * something else; what was remembered of articles is then not found, and repetitions, corrections and kills are taken for first
 * versions.
 *
 * <p>Positions and state are committed in one transaction, so one without the other is a loss. Each partition has something in
 * the changelog of {@link ArticleProcessor#STORE} as soon as it has a position: see {@link ArticleProcessor#MARK}. Builds before
 * that mark wrote nothing there for a record that they rejected: a partition in which they rejected all looks like a loss, and
 * only people can tell.
 */
final class StartCheck {
    private static final int LOOKS = 2;
    private static final long PAUSE_MS = 500;

    private final ClusterFacts facts;
    private final String applicationId;
    private final String published;
    private final StateFolder folder;
    private final RecordProbe probe;
    private final Function<List<TopicPartition>, String> lostPositions;

    /**
     * @param published the topic that is read
     * @param folder state on this machine
     * @param probe looks whether a changelog holds a record
     * @param lostPositions how to set the positions of these partitions again, in words
     */
    StartCheck(
            ClusterFacts facts,
            String applicationId,
            String published,
            StateFolder folder,
            RecordProbe probe,
            Function<List<TopicPartition>, String> lostPositions) {
        this.facts = facts;
        this.applicationId = applicationId;
        this.published = published;
        this.folder = folder;
        this.probe = probe;
        this.lostPositions = lostPositions;
    }

    /** Names of the changelogs that belong to the stores. */
    static List<String> changelogs(String applicationId) {
        return List.of(changelog(applicationId, ArticleProcessor.STORE), changelog(applicationId, EmbargoStore.STORE));
    }

    static String changelog(String applicationId, String store) {
        return applicationId + "-" + store + "-changelog";
    }

    /** What keeps the memory when a changelog is lost, in a sentence. */
    static String remedy(Path folder) {
        return "Keep " + folder
                + " and its like on other machines, where all of it still lies, stop every processor, delete"
                + " that topic if it is there, run 'wiretag process --rebuild-memory' on each machine, and start them again."
                + " Where a processor or a machine went down hard, its disk lies behind: what was not yet written is not remembered."
                + " If no machine has its state any more, only another streams.application.id helps: it begins with the first"
                + " article that is kept, and sends all of them again";
    }

    /** Why this build must not go on from it, in a sentence with the remedy; empty: it may. */
    Optional<String> misfit(Map<TopicPartition, Long> places) {
        Optional<String> elsewhere = elsewhere(places);
        if (elsewhere.isPresent()) {
            return elsewhere;
        }
        Map<String, ClusterFacts.Existing> existing = facts.existing(names());
        if (!existing.containsKey(published)) {
            return Optional.empty(); // the stream itself refuses that
        }
        for (String changelog : changelogs(applicationId)) {
            Optional<String> misfit = madeAgain(changelog, existing)
                    .or(() -> existing.containsKey(changelog)
                            ? otherPartitions(existing.get(published), changelog, existing.get(changelog))
                            : missing(places, changelog, existing.get(published).partitions()));
            if (misfit.isPresent()) {
                return misfit;
            }
        }
        return sourceMadeAgain(existing.get(published)).or(() -> contents(places, existing));
    }

    /** Those of these topics that the state on this machine belongs to. */
    Map<String, Uuid> ownAmong(Map<String, Uuid> topics) {
        Map<String, Uuid> own = new HashMap<>(topics);
        own.keySet().retainAll(names());
        return own;
    }

    private List<String> names() {
        List<String> names = new ArrayList<>(changelogs(applicationId));
        names.add(published);
        return names;
    }

    private Optional<String> elsewhere(Map<TopicPartition, Long> places) {
        String elsewhere = places.keySet().stream()
                .map(TopicPartition::topic)
                .filter(topic -> !topic.equals(published))
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        return elsewhere.isEmpty()
                ? Optional.empty()
                : Optional.of("streams.application.id is " + applicationId + ", and that group has read " + elsewhere
                        + ", not " + published + ": give this installation an application id of its own");
    }

    /** The state on this machine was written beside another topic of that name. */
    private Optional<String> madeAgain(String changelog, Map<String, ClusterFacts.Existing> existing) {
        return Optional.ofNullable(folder.topics().get(changelog))
                .filter(id -> !existing.containsKey(changelog)
                        || !id.equals(existing.get(changelog).id()))
                .map(id -> "topic " + changelog + ", which keeps what is remembered of articles, was deleted"
                        + (existing.containsKey(changelog) ? " and made again" : "") + ". " + remedy(folder.own())
                        + ". If all topics were made anew, or this is another cluster, delete that folder instead");
    }

    private Optional<String> sourceMadeAgain(ClusterFacts.Existing source) {
        return Optional.ofNullable(folder.topics().get(published))
                .filter(id -> !id.equals(source.id()))
                .map(id -> "topic " + published + " was deleted and made again: " + sourceRemedy());
    }

    /** What to do when the topic that is read is another than before. */
    String sourceRemedy() {
        return "positions of group " + applicationId
                + " count records of the former one, and articles would be passed over. Set them to its beginning"
                + " (kafka-consumer-groups.sh --group " + applicationId + " --topic " + published
                + " --reset-offsets --to-earliest --execute) and delete "
                + folder.topicsFile() + "; what is remembered of articles stays";
    }

    /** State lies by partition: with another number of them an article is looked for where it is not. */
    private Optional<String> otherPartitions(
            ClusterFacts.Existing source, String changelog, ClusterFacts.Existing state) {
        if (source.partitions() == state.partitions()) {
            return Optional.empty();
        }
        return Optional.of(
                "topic " + published + " has " + source.partitions() + " partitions, its state in " + changelog
                        + " was made for " + state.partitions()
                        + ": articles would be looked for where they are not. Publish to new topics (topics.prefix) with that many"
                        + " partitions, and let the processor finish the old ones");
    }

    private Optional<String> missing(Map<TopicPartition, Long> places, String changelog, int partitions) {
        return isNothingRead(places, partitions)
                ? Optional.empty()
                : Optional.of("group " + applicationId + " has processed articles, but topic " + changelog
                        + ", which keeps what is remembered of them, does not exist: it was deleted, or another build with"
                        + " another topology ran under this application id; then start the build that ran before. "
                        + remedy(folder.own()));
    }

    /** One that was set to the first record that is kept has read nothing; where none is kept, nobody knows. */
    private boolean isNothingRead(Map<TopicPartition, Long> places, int partitions) {
        List<TopicPartition> read = places.keySet().stream()
                .filter(partition -> places.get(partition) > 0)
                .toList();
        if (read.stream().anyMatch(partition -> partition.partition() >= partitions)) {
            return false; // the topic was another one
        }
        Map<TopicPartition, Long> firsts = facts.earliestOffsets(read);
        Map<TopicPartition, Long> ends = facts.stableEndOffsets(read);
        return read.stream()
                .allMatch(partition -> places.get(partition).equals(firsts.get(partition))
                        && firsts.get(partition) < ends.get(partition));
    }

    private Optional<String> contents(Map<TopicPartition, Long> places, Map<String, ClusterFacts.Existing> existing) {
        List<TopicPartition> partitions = changelogs(applicationId).stream()
                .filter(existing::containsKey)
                .flatMap(name -> IntStream.range(0, existing.get(name).partitions())
                        .mapToObj(partition -> new TopicPartition(name, partition)))
                .toList();
        Map<TopicPartition, Long> firsts = facts.earliestOffsets(partitions);
        Map<TopicPartition, Long> ends = facts.stableEndOffsets(partitions);
        return deleting(existing)
                .or(() -> truncated(firsts))
                .or(() -> empty(places, ends)
                        .flatMap(seen -> again(() ->
                                empty(facts.committedOffsets(applicationId), facts.stableEndOffsets(partitions)))))
                .or(() -> heldNoMore(firsts, ends))
                .or(() -> withoutPositions(places, firsts, ends));
    }

    private Optional<String> deleting(Map<String, ClusterFacts.Existing> existing) {
        List<String> names =
                changelogs(applicationId).stream().filter(existing::containsKey).toList();
        return facts.cleanupPolicies(names).entrySet().stream()
                .filter(policy -> policy.getValue().contains("delete"))
                .findFirst()
                .map(policy -> "topic " + policy.getKey() + " has cleanup.policy=" + policy.getValue()
                        + ", so that Kafka deletes what is remembered of articles: set it to compact (kafka-configs.sh --alter"
                        + " --entity-type topics --entity-name " + policy.getKey()
                        + " --add-config cleanup.policy=compact)");
    }

    /** Compaction never moves the begin of a partition; deleting does. */
    private Optional<String> truncated(Map<TopicPartition, Long> firsts) {
        return firsts.entrySet().stream()
                .filter(first -> first.getValue() > 0)
                .findFirst()
                .map(first -> "the first " + first.getValue() + " offsets of " + first.getKey()
                        + ", which keeps what is remembered of articles, were deleted. "
                        + remedy(folder.own()));
    }

    private Optional<String> empty(Map<TopicPartition, Long> places, Map<TopicPartition, Long> ends) {
        return new TreeMap<>(byPartition(places))
                .entrySet().stream()
                        .filter(place -> place.getValue() > 0 && ends.getOrDefault(state(place.getKey()), 1L) == 0)
                        .findFirst()
                        .map(place -> "group " + applicationId + " is at offset " + place.getValue() + " of partition "
                                + place.getKey() + " of " + published + ", but "
                                + state(place.getKey()).topic() + ", which keeps what is remembered of its articles, is"
                                + " empty there: it was made again. "
                                + remedy(folder.own())
                                + ". If it was not made again, and an earlier build has rejected all records of this"
                                + " partition, nothing is lost: delete the position of this partition alone"
                                + " (kafka-consumer-groups.sh --delete-offsets --group " + applicationId + " --topic "
                                + published + ":" + place.getKey()
                                + ") and start again: the rejected records, and nothing else, are read again");
    }

    /**
     * Where the changelog of held records has nothing, not even a mark, builds before the mark held nothing there, or it was made
     * again. What is remembered of the articles tells.
     */
    private Optional<String> heldNoMore(Map<TopicPartition, Long> firsts, Map<TopicPartition, Long> ends) {
        String changelog = changelog(applicationId, EmbargoStore.STORE);
        for (TopicPartition held : ends.keySet()) {
            TopicPartition articles = state(held.partition());
            if (held.topic().equals(changelog) && ends.get(held) == 0 && ends.getOrDefault(articles, 0L) > 0) {
                int many = heldIn(articles, new StallWatch.Progress(firsts.get(articles), ends.get(articles)));
                if (many > 0) {
                    return Optional.of("articles under embargo that " + articles + " knows: " + many + ", but " + held
                            + ", which keeps them until it ends, is empty: it was made again. " + remedy(folder.own())
                            + ". The articles themselves are in " + published + " as long as that keeps them");
                }
            }
        }
        return Optional.empty();
    }

    private int heldIn(TopicPartition articles, StallWatch.Progress place) {
        Set<String> held = new HashSet<>();
        try (Serde<ArticleState> serde = ArticleProcessor.stateSerde()) {
            probe.each(articles, place, record -> {
                String uri = new String(record.key(), StandardCharsets.UTF_8);
                ArticleState state = record.value() == null
                        ? null
                        : serde.deserializer().deserialize(articles.topic(), record.value());
                if (state != null && state.getHeldUntil() != null) {
                    held.add(uri);
                } else {
                    held.remove(uri);
                }
            });
        }
        return held.size();
    }

    private Optional<String> withoutPositions(
            Map<TopicPartition, Long> places, Map<TopicPartition, Long> firsts, Map<TopicPartition, Long> ends) {
        List<TopicPartition> lost = withoutPosition(places, firsts, ends);
        return lost.isEmpty()
                ? Optional.empty()
                : again(() -> Optional.of(withoutPosition(facts.committedOffsets(applicationId), firsts, ends))
                                .filter(still -> !still.isEmpty()))
                        .map(lostPositions);
    }

    /**
     * Other processors may begin meanwhile, and what they commit together is not seen everywhere at once: what is wrong is so
     * again and again.
     */
    private static <T> Optional<T> again(Supplier<Optional<T>> question) {
        Optional<T> answer = Optional.empty();
        for (int look = 0; look < LOOKS; look++) {
            pause();
            answer = question.get();
            if (answer.isEmpty()) {
                return answer;
            }
        }
        return answer;
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while the start was checked");
        }
    }

    private List<TopicPartition> withoutPosition(
            Map<TopicPartition, Long> places, Map<TopicPartition, Long> firsts, Map<TopicPartition, Long> ends) {
        Map<Integer, Long> known = byPartition(places);
        return ends.keySet().stream()
                .filter(each -> each.topic().equals(changelog(applicationId, ArticleProcessor.STORE)))
                .filter(each -> !known.containsKey(each.partition()))
                .filter(each -> ends.get(each) > firsts.get(each))
                // what was rolled back is no memory
                .filter(each -> probe.findsOne(each, new StallWatch.Progress(firsts.get(each), ends.get(each))))
                .map(each -> new TopicPartition(published, each.partition()))
                .sorted((left, right) -> Integer.compare(left.partition(), right.partition()))
                .toList();
    }

    /** Where what is remembered of the articles of a partition is kept. */
    TopicPartition state(int partition) {
        return new TopicPartition(changelog(applicationId, ArticleProcessor.STORE), partition);
    }

    private static Map<Integer, Long> byPartition(Map<TopicPartition, Long> places) {
        Map<Integer, Long> byPartition = new HashMap<>();
        places.forEach((partition, place) -> byPartition.put(partition.partition(), place));
        return byPartition;
    }
}
