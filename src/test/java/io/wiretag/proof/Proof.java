package io.wiretag.proof;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.wiretag.topics.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.LoggerFactory;

/** Runs a plan from the start of a cluster to the line at the end. */
final class Proof {
    private static final Duration CATCH_UP_LIMIT = Await.PATIENCE;
    private static final Duration RELEASE_LIMIT = Duration.ofMinutes(1);
    private static final double PROGRESS_BEFORE_FAULTS = 0.2;

    /** One for each fault that shows the processors a schema they have not met. */
    private static final int LATER_SCHEMAS = 8;

    /** So much is published at once, so that there is progress and a backlog when the first fault strikes. */
    private static final double AT_ONCE = 0.25;

    /** So much is left for the time after the last fault. */
    private static final double LEFT_FOR_THE_END = 0.05;

    /** Faults may take longer than they should, and the load must outlast them. */
    private static final double MARGIN = 2;

    private final Plan plan;
    private final Path folder;
    private final History history;
    private final Script script;
    private final int records;
    private final int expected;

    private Proof(Plan plan, Path folder, History history) {
        this.plan = plan;
        this.folder = folder;
        this.history = history;
        this.script = new Script(plan.seed(), plan.articles());
        int editions = 0;
        int deliveries = 0;
        for (int number = 0; number < script.stories(); number++) {
            Story story = script.story(number);
            editions += story.editions().size();
            deliveries += Oracle.deliveries(story).size();
        }
        int poison = script.poison().size();
        this.records = editions + poison;
        this.expected = deliveries + poison;
    }

    /**
     * Runs it. Prints one line at the end.
     *
     * @param folder for the history and the cluster's files; of the latter nothing is left but, after a failure, logs
     * @throws ProofException if anything is not as it must be
     */
    static Ledger.Verdict run(Plan plan, Path folder) throws Exception {
        Logger kafka = (Logger) LoggerFactory.getLogger("org.apache.kafka");
        Level before = kafka.getLevel();
        // a client says every second that a broker is away, and we know
        kafka.setLevel(Level.ERROR);
        try (History history = new History(folder.resolve("history.jsonl"))) {
            return new Proof(plan, folder, history).run();
        } finally {
            kafka.setLevel(before);
        }
    }

    private Ledger.Verdict run() throws Exception {
        history.tell(
                "begin", "articles", plan.articles(), "records", records, "expected", expected, "seed", plan.seed());
        try (Cluster cluster = Cluster.start(folder, Plan.SESSION)) {
            history.tell("cluster-up");
            try {
                return run(cluster);
            } catch (Exception | Error e) {
                history.tell("failed", "why", e.toString());
                cluster.keepLogs(folder.resolve("logs"));
                System.out.println("PROOF-FAILED " + e.getMessage());
                throw e;
            }
        }
    }

    private Ledger.Verdict run(Cluster cluster) throws Exception {
        String published = cluster.topics().published().name();
        Instant embargoEnd = Instant.now().plus(plan.embargo());
        Wire wire = Wire.register(cluster.registry(), published + "-value", LATER_SCHEMAS, embargoEnd);
        Ledger during = new Ledger(script, wire);
        List<SinkReader> readers = readers(cluster, during);
        try (Load load = new Load(script, wire, published, cluster.bootstrapServers(), records)) {
            Supplier<Double> progress = () -> {
                load.check();
                readers.forEach(SinkReader::check);
                return (double) during.delivered() / expected;
            };
            publishEmbargoed(cluster, load, embargoEnd);
            load.pace(100_000, (int) (records * AT_ONCE));
            Await.until(
                    "a fifth to be delivered",
                    CATCH_UP_LIMIT,
                    () -> progress.get() >= PROGRESS_BEFORE_FAULTS,
                    () -> ", it is " + progress.get());
            Scene scene = new Scene(cluster, load, history);
            for (int i = 0; i < plan.faults().size(); i++) {
                paceFor(load, plan.faults().subList(i, plan.faults().size()));
                strike(plan.faults().get(i), scene, during, progress);
            }
            load.pace(100_000, records);
            Await.until("all to be published", CATCH_UP_LIMIT, () -> {
                load.check();
                return load.isDone();
            });
            cluster.awaitCaughtUp(CATCH_UP_LIMIT);
            history.tell("caught-up", "records", records);
            awaitReleases(embargoEnd, progress);
            return verdict(cluster, wire, during, readers);
        } finally {
            readers.forEach(SinkReader::close);
        }
    }

