package io.wiretag.topics;

import static org.apache.kafka.common.acl.AclOperation.ALTER_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DELETE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.PatternType.LITERAL;
import static org.apache.kafka.common.resource.PatternType.PREFIXED;
import static org.apache.kafka.common.resource.ResourceType.CLUSTER;
import static org.apache.kafka.common.resource.ResourceType.GROUP;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.apache.kafka.common.resource.ResourceType.TRANSACTIONAL_ID;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.Resource;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * Who may do what where brokers ask for rights; what is not said here is denied. {@code docs/deploying.md} says which command needs
 * what, and why.
 *
 * @param prefix of all names of the installation; may be empty
 * @param applicationId group of the processor, and beginning of the names that it gives itself
 */
public record Rights(Topics topics, String prefix, String applicationId) {
    private static final String ANY = ResourcePattern.WILDCARD_RESOURCE;

    /** A user for each kind of program. */
    public enum User {
        /** {@code wiretag topics}, {@code gazetteer}, {@code retag} and {@code subscription}. */
        ADMIN,
        /** {@code wiretag process}. */
        PROCESSOR,
        /** {@code wiretag publish} and {@code intake}, and newsrooms with a client of their own. */
        PUBLISHER,
        /** {@code wiretag correct} and {@code corrections}: asks for other tags, and sees what came of it. */
        EDITOR,
        /** Reads what goes out, in groups whose names begin with {@code subscriber-}. */
        SUBSCRIBER,
        /** {@code wiretag deliver}. */
        DELIVER,
        /** {@code wiretag lag}: sees that there are records, not what is in them. */
        OPS,
        /** {@code wiretag serve}: sees what is in them as well. */
        DASHBOARD
    }

    /** What may be done with what has a name, or a name that begins so. */
    public record Right(ResourcePattern resource, Set<AclOperation> operations) {
        /** Copies the operations, in their order. */
        public Right {
            operations = new TreeSet<>(operations);
        }
    }

    public List<Right> of(User user) {
        return switch (user) {
            case ADMIN -> admin();
            case PROCESSOR -> processor();
            case PUBLISHER -> List.of(right(TOPIC, LITERAL, topics.published().name(), WRITE));
            case EDITOR -> editor();
            case SUBSCRIBER -> subscriber();
            case DELIVER -> deliver();
            case OPS -> ops();
            case DASHBOARD -> dashboard();
        };
    }

    private List<Right> admin() {
        List<Right> rights = new ArrayList<>();
        rights.add(allTopics(CREATE, DESCRIBE, DESCRIBE_CONFIGS));
        // fills a sink that is switched on later, while no processor runs
        rights.add(right(GROUP, LITERAL, applicationId, DESCRIBE));
        for (Topic<?> sink : topics.articleSinks()) {
            // wiretag retag --apply looks there for the stories, and for what came of them
            rights.add(
                    sink == topics.current()
                            ? right(TOPIC, LITERAL, sink.name(), READ, WRITE)
                            : right(TOPIC, LITERAL, sink.name(), sink == topics.tagged() ? READ : WRITE));
        }
        rights.add(right(TRANSACTIONAL_ID, LITERAL, applicationId + "-fill", WRITE));
        // wiretag subscription: says where the group of one begins, and deletes it
        rights.add(right(TOPIC, LITERAL, topics.subscriptions().name(), READ, WRITE));
        rights.add(right(GROUP, PREFIXED, prefix + "webhook-", READ, DELETE));
        // wiretag gazetteer apply: one at a time
        rights.add(right(TOPIC, LITERAL, topics.gazetteer().name(), READ, WRITE));
        rights.add(right(TRANSACTIONAL_ID, LITERAL, gazetteerWriter(topics), WRITE));
        // wiretag retag --apply: asks the processors, and sees what was rejected of it
        rights.add(right(TOPIC, LITERAL, topics.published().name(), WRITE));
        rights.add(right(TOPIC, LITERAL, topics.rejected().name(), READ));
        return rights;
    }

