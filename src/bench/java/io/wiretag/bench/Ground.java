package io.wiretag.bench;

import io.wiretag.cluster.KafkaCall;
import io.wiretag.codec.ValueSerdes;
import io.wiretag.schema.ArticleState;
import io.wiretag.schema.PubStatus;
import io.wiretag.tagging.Tagger;
import io.wiretag.tagging.Tags;
import io.wiretag.tagging.gazetteer.Gazetteer;
import io.wiretag.tagging.gazetteer.Role;
import io.wiretag.topics.Topic;
import io.wiretag.topics.TopicAdmin;
import io.wiretag.topics.Topics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The broker and the registry, and the trials on them, one at a time, each on topics of its own that are deleted behind it. */
final class Ground implements AutoCloseable {
    private static final Duration DRAIN_LIMIT = Duration.ofMinutes(3);
    private static final Duration LEADERS_LIMIT = Duration.ofMinutes(1);
    private static final Duration LOOP_SLACK = Duration.ofSeconds(20);
    /** Seconds of the open loop that are not counted. */
    private static final int LOOP_WARM_UP = 2;

    private final Path folder;
    private final int threads;
    private final int partitions;
    private final ChildJvm stack;
    private final String brokers;
    private final String registry;
    private final Admin admin;
    private final Tagger tagger = Tagger.of(Gazetteer.builtIn());
    private final Map<Integer, Corpus> corpora = new HashMap<>();
    private int trials;

    private Ground(Path folder, Options options, ChildJvm stack) {
        this.folder = folder;
        this.threads = options.threads();
        this.partitions = options.partitions();
        this.stack = stack;
        String[] addresses = stack.line().split(" ");
        this.brokers = addresses[0];
        this.registry = addresses[1];
        stack.line();
        this.admin = Admin.create(Map.of("bootstrap.servers", brokers));
    }