    /** All of them must be read before the embargo ends, for the oracle has no clock. */
    private void publishEmbargoed(Cluster cluster, Load load, Instant embargoEnd) throws Exception {
        int records = IntStream.range(0, script.embargoBlocks())
                .map(block -> script.block(block).size())
                .sum();
        load.pace(100_000, records);
        Await.until("articles under embargo to be published", CATCH_UP_LIMIT, () -> {
            load.check();
            return load.acknowledged() == records;
        });
        cluster.awaitCaughtUp(CATCH_UP_LIMIT);
        if (Instant.now().isAfter(embargoEnd)) {
            throw new ProofException("this machine took longer to read the articles under embargo than the embargo of "
                    + plan.embargo() + " lasts: give it less to do");
        }
        history.tell("embargoes", "end", embargoEnd.toString());
    }

    /** What does not come within the limit is lost, as the verdict will say. */
    private static void awaitReleases(Instant embargoEnd, Supplier<Double> progress) throws InterruptedException {
        Await.hold(Duration.between(Instant.now(), embargoEnd));
        long deadline = System.nanoTime() + RELEASE_LIMIT.toNanos();
        while (progress.get() < 1 && deadline - System.nanoTime() > 0) {
            Await.hold(Duration.ofMillis(100));
        }
    }

    /** So that the load lasts as long as the faults that are left. */
    private void paceFor(Load load, List<Fault> left) {
        long seconds =
                left.stream().mapToLong(fault -> fault.length().toSeconds()).sum();
        int most = (int) (records * (1 - LEFT_FOR_THE_END));
        load.pace((most - load.acknowledged()) / (seconds * MARGIN), most);
    }

    private void strike(Fault fault, Scene scene, Ledger during, Supplier<Double> progress) throws Exception {
        double before = progress.get();
        int published = scene.load().acknowledged();
        if (before < PROGRESS_BEFORE_FAULTS || before >= 1) {
            throw new ProofException(fault.name() + " must strike under load, and progress is " + before);
        }
        history.tell("fault-begin", "fault", fault.name(), "progress", rounded(before), "published", published);
        long began = System.nanoTime();
        fault.strike(scene);
        history.tell(
                "fault-end",
                "fault",
                fault.name(),
                "seconds",
                seconds(began),
                "lag",
                scene.cluster().lag());
        for (Processor processor : scene.cluster().processors()) {
            Cluster.awaitReady(processor, CATCH_UP_LIMIT);
        }
        scene.cluster().awaitCaughtUp(CATCH_UP_LIMIT);
        int meanwhile = scene.load().acknowledged() - published;
        if (meanwhile == 0) {
            throw new ProofException("nothing was published during " + fault.name() + ": it did not strike under load");
        }
        Ledger.Verdict verdict = during.soFar();
        history.tell(
                "verdict",
                "fault",
                fault.name(),
                "seconds",
                seconds(began),
                "published-meanwhile",
                meanwhile,
                "progress",
                rounded(progress.get()),
                "duplicates",
                verdict.duplicates(),
                "order-violations",
                verdict.orderViolations(),
                "unexpected",
                verdict.unexpected() + verdict.wrongRejections());
        if (!verdict.isClean()) {
            throw new ProofException("after " + fault.name() + ": " + verdict);
        }
    }

    private static double seconds(long since) {
        return rounded((System.nanoTime() - since) / 1e9);
    }

