package io.wiretag.topology;

import io.wiretag.topics.ClusterFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * Whether what an application id left in the cluster is what this build would go on with: the positions of its group, and the
 * changelogs of its state. Kafka goes on without a word where a store has another name or the group read another topic; what
 * was remembered of articles is then not found, and repetitions, corrections and kills are taken for first versions.
 */
final class StartCheck {
    private StartCheck() {}

    /** Names of the changelogs that belong to the stores. */
    static List<String> changelogs(String applicationId) {
        return List.of(changelog(applicationId, EnrichProcessor.STORE), changelog(applicationId, HeldRecords.STORE));
    }

    private static String changelog(String applicationId, String store) {
        return applicationId + "-" + store + "-changelog";
    }

    /** Why this build must not go on from it, in a sentence with the remedy; empty: it may. */
    static Optional<String> misfit(ClusterFacts facts, String applicationId, String published) {
        Map<TopicPartition, Long> places = facts.places(applicationId);
        String elsewhere = places.keySet().stream()
                .map(TopicPartition::topic)
                .filter(topic -> !topic.equals(published))
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        if (!elsewhere.isEmpty()) {
            return Optional.of("streams.application.id is " + applicationId + ", and that group has read " + elsewhere
                    + ", not " + published + ": give this installation an application id of its own");
        }
        List<String> names = new ArrayList<>(changelogs(applicationId));
        names.add(published);
        Map<String, ClusterFacts.Existing> existing = facts.existing(names);
        if (!existing.containsKey(published)) {
            return Optional.empty(); // the stream itself refuses that
        }
        for (String changelog : changelogs(applicationId)) {
            Optional<String> misfit = existing.containsKey(changelog)
                    ? otherPartitions(published, existing.get(published), changelog, existing.get(changelog))
                    : missing(facts, places, applicationId, changelog);
            if (misfit.isPresent()) {
                return misfit;
            }
        }
        return Optional.empty();
    }

    /** State lies by partition: with another number of them an article is looked for where it is not. */
    private static Optional<String> otherPartitions(
            String published, ClusterFacts.Existing source, String changelog, ClusterFacts.Existing state) {
        if (source.partitions() == state.partitions()) {
            return Optional.empty();
        }
        return Optional.of(
                "topic " + published + " has " + source.partitions() + " partitions, its state in " + changelog
                        + " was made for " + state.partitions()
                        + ": articles would be looked for where they are not. Publish to new topics (topics.prefix) with that many"
                        + " partitions, and let the processor finish the old ones");
    }

    private static Optional<String> missing(
            ClusterFacts facts, Map<TopicPartition, Long> places, String applicationId, String changelog) {
        Map<TopicPartition, Long> firsts = facts.firsts(places.keySet());
        boolean hasWorked = places.entrySet().stream().anyMatch(place -> place.getValue() > firsts.get(place.getKey()));
        if (!hasWorked) {
            return Optional.empty();
        }
        return Optional.of(
                "group " + applicationId + " has processed articles, but topic " + changelog
                        + ", which keeps what is remembered of them, does not exist: it was deleted, or another build with another"
                        + " topology ran under this application id. Start the build that ran before, or set another"
                        + " streams.application.id: it begins with the first article that is kept, and sends all of them again");
    }
}
