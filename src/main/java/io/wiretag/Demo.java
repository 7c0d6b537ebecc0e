package io.wiretag;

import io.wiretag.access.ApiKeys;
import io.wiretag.config.Config;
import io.wiretag.config.ConfigLoader;
import io.wiretag.delivery.ArticleFilter;
import io.wiretag.delivery.webhook.SecretSeal;
import io.wiretag.delivery.webhook.SigningSecret;
import io.wiretag.delivery.webhook.Subscriptions;
import io.wiretag.files.Words;
import io.wiretag.intake.ArticlePublisher;
import io.wiretag.intake.Receipt;
import io.wiretag.local.LocalStack;
import io.wiretag.ops.OpsKeys;
import io.wiretag.ops.OpsServer;
import io.wiretag.processor.StreamsRunner;
import io.wiretag.processor.watch.StreamFailedException;
import io.wiretag.schema.Article;
import io.wiretag.subscribers.ArticleSubscriber;
import io.wiretag.topics.SubjectAdmin;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything on one machine: broker, registry, topics, processor, and sample wires that flow. */
public final class Demo implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Demo.class);
    private static final String SUBSCRIPTION = "demo";
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);
    private static final DateTimeFormatter ROUND =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** Who reads in the demo, and the role of the topic: declared, so that what they owe is told. */
    private static final Map<String, String> SUBSCRIBERS = Map.of("front-page", "tagged", "archive", "by-province");

    /** What was opened, the last on top; closed from there. */
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    private LocalStack stack;
    private Wiretag wiretag;
    private StreamsRunner processor;
    private ArticlePublisher publisher;
    private boolean ownKeys;
    private boolean ownSubscribers;
    private final Map<String, ArticleSubscriber> reading = new HashMap<>();

    private Demo() {}

    /**
     * Starts it all, without any article yet.
     *
     * @param settings keys of the configuration that are to differ from those of a small machine
     * @param progress told a line about each part that is up
     * @throws io.wiretag.local.LocalStackException if broker or registry cannot start
     */
    public static Demo start(LocalStack.Options options, Map<String, String> settings, Consumer<String> progress) {
        Demo demo = new Demo();
        try {
            demo.open(options, settings, progress);
            return demo;
        } catch (RuntimeException e) {
            demo.close();
            throw e;
        }
    }

    private void open(LocalStack.Options options, Map<String, String> settings, Consumer<String> progress) {
        stack = opened(LocalStack.start(options, progress));
        Map<String, String> keys = new HashMap<>(Map.of(
                "kafka.bootstrap.servers", stack.bootstrapServers(),
                "registry.url", stack.registryUrl().toString(),
                "topics.replication.factor", "1",
                "streams.state.dir", options.dataDir().resolve("state").toString()));
        keys.put("delivery.keys.required", "false");
        keys.put(
                "ops.subscribers",
                SUBSCRIBERS.entrySet().stream()
                        .map(each -> each.getKey() + "=" + each.getValue())
                        .sorted()
                        .collect(Collectors.joining(",")));
        ownSubscribers = settings.containsKey("ops.subscribers");
        keys.put("webhooks.key.file", sealFile(options.dataDir()).toString());
        keys.put("webhooks.allowed.networks", "127.0.0.0/8");
        keys.putAll(settings);
        Config config = ConfigLoader.load(Optional.empty(), Map.of(), keys);
        ownKeys = config.ops().keysFile().isPresent();
        wiretag = opened(new Wiretag(config));
        wiretag.topicAdmin().create();
        try (SubjectAdmin subjects = wiretag.subjectAdmin()) {
            subjects.create();
        }
        Instant began = Instant.now();
        processor = opened(wiretag.processor());
        processor.start(START_LIMIT);
        progress.accept(String.format(
                Locale.ROOT,
                "Processor is running (%.1f s)",
                Duration.between(began, Instant.now()).toMillis() / 1000.0));
        publisher = opened(wiretag.publisher());
    }

    private static Path sealFile(Path data) {
        Path file = data.resolve("webhooks.key");
        if (!Files.exists(file)) {
            SecretSeal.create(file);
        }
        return file;
    }

    private <T extends AutoCloseable> T opened(T part) {
        opened.push(part);
        return part;
    }

    /**
     * Where the dashboard is.
     *
     * @param key with which rejected records can be replayed from it and tags corrected; empty if a file of keys was configured
     */
    public record Dashboard(URI address, Optional<String> key) {
        /** Leaves out the key. */
        @Override
        public String toString() {
            return "Dashboard[" + address + "]";
        }
    }

    /**
     * Opens the dashboard, with a key of its own unless a file of keys was configured.
     *
     * @throws IllegalArgumentException if its port cannot be had
     */
    public Dashboard openDashboard() {
        ApiKeys.NewKey made = ApiKeys.create("demo", OpsKeys.ofRole("editor"));
        OpsServer server = opened(wiretag.opsServer(processor, ApiKeys.only(made)));
        return new Dashboard(server.address(), ownKeys ? Optional.empty() : Optional.of(made.key()));
    }

    /** The names of the subscribers of the demo. */
    public static Set<String> subscribers() {
        return SUBSCRIBERS.keySet();
    }

    /** Begins to read in the groups of the demo's own subscribers, unless others were configured. */
    public void openSubscribers() {
        if (ownSubscribers) {
            return;
        }
        SUBSCRIBERS.forEach((group, role) -> wiretag.topics().articleSinks().stream()
                .filter(topic -> topic.role().equals(role))
                .findFirst()
                .ifPresent(topic -> read(group, wiretag.subscriber(topic, Optional.of(group), true))));
    }

    private void read(String group, ArticleSubscriber subscriber) {
        Thread thread = new Thread(() -> subscriber.run(any -> {}, this::hasFailed), "wiretag-demo-" + group);
        thread.setDaemon(true);
        reading.put(group, opened(subscriber));
        opened.push(() -> {
            subscriber.stop();
            thread.join(STOP_LIMIT.toMillis());
        });
        thread.start();
    }

    /** Stops one of them, to see what kills say of that from now on. */
    public void stopSubscriber(String group) {
        Optional.ofNullable(reading.get(group)).ifPresent(ArticleSubscriber::stop);
    }

    /**
     * Opens the way out over HTTP.
     *
     * @throws IllegalArgumentException if its port cannot be had
     */
    public URI openDelivery() {
        return opened(wiretag.delivery()).address();
    }

    /**
     * Opens an endpoint on this machine, with a subscription to all articles from now on.
     *
     * @param told a line about each kill that comes there
     * @return where a line about each of the last messages can be read
     */
    public URI openEndpoint(Consumer<String> told) {
        DemoEndpoint endpoint = opened(new DemoEndpoint(told));
        try (Subscriptions subscriptions = wiretag.subscriptions()) {
            if (subscriptions.list().stream()
                    .anyMatch(each -> each.subscription().name().equals(SUBSCRIPTION))) {
                // of an earlier demo with the same data, at another port
                subscriptions.remove(SUBSCRIPTION);
            }
            subscriptions.add(
                    new Subscriptions.Order(SUBSCRIPTION, endpoint.url(), ArticleFilter.ALL, true, Optional.empty()),
                    wiretag.secretSeal(),
                    SigningSecret.random());
        }
        return endpoint.url();
    }

    /** Whether the processor has ended by a failure. Cheap. */
    public boolean hasFailed() {
        return processor.failure().isPresent();
    }

    /** @throws StreamFailedException if the processor has ended by a failure */
    public void requireRunning() {
        processor.failure().ifPresent(failure -> {
            throw new StreamFailedException("the processor has failed", failure);
        });
    }

    /** Where the brokers are. */
    public String bootstrapServers() {
        return stack.bootstrapServers();
    }

    /** Where the registry is. */
    public String registryUrl() {
        return stack.registryUrl().toString();
    }

    /** Reads the tagged articles from the oldest that is kept on. To be closed before the demo. */
    public ArticleSubscriber subscriber() {
        return wiretag.subscriber(wiretag.topics().tagged(), Optional.empty(), true);
    }

    /**
     * Publishes articles and waits until the broker has acknowledged them.
     *
     * @throws java.util.concurrent.CompletionException if it did not
     */
    public void publish(List<Article> articles) {
        List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
        articles.forEach(article -> receipts.add(publisher.publish(article)));
        receipts.forEach(CompletableFuture::join);
    }

    /** Publishes the articles again and again, one at each tick, each round under uris of its own. */
    public void keepPublishing(List<Article> articles, Duration tick) {
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "wiretag-demo-clock");
            thread.setDaemon(true);
            return thread;
        });
        opened.push(clock::shutdownNow);
        String run = ROUND.format(Instant.now());
        int[] published = {0};
        clock.scheduleAtFixedRate(
                () -> {
                    Article sample = articles.get(published[0] % articles.size());
                    String round = run + "-" + published[0] / articles.size();
                    published[0]++;
                    publisher
                            .publish(Article.newBuilder(sample)
                                    .setUri(sample.getUri() + ":" + round)
                                    .setVersionCreated(Instant.ofEpochMilli(System.currentTimeMillis()))
                                    .build())
                            .exceptionally(failure -> {
                                LOG.warn(
                                        "a sample was not acknowledged uri={}: {}", sample.getUri(), Words.of(failure));
                                return null;
                            });
                },
                tick.toMillis(),
                tick.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** The last opened first; a part that does not close does not keep the others from it. */
    @Override
    public void close() {
        while (!opened.isEmpty()) {
            AutoCloseable part = opened.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("could not be closed: {}", part, e);
            }
        }
    }
}