    private static double rounded(double number) {
        return Math.round(number * 1000) / 1000.0;
    }

    private List<SinkReader> readers(Cluster cluster, Ledger ledger) {
        List<SinkReader> readers = new ArrayList<>();
        for (Sink sink : Sink.values()) {
            Topic<?> topic = sink.topic(cluster.topics());
            readers.add(new SinkReader(sink, topic.name(), topic.partitions(), cluster.bootstrapServers(), ledger));
        }
        return readers;
    }

    private Ledger.Verdict verdict(Cluster cluster, Wire wire, Ledger during, List<SinkReader> readers)
            throws Exception {
        Map<TopicPartition, Long> ends = ends(cluster, readers);
        List<Map<Integer, Long>> seenDuring = readTo(readers, ends);
        Ledger after = new Ledger(script, wire);
        List<SinkReader> later = readers(cluster, after);
        List<Map<Integer, Long>> seenAfter;
        try {
            seenAfter = readTo(later, ends);
        } finally {
            later.forEach(SinkReader::close);
        }
        Ledger.Verdict verdict = after.end();
        tell("during", during.end());
        tell("after", verdict);
        boolean same = seenDuring.equals(seenAfter);
        String line = "%s in=%d tagged=%d rejected=%d duplicates=%d lost=%d order-violations=%d kills=%d"
                .formatted(
                        same && verdict.isComplete() && during.end().isComplete()
                                ? "ALL-ARTICLES-DELIVERED"
                                : "ARTICLES-LOST-OR-WRONG",
                        records,
                        verdict.tagged(),
                        verdict.rejected(),
                        verdict.duplicates(),
                        verdict.lost(),
                        verdict.orderViolations(),
                        verdict.kills());
        history.tell("line", "line", line);
        System.out.println(line);
        if (!same) {
            throw new ProofException("who read during the faults saw something else than who read after them");
        }
        if (!verdict.isComplete() || !during.end().isComplete()) {
            throw new ProofException(line + "; during: " + during.end() + "; after: " + verdict);
        }
        return verdict;
    }

    private void tell(String readers, Ledger.Verdict verdict) {
        history.tell("verdict", "readers", readers, "verdict", verdict.toString());
    }

    private List<Map<Integer, Long>> readTo(List<SinkReader> readers, Map<TopicPartition, Long> ends)
            throws InterruptedException {
        List<Map<Integer, Long>> seen = new ArrayList<>();
        for (SinkReader reader : readers) {
            Map<TopicPartition, Long> own = new HashMap<>(ends);
            own.keySet().retainAll(reader.partitions());
            seen.add(reader.readTo(own, CATCH_UP_LIMIT));
        }
        return seen;
    }

    /** Where the sinks end, once no transaction is open any more: one that a zombie left behind would hide what follows it. */
    private Map<TopicPartition, Long> ends(Cluster cluster, List<SinkReader> readers) throws InterruptedException {
        Map<TopicPartition, Long> ends = new HashMap<>();
        try (Admin admin =
                Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrapServers()))) {
            Await.until("every transaction to end", CATCH_UP_LIMIT, () -> {
                Map<TopicPartition, Long> stable = ends(admin, readers, IsolationLevel.READ_COMMITTED);
                ends.putAll(stable);
                return stable.equals(ends(admin, readers, IsolationLevel.READ_UNCOMMITTED));
            });
        }
        return ends;
    }

    private static Map<TopicPartition, Long> ends(Admin admin, List<SinkReader> readers, IsolationLevel isolation)
            throws Exception {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        readers.forEach(reader -> reader.partitions().forEach(each -> wanted.put(each, OffsetSpec.latest())));
        Map<TopicPartition, Long> ends = new HashMap<>();
        admin.listOffsets(wanted, new ListOffsetsOptions(isolation))
                .all()
                .get(30, TimeUnit.SECONDS)
                .forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }
}
