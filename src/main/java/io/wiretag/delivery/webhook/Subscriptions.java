package io.wiretag.delivery.webhook;

import io.wiretag.cluster.ClusterFacts;
import io.wiretag.cluster.KafkaCall;
import io.wiretag.cluster.KafkaRefusedException;
import io.wiretag.cluster.TopicScan;
import io.wiretag.delivery.ArticleFilter;
import io.wiretag.topics.Topic;
import io.wiretag.topics.Topics;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.UnknownMemberIdException;

/** The subscriptions, for whoever changes and looks at them. Each call reads the topic anew; not for two threads at a time. */
public final class Subscriptions implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int GROUP_TRIES = 20;

    private final Topics topics;
    private final String prefix;
    private final Admin admin;
    private final ClusterFacts facts;
    private final Consumer<byte[], byte[]> consumer;
    private final Producer<byte[], byte[]> producer;

    /**
     * @param prefix of the names of groups
     * @param consumer read_committed, without a group; closed with this
     * @param producer waits for all replicas; closed with this
     */
    public Subscriptions(
            Topics topics,
            String prefix,
            Admin admin,
            Consumer<byte[], byte[]> consumer,
            Producer<byte[], byte[]> producer) {
        this.topics = topics;
        this.prefix = prefix;
        this.admin = admin;
        this.facts = new ClusterFacts(admin);
        this.consumer = consumer;
        this.producer = producer;
    }

    /**
     * What is asked for.
     *
     * @param from the time from which on articles are sent; empty: those that come from now on
     */
    public record Order(String name, URI url, ArticleFilter filter, boolean text, Optional<Instant> from) {}

    /**
     * Makes sure that an endpoint can be reached as things are. Each connection is checked anew.
     *
     * @throws IllegalArgumentException if its host has no address that is allowed
     */
    public static void requireReachable(URI url, List<AddressRules.Network> allowed) {
        AddressRules rules = new AddressRules(allowed);
        boolean isPlain = url.getScheme().equalsIgnoreCase("http");
        List<InetAddress> addresses;
        try {
            addresses = Arrays.asList(InetAddress.getAllByName(url.getHost()));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("no host " + url.getHost() + ": check the URL, and the name service", e);
        }
        if (addresses.stream().noneMatch(each -> isPlain ? rules.isOwn(each) : rules.isAllowed(each))) {
            String found = addresses.stream().map(InetAddress::getHostAddress).collect(Collectors.joining(", "));
            throw new IllegalArgumentException(
                    isPlain
                            ? "http without TLS goes to networks of your own alone, and " + url.getHost() + " is "
                                    + found + ": give https, or add its network to webhooks.allowed.networks"
                            : url.getHost() + " is " + found
                                    + ", which is no public address: if it is one of your own, add its"
                                    + " network to webhooks.allowed.networks");
        }
    }

    /**
     * Adds one. Its group stands where it is to begin before anybody knows of it.
     *
     * @throws IllegalArgumentException if there is one of that name
     */
    public void add(Order order, SecretSeal seal, SigningSecret secret) {
        SubscriptionBook book = read();
        if (book.subscriptions().containsKey(order.name())) {
            throw new IllegalArgumentException("there is a subscription '" + order.name()
                    + "' already: take another name, or 'wiretag subscription remove " + order.name() + "' first");
        }
        Subscription subscription = new Subscription(
                order.name(),
                order.url(),
                order.filter(),
                order.text(),
                List.of(new Subscription.Sealed(seal.seal(order.name(), secret), Optional.empty())),
                false,
                // not one that it had before it was removed
                Instant.now().toEpochMilli(),
                Instant.now());
        begin(order);
        write(subscription);
    }

    private void begin(Order order) {
        List<TopicPartition> partitions = partitions();
        Map<TopicPartition, Long> offsets = order.from()
                .map(time -> facts.since(partitions, time))
                .orElseGet(() -> facts.stableEndOffsets(partitions));
        Map<TopicPartition, OffsetAndMetadata> places = new HashMap<>();
        offsets.forEach((partition, offset) -> places.put(partition, new OffsetAndMetadata(offset)));
        String group = Webhooks.group(prefix, order.name());
        try {
            KafkaCall.await(
                    admin.alterConsumerGroupOffsets(group, places).all(),
                    "set where group " + group + " begins",
                    LIMIT);
        } catch (KafkaRefusedException e) {
            if (isInUse(e)) {
                throw new IllegalArgumentException(
                        "group " + group
                                + " still has members, of a subscription that was removed: come again in a minute",
                        e);
            }
            throw e;
        }
    }

    private static boolean isInUse(KafkaRefusedException e) {
        return e.getCause() instanceof UnknownMemberIdException || e.getCause() instanceof GroupNotEmptyException;
    }

    private List<TopicPartition> partitions() {
        Topic<?> tagged = topics.tagged();
        ClusterFacts.Existing existing = facts.existing(List.of(tagged.name())).get(tagged.name());
        if (existing == null) {
            throw missing(tagged);
        }
        return IntStream.range(0, existing.partitions())
                .mapToObj(partition -> new TopicPartition(tagged.name(), partition))
                .toList();
    }

    private static KafkaRefusedException missing(Topic<?> topic) {
        return new KafkaRefusedException(
                "topic " + topic.name() + " does not exist: run 'wiretag topics create'", null);
    }

    /** Stops it where it is. */
    public void pause(String name) {
        change(name, true);
    }

    /** Goes on where it was stopped, by whom ever; what was given up is tried anew. */
    public void resume(String name) {
        change(name, false);
    }

    private void change(String name, boolean paused) {
        Subscription subscription = require(read(), name);
        write(subscription.with(paused, subscription.secrets()));
    }

    /**
     * Changes the secret for another. Until the old one ends, messages are signed with both.
     *
     * @param both for how long
     */
    public void rotate(String name, SecretSeal seal, SigningSecret secret, Duration both) {
        if (both.isNegative()) {
            throw new IllegalArgumentException(
                    "both secrets cannot be in force for " + both + ": give a duration like PT24H");
        }
        Subscription subscription = require(read(), name);
        Instant now = Instant.now();
        List<Subscription.Sealed> secrets = new ArrayList<>();
        secrets.add(new Subscription.Sealed(seal.seal(name, secret), Optional.empty()));
        subscription.secrets().stream()
                .filter(each -> each.isValid(now))
                .map(each -> new Subscription.Sealed(
                        each.secret(), Optional.of(each.until().orElse(now.plus(both)))))
                .forEach(secrets::add);
        write(subscription.with(subscription.paused(), secrets));
    }

    /**
     * Removes it, what was put aside for it, and its group.
     *
     * @return why the group is left, if it is; it expires by itself
     */
    public Optional<String> remove(String name) {
        SubscriptionBook book = read();
        Subscription subscription = require(book, name);
        write(SubscriptionKey.subscription(name), null);
        write(SubscriptionKey.standing(name), null);
        book.unsent(name).keySet().forEach(key -> write(key, null));
        return removeGroup(Webhooks.group(prefix, subscription.name()));
    }

    private Optional<String> removeGroup(String group) {
        for (int i = 0; ; i++) {
            try {
                KafkaCall.await(admin.deleteConsumerGroups(List.of(group)).all(), "delete group " + group, LIMIT);
                return Optional.empty();
            } catch (KafkaRefusedException e) {
                if (e.getCause() instanceof GroupIdNotFoundException) {
                    return Optional.empty();
                }
                if (!isInUse(e) || i == GROUP_TRIES) {
                    return Optional.of(e.getMessage());
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(500);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new java.util.concurrent.CancellationException(
                    "interrupted while waiting for members to leave a group");
        }
    }

    /** All, by name. */
    public List<SubscriptionReport> list() {
        SubscriptionBook book = read();
        Map<TopicPartition, Long> ends =
                book.subscriptions().isEmpty() ? Map.of() : facts.stableEndOffsets(partitions());
        return book.subscriptions().values().stream()
                .map(each -> report(book, each, ends))
                .toList();
    }

    /** @throws IllegalArgumentException if there is none of that name */
    public SubscriptionReport show(String name) {
        SubscriptionBook book = read();
        return report(book, require(book, name), facts.stableEndOffsets(partitions()));
    }

    private SubscriptionReport report(
            SubscriptionBook book, Subscription subscription, Map<TopicPartition, Long> ends) {
        String group = Webhooks.group(prefix, subscription.name());
        Map<TopicPartition, Long> committed = facts.committedOffsets(group);
        // unknown is not zero
        OptionalLong behind = committed.keySet().containsAll(ends.keySet())
                ? OptionalLong.of(ends.entrySet().stream()
                        .mapToLong(end -> Math.max(0, end.getValue() - committed.get(end.getKey())))
                        .sum())
                : OptionalLong.empty();
        return SubscriptionReport.of(book, subscription, group, behind);
    }

    private static Subscription require(SubscriptionBook book, String name) {
        Subscription found = book.subscriptions().get(name);
        if (found == null) {
            String there = book.subscriptions().isEmpty()
                    ? "there is none: 'wiretag subscription add' makes one"
                    : "there are " + String.join(", ", book.subscriptions().keySet());
            throw new IllegalArgumentException("no subscription '" + name + "'; " + there);
        }
        return found;
    }

    private SubscriptionBook read() {
        Topic<?> topic = topics.subscriptions();
        if (!facts.existing(List.of(topic.name())).containsKey(topic.name())) {
            throw missing(topic);
        }
        SubscriptionBook book = new SubscriptionBook();
        TopicScan scan = new TopicScan(consumer);
        scan.readAll(scan.partitions(List.of(topic.name())), book::take, (records, of) -> {});
        return book;
    }

    private void write(Subscription subscription) {
        write(
                SubscriptionKey.subscription(subscription.name()),
                subscription.json().toString().getBytes(StandardCharsets.UTF_8));
    }

    private void write(SubscriptionKey key, byte[] value) {
        KafkaCall.await(
                producer.send(new ProducerRecord<>(topics.subscriptions().name(), key.written(), value)),
                "write to topic " + topics.subscriptions().name(),
                Duration.ofSeconds(20));
    }

    @Override
    public void close() {
        consumer.close();
        producer.close(LIMIT);
    }
}