    private List<Right> processor() {
        List<Right> rights = new ArrayList<>();
        // it writes there as well: what lies in a wrong partition goes to the right one
        rights.add(right(TOPIC, LITERAL, topics.published().name(), READ, WRITE));
        for (Topic<?> sink : topics.sinks()) {
            // it reads to find positions that are lost
            boolean isRead = sink == topics.tagged() || sink == topics.rejected();
            rights.add(
                    isRead
                            ? right(TOPIC, LITERAL, sink.name(), READ, WRITE)
                            : right(TOPIC, LITERAL, sink.name(), WRITE));
        }
        // it takes the gazetteer in force from there, and tells which one it has
        rights.add(right(TOPIC, LITERAL, topics.gazetteer().name(), READ, WRITE));
        rights.add(allTopics(DESCRIBE_CONFIGS));
        rights.add(right(GROUP, LITERAL, applicationId, READ));
        rights.add(right(TOPIC, PREFIXED, applicationId + "-", CREATE, READ, WRITE, DESCRIBE_CONFIGS, ALTER_CONFIGS));
        rights.add(right(TRANSACTIONAL_ID, PREFIXED, applicationId + "-", WRITE));
        return rights;
    }

    /** The transactional id that all share who say which gazetteer is in force. */
    public static String gazetteerWriter(Topics topics) {
        return topics.gazetteer().name() + "-apply";
    }

    private List<Right> editor() {
        return Stream.concat(
                        Stream.of(topics.tagged(), topics.current(), topics.rejected(), topics.gazetteer())
                                .filter(topic -> topic != topics.current() || topics.isWritten(topic))
                                .map(topic -> right(TOPIC, LITERAL, topic.name(), READ)),
                        Stream.of(
                                right(TOPIC, LITERAL, topics.published().name(), WRITE),
                                // whether the processors have come to what it asked for
                                right(GROUP, LITERAL, applicationId, DESCRIBE)))
                .toList();
    }

    private List<Right> subscriber() {
        return Stream.concat(
                        topics.articleSinks().stream().map(sink -> right(TOPIC, LITERAL, sink.name(), READ)),
                        Stream.of(right(GROUP, PREFIXED, prefix + "subscriber-", READ)))
                .toList();
    }

    /** The group of those who may write receipts, of whom one does. */
    public static String receiptWriters(String applicationId) {
        return applicationId + "-receipts";
    }

    /** Its clients keep their positions; each subscription of webhooks has a group. */
    private List<Right> deliver() {
        return Stream.concat(
                        Stream.of(topics.tagged(), topics.current())
                                .filter(topics::isWritten)
                                .map(topic -> right(TOPIC, LITERAL, topic.name(), READ)),
                        Stream.of(
                                right(TOPIC, LITERAL, topics.subscriptions().name(), READ, WRITE),
                                // how far they have come is a part of the receipts of kills
                                right(TOPIC, LITERAL, topics.receipts().name(), WRITE),
                                right(GROUP, PREFIXED, prefix + "webhook-", READ)))
                .toList();
    }

    private static List<Right> ops() {
        return List.of(
                right(CLUSTER, LITERAL, Resource.CLUSTER_NAME, DESCRIBE),
                right(GROUP, LITERAL, ANY, DESCRIBE),
                right(TOPIC, LITERAL, ANY, DESCRIBE),
                right(TRANSACTIONAL_ID, LITERAL, ANY, DESCRIBE));
    }

    private List<Right> dashboard() {
        return Stream.concat(
                        ops().stream(),
                        Stream.of(
                                allTopics(READ, DESCRIBE_CONFIGS),
                                // the night desk tells what is held under embargo
                                right(TOPIC, LITERAL, applicationId + "-held-changelog", READ),
                                // what it has learnt outlives it
                                right(TOPIC, LITERAL, topics.operations().name(), WRITE),
                                // so does what it knows of kills, which one instance writes at a time
                                right(TOPIC, LITERAL, topics.receipts().name(), WRITE),
                                right(GROUP, LITERAL, receiptWriters(applicationId), READ)))
                .toList();
    }

    private Right allTopics(AclOperation... operations) {
        return right(TOPIC, PREFIXED, prefix + "articles.", operations);
    }

    private static Right right(ResourceType type, PatternType pattern, String name, AclOperation... operations) {
        return new Right(new ResourcePattern(type, name, pattern), Set.of(operations));
    }
}
