package io.wiretag.bench;

import io.wiretag.codec.ValueSerdes;
import io.wiretag.testing.Audience;
import io.wiretag.testing.Waiting;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code wiretag process} and {@code wiretag deliver}, and clients of its events that all want everything: how many events a second
 * they are told of a backlog, and how long after its time each article of an open loop is there, beside a plain consumer.
 */
final class DeliveryTrial {
    /** Of a backlog, to all clients together; the first half is not counted. */
    private static final int EVENTS = 100_000;

    private static final int MOST_ARTICLES = 20_000;
    /** To all clients together, in the open loop. */
    private static final double EVENTS_PER_SECOND = 5_000;

    private static final double MOST_PER_SECOND = 50;
    private static final int WARM_UP_SECONDS = 2;
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Pattern LISTENS = Pattern.compile("Listening at (\\S+),");
    private static final byte[] URI_BEGINS = "\"uri\":\"".getBytes(StandardCharsets.UTF_8);

    private final Ground ground;
    private final Options options;

    DeliveryTrial(Ground ground, Options options) {
        this.ground = ground;
        this.options = options;
    }

    /**
     * What came of it.
     *
     * @param p99 of every article to every client, in milliseconds from the time it was due to be published
     * @param plainP99 the same to a plain read_committed consumer, of the same articles
     */
    record Figures(double eventsPerSecond, double p99, double plainP99) {}

    Figures run(int clients) throws Exception {
        Trial trial = Trial.of(options, "delivery", Contender.WIRETAG);
        Job job = ground.job("delivery", trial);
        try {
            return run(clients, job, trial);
        } finally {
            ground.forget(job);
        }
    }

    private Figures run(int clients, Job job, Trial trial) throws Exception {
        int backlog = Math.min(MOST_ARTICLES, EVENTS / clients);
        double rate = Math.min(MOST_PER_SECOND, EVENTS_PER_SECOND / clients);
        int warmUp = (int) (rate * WARM_UP_SECONDS);
        long[] due = new long[(int) (rate * (WARM_UP_SECONDS + options.seconds()))];
        String topic = job.topics().published().name();
        try (ValueSerdes serdes = job.serdes();
                Newsroom newsroom = new Newsroom(ground.corpus(1), serdes, job.brokers());
                ChildJvm stream = ground.start(job, trial);
                Server server = new Server(ground.deliver(job));
                SinkWatch watch = new SinkWatch(
                        job.brokers(),
                        job.topics().tagged().name(),
                        job.partitions(),
                        backlog,
                        1,
                        backlog,
                        due,
                        stream::cpuSeconds)) {
            Arrivals arrivals = new Arrivals(clients, backlog, due);
            try (Audience audience = new Audience(server.address(), arrivals)) {
                for (int i = 0; i < clients; i++) {
                    audience.join("/articles");
                }
                Waiting.await(
                        "all clients to have a cursor",
                        () -> audience.members().stream()
                                .allMatch(each -> each.id().isPresent()));
                newsroom.backlog(topic, backlog, i -> i);
                arrivals.awaitBacklog();
                newsroom.openLoop(topic, backlog, due.length, rate, due);
                double[] plain = watch.latencies(warmUp, LIMIT, stream);
                return new Figures(
                        arrivals.eventsPerSecond(),
                        SinkWatch.percentile(arrivals.latencies(warmUp), 0.99),
                        SinkWatch.percentile(plain, 0.99));
            }
        }
    }

    /** A server that ends by a signal. */
    private record Server(ChildJvm jvm) implements AutoCloseable {
        URI address() {
            String said = Waiting.await(
                    "the server to listen",
                    () -> Files.readString(jvm.log()),
                    text -> LISTENS.matcher(text).find());
            Matcher listens = LISTENS.matcher(said);
            listens.find();
            return URI.create(listens.group(1));
        }

        @Override
        public void close() {
            jvm.terminate();
            jvm.close();
        }
    }

    /** When what came to whom. Told by one thread. */
    private static final class Arrivals implements Audience.Listener {
        private final int clients;
        private final int backlog;
        private final long[] due;
        private final List<long[]> arrived = new ArrayList<>();
        /** Of each article of the open loop, how many clients have it. */
        private final int[] toldOf;

        private final CountDownLatch ofBacklog = new CountDownLatch(1);
        private final CountDownLatch ofLoop = new CountDownLatch(1);
        private long count;
        private long halfAt;
        private long endAt;
        private int timed;

        Arrivals(int clients, int backlog, long[] due) {
            this.clients = clients;
            this.backlog = backlog;
            this.due = due;
            for (int i = 0; i < due.length; i++) {
                arrived.add(new long[clients]);
            }
            this.toldOf = new int[due.length];
        }

        @Override
        public void told(Audience.Member member, byte[] data) {
            long now = System.nanoTime();
            long number = number(data);
            if (number < backlog) {
                count++;
                halfAt = count == total() / 2 ? now : halfAt;
                if (count == total()) {
                    endAt = now;
                    ofBacklog.countDown();
                }
            } else {
                int i = (int) number - backlog;
                arrived.get(i)[toldOf[i]++] = now;
                if (++timed == clients * due.length) {
                    ofLoop.countDown();
                }
            }
        }

        private long total() {
            return (long) clients * backlog;
        }

        private static long number(byte[] data) {
            int begin = 0;
            while (!Arrays.equals(data, begin, begin + URI_BEGINS.length, URI_BEGINS, 0, URI_BEGINS.length)) {
                begin++;
            }
            begin += URI_BEGINS.length;
            int end = begin;
            while (data[end] != '"') {
                end++;
            }
            return Corpus.number(new String(data, begin, end - begin, StandardCharsets.UTF_8));
        }

        void awaitBacklog() throws InterruptedException {
            await(ofBacklog, "the backlog");
        }

        private void await(CountDownLatch latch, String what) throws InterruptedException {
            if (!latch.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new UnfinishedException(what + " is not with all " + clients + " clients after "
                        + LIMIT.toSeconds() + " s: " + count + " and " + timed + " events are");
            }
        }

        double eventsPerSecond() {
            return (total() - total() / 2) / ((endAt - halfAt) / 1e9);
        }

        double[] latencies(int from) throws InterruptedException {
            await(ofLoop, "the open loop");
            double[] millis = new double[(due.length - from) * clients];
            int next = 0;
            for (int i = from; i < due.length; i++) {
                for (long at : arrived.get(i)) {
                    millis[next++] = (at - due[i]) / 1e6;
                }
            }
            Arrays.sort(millis);
            return millis;
        }
    }
}