    /** @param folder for data and logs */
    static Ground start(Path folder, Options options) throws IOException {
        ChildJvm stack = ChildJvm.start(
                List.of("-Xmx1g", "-Dwiretag.build.dir=" + System.getProperty("wiretag.build.dir", "target")),
                System.getProperty("java.class.path"),
                StackMain.class.getName(),
                List.of(folder.resolve("work/stack").toString()),
                folder.resolve("logs/stack.log"));
        try {
            return new Ground(folder, options, stack);
        } catch (RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    Corpus corpus(int scale) {
        return corpora.computeIfAbsent(scale, times -> Corpus.of(tagger, times));
    }

    /** A job on topics of its own, which exist from now on. */
    Job job(String name, Trial trial) {
        String prefix = "%s-%d-".formatted(name, ++trials);
        Job job = new Job(
                brokers,
                registry,
                prefix,
                partitions,
                threads,
                folder.resolve("work/state/" + prefix).toString(),
                trial.gazetteer().map(Path::toString).orElse(""),
                trial.scale(),
                trial.contender().checkpointMs());
        new TopicAdmin(admin, job.topics()).create();
        awaitLeaders(job.topics());
        return job;
    }

    /** A broker knows of a topic before it leads its partitions; until then producers only try again. */
    private void awaitLeaders(Topics topics) {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        for (Topic<?> topic : topics.all()) {
            for (int partition = 0; partition < topic.partitions(); partition++) {
                ends.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
            }
        }
        KafkaCall.await(
                admin.listOffsets(ends).all(),
                "lead the partitions of " + topics.published().name(),
                LEADERS_LIMIT);
    }

    /** Runs one trial. What a contender does not get through is told in the measurement. */
    Measurement run(Trial trial, int round) throws Exception {
        Job job = job(trial.variant(), trial);
        try {
            return run(trial, round, job);
        } catch (UnfinishedException e) {
            return Measurement.failed(trial, round, e.getMessage());
        } finally {
            forget(job);
        }
    }

    private Measurement run(Trial trial, int round, Job job) throws Exception {
        Corpus corpus = corpus(trial.scale());
        Topics topics = job.topics();
        int timed = (int) (trial.rate() * (trial.seconds() + LOOP_WARM_UP));
        int timedWarmUp = (int) (trial.rate() * LOOP_WARM_UP);
        long[] due = new long[timed];
        try (ValueSerdes serdes = job.serdes();
                Newsroom newsroom = new Newsroom(corpus, serdes, brokers)) {
            if (trial.uris() > 0) {
                fillState(job, corpus, trial.uris());
            }
            long bytes = newsroom.backlog(topics.published().name(), trial.articles(), plan(trial));
            try (ChildJvm contender = start(job, trial);
                    SinkWatch watch = new SinkWatch(
                            brokers,
                            topics.tagged().name(),
                            partitions,
                            trial.articles(),
                            trial.warmUp(),
                            trial.articles(),
                            due,
                            contender::cpuSeconds)) {
                SinkWatch.Drained drained = watch.drained(DRAIN_LIMIT, contender);
                Optional<Measurement.Latency> latency = Optional.empty();
                Optional<String> trouble = Optional.empty();
                if (timed > 0) {
                    newsroom.openLoop(topics.published().name(), trial.articles(), timed, trial.rate(), due);
                    try {
                        latency = Optional.of(latency(watch.latencies(timedWarmUp, LOOP_SLACK, contender)));
                    } catch (UnfinishedException e) {
                        trouble = Optional.of(e.getMessage());
                    }
                }
                if (trial.uris() == 0 && watch.twice() > 0) {
                    trouble = Optional.of(watch.twice() + " articles came out more than once");
                }
                double perSecond = drained.articles() / drained.seconds();
                return new Measurement(
                        trial,
                        round,
                        perSecond,
                        perSecond * bytes / trial.articles() / (1 << 20),
                        drained.articles() / drained.cpuSeconds(),
                        drained.cpuSeconds() / drained.seconds(),
                        latency,
                        trouble);
            }
        }
    }

    /**
     * What an article takes on disk, in bytes: by topic in one replica as the broker keeps it, and {@code state} where the stream
     * runs. The articles are all new.
     */
    SortedMap<String, Double> disk(Trial trial) throws Exception {
        Job job = job(trial.variant(), trial);
        try (ValueSerdes serdes = job.serdes();
                Newsroom newsroom = new Newsroom(corpus(trial.scale()), serdes, brokers)) {
            newsroom.backlog(job.topics().published().name(), trial.articles(), plan(trial));
            try (ChildJvm contender = start(job, trial);
                    SinkWatch watch = new SinkWatch(
                            brokers,
                            job.topics().tagged().name(),
                            partitions,
                            trial.articles(),
                            trial.warmUp(),
                            trial.articles(),
                            new long[0],
                            contender::cpuSeconds)) {
                watch.drained(DRAIN_LIMIT, contender);
            }
            SortedMap<String, Double> perArticle = new TreeMap<>();
            for (Map<String, LogDirDescription> dirs : admin.describeLogDirs(
                            admin.describeCluster().nodes().get().stream()
                                    .map(Node::id)
                                    .toList())
                    .allDescriptions()
                    .get()
                    .values()) {
                dirs.values()
                        .forEach(dir -> dir.replicaInfos().forEach((partition, replica) -> {
                            if (partition.topic().startsWith(job.prefix())) {
                                perArticle.merge(
                                        partition.topic().substring(job.prefix().length()),
                                        (double) replica.size() / trial.articles(),
                                        Double::sum);
                            }
                        }));
            }
            perArticle.put("state", (double) size(Path.of(job.stateDir())) / trial.articles());
            return perArticle;
        } finally {
            forget(job);
        }
    }

    private static long size(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private static Measurement.Latency latency(double[] sorted) {
        return new Measurement.Latency(
                SinkWatch.percentile(sorted, 0.5), SinkWatch.percentile(sorted, 0.99), sorted[sorted.length - 1]);
    }

    /** New articles; or new versions of those in the state, scattered over all of it. */
    private static Newsroom.Plan plan(Trial trial) {
        if (trial.uris() == 0) {
            return i -> i;
        }
        return new Newsroom.Plan() {
            @Override
            public long number(int i) {
                // a prime that divides no power of ten: every uri once before any comes again
                return i * 104_729L % trial.uris();
            }

            @Override
            public int version(int i) {
                return 2 + i / trial.uris();
            }
        };
    }

    /** {@code wiretag deliver} with a small heap, on topics of that job, for as many clients as may come. */
    ChildJvm deliver(Job job) {
        Map<String, String> settings = new HashMap<>(job.settings());
        settings.put("delivery.port", "0");
        settings.put("delivery.keys.required", "false");
        settings.put("delivery.connections", "3000");
        settings.put("delivery.connections.per.key", "3000");
        settings.put("delivery.bytes.per.second", "2000000000");
        List<String> words = new ArrayList<>(List.of("deliver"));
        settings.forEach((key, value) -> words.addAll(List.of("-X", key + "=" + value)));
        return ChildJvm.start(
                List.of("-Xmx256m", "-XX:+ExitOnOutOfMemoryError"),
                System.getProperty("java.class.path"),
                "io.wiretag.cli.Main",
                words,
                folder.resolve("logs/" + job.prefix() + "deliver.log"));
    }

    ChildJvm start(Job job, Trial trial) {
        List<String> arguments = new ArrayList<>(trial.contender().firstArguments());
        arguments.addAll(job.arguments());
        List<String> options = new ArrayList<>(List.of("-Xmx" + trial.heapMiB() + "m", "-XX:+ExitOnOutOfMemoryError"));
        if (trial.row().equals("profile")) {
            options.add("-XX:StartFlightRecording=settings=profile,dumponexit=true,filename="
                    + folder.resolve("wiretag.jfr"));
        }
        return ChildJvm.start(
                options,
                trial.contender().classPath(Bench.BUILD.resolve("flink/kafka-clients.jar")),
                trial.contender().mainClass(),
                arguments,
                folder.resolve("logs/" + job.prefix() + "jvm.log"));
    }

    /**
     * Writes into the changelog of the state what the stream would have written for the first version of every article; it
     * restores its state from there when it starts.
     */
    private void fillState(Job job, Corpus corpus, int uris) throws Exception {
        String changelog = job.config().applicationId() + "-articles-changelog";
        admin.createTopics(List.of(
                        new NewTopic(changelog, partitions, (short) 1).configs(Map.of("cleanup.policy", "compact"))))
                .all()
                .get();
        List<byte[]> states = new ArrayList<>();
        for (Tags tags : corpus.tags(tagger)) {
            states.add(state(tags));
        }
        Map<String, Object> properties = Map.of(
                "bootstrap.servers", brokers, "linger.ms", "20", "batch.size", "262144", "compression.type", "lz4");
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < uris; i++) {
                producer.send(new ProducerRecord<>(changelog, Corpus.uri(i), states.get(i % Corpus.SIZE)));
            }
        }
    }

    private static byte[] state(Tags tags) throws IOException {
        List<String> provinces = tags.provinces().stream()
                .map(tag -> tag.province().code())
                .sorted()
                .toList();
        List<String> agencies = tags.agencies().stream()
                .filter(tag -> tag.role() == Role.ORIGIN)
                .map(tag -> tag.agency().code())
                .sorted()
                .toList();
        ByteBuffer bytes = ArticleState.getEncoder()
                .encode(ArticleState.newBuilder()
                        .setVersion("1")
                        .setContentHash("0".repeat(64))
                        .setPubStatus(PubStatus.usable)
                        .setAcceptedAt(Instant.now())
                        .setSentVersion("1")
                        .setSent(true)
                        .setLive(true)
                        .setProvinces(provinces)
                        .setLiveProvinces(provinces)
                        .setAgencies(agencies)
                        .setLiveAgencies(agencies)
                        .build());
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return copy;
    }

    /** Deletes the topics and files of a job. */
    void forget(Job job) throws Exception {
        List<String> topics = admin.listTopics().names().get().stream()
                .filter(name -> name.startsWith(job.prefix()))
                .toList();
        admin.deleteTopics(topics).all().get();
        delete(Path.of(job.stateDir()));
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }

    @Override
    public void close() throws IOException {
        admin.close();
        stack.close();
        delete(folder.resolve("work"));
    }
}
