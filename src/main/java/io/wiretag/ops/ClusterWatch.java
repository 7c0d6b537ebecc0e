package io.wiretag.ops;

import io.wiretag.access.ApiKeys;
import io.wiretag.cluster.KafkaRefusedException;
import io.wiretag.codec.ValueCodec;
import io.wiretag.files.Why;
import io.wiretag.ops.desk.DeskWatch;
import io.wiretag.ops.lag.LagMonitor;
import io.wiretag.ops.notes.Notes;
import io.wiretag.ops.receipts.ReceiptWatch;
import io.wiretag.ops.rejected.RecordPlace;
import io.wiretag.ops.rejected.RejectedReader;
import io.wiretag.ops.rejected.RejectedReplay;
import io.wiretag.ops.rejected.ReplayPlan;
import io.wiretag.ops.stories.OlderStories;
import io.wiretag.ops.stories.StoryEvents;
import io.wiretag.ops.stories.StoryWatch;
import io.wiretag.revision.CorrectionDesk;
import io.wiretag.tagging.gazetteer.Gazetteer;
import io.wiretag.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/**
 * Everything that watches a cluster, put together behind one server.
 */
public final class ClusterWatch {
    /**
     * What is watched.
     *
     * @param cluster name of the cluster, for the label cluster_name
     * @param processorGroup the group of the processor
     * @param window how far back stories are kept
     * @param reasons for which records are rejected
     * @param killLate how long a kill may be open
     * @param retention how long the processor remembers an article
     */
    public record Settings(
            String cluster,
            String processorGroup,
            Duration window,
            Set<String> reasons,
            Duration killLate,
            Duration retention) {
        /** Copies the reasons. */
        public Settings {
            reasons = Set.copyOf(reasons);
        }
    }

    /**
     * Those who look; closed with the server.
     *
     * @param stories consumer of the watch on stories: read_committed, without a group
     * @param older another, of those that came out before
     */
    public record Watchers(
            LagMonitor lag,
            Notes notes,
            Consumer<byte[], byte[]> stories,
            Consumer<byte[], byte[]> older,
            RejectedReader rejected,
            RejectedReplay replay,
            RegistrySight registry,
            DeskWatch desk,
            ReceiptWatch receipts,
            CorrectionDesk corrections) {}

    /** A watch on lag that has not looked for so long does not do its work. */
    private static final Duration STALE = Duration.ofMinutes(1);

    private final Topics topics;
    private final ValueCodec codec;
    private final Gazetteer gazetteer;
    private final Settings watched;
    private final Watchers watchers;

    /**
     * @param codec reads tagged articles
     * @param gazetteer names provinces and agencies
     */
    public ClusterWatch(Topics topics, ValueCodec codec, Gazetteer gazetteer, Settings watched, Watchers watchers) {
        this.topics = topics;
        this.codec = codec;
        this.gazetteer = gazetteer;
        this.watched = watched;
        this.watchers = watchers;
    }

    /**
     * Begins to watch, and serves what it sees.
     *
     * @param keys of those who may look, replay and correct; without them nobody may do more than look
     * @param metrics belong to the server from now on
     * @param others parts of this process that are asked for their health as well
     * @throws IllegalArgumentException if there are no keys and other machines can reach it, or the address cannot be had
     */
    public OpsServer serve(
            OpsServer.Settings settings, Optional<ApiKeys> keys, OpsMetrics metrics, List<Health.Part> others) {
        StoryWatch watch = new StoryWatch(watchers.stories(), topics, codec, watched.window());
        OlderStories older = new OlderStories(watchers.older(), topics.current(), codec, watch.index());
        List<Health.Part> parts = new ArrayList<>(others);
        parts.add(new Health.Part("feed", watch::whyNotReady, () -> watch.hasFailed() ? watch.whyNotReady() : none()));
        parts.add(new Health.Part("lag", this::whyLagIsUnknown, ClusterWatch::none));
        Health health = new Health(parts);
        OpsApi api = new OpsApi(
                topics,
                watched.processorGroup(),
                new OpsApi.Looks(
                        watchers.lag()::current,
                        watchers.lag()::failure,
                        watchers.lag().interval(),
                        watchers.notes()::trouble,
                        watchers.registry()::outage),
                watch,
                health,
                keys.isEmpty(),
                gazetteer.provinces(),
                gazetteer.agencies());
        StoryStream stream = new StoryStream(api::status);
        OpsPages pages = new OpsPages(
                api,
                new DeskApi(watchers.desk(), watch, watchers.receipts(), watched.killLate()),
                stream,
                new RejectedDesk(watchers.rejected(), this::replayed),
                watchers.lag(),
                watchers.receipts(),
                new CorrectionsApi(watchers.corrections(), topics, watchers.lag()::current, watched.retention()));
        metrics.measureFeed(topics, watched.reasons());
        metrics.watch(watch);
        metrics.watch(watchers.lag()::current, watched.cluster());
        metrics.watch(watchers.receipts(), watched.killLate(), watched.cluster());
        OpsServer server = OpsServer.start(
                settings,
                keys,
                metrics,
                health,
                Optional.of(pages),
                List.of(
                        pages,
                        older,
                        watch,
                        watchers.desk(),
                        watchers.receipts(),
                        watchers.lag(),
                        watchers.notes(),
                        watchers.replay(),
                        watchers.registry()));
        watch.start(List.of(metrics, stream, counting(watchers.lag())));
        if (topics.isWritten(topics.current())) {
            older.start();
        } else {
            watch.index().olderAreRead(Instant.now().minus(watched.window()));
        }
        watchers.desk().start();
        watchers.receipts().start();
        return server;
    }

    private static StoryEvents counting(LagMonitor lag) {
        return new StoryEvents() {
            @Override
            public void read(ConsumerRecords<byte[], byte[]> records) {
                lag.read(records);
            }
        };
    }

    private static Optional<Why> none() {
        return Optional.empty();
    }

    private Optional<Why> whyLagIsUnknown() {
        Instant at = watchers.lag().current().at();
        if (!at.isBefore(Instant.now().minus(STALE))) {
            return Optional.empty();
        }
        Why since = at.equals(Instant.EPOCH)
                ? new Why("unasked", "the brokers have not been asked yet")
                : new Why("unanswered", Map.of("since", at.toString()), "the brokers have not answered since " + at);
        return Optional.of(watchers.lag()
                .failure()
                .map(failure -> new Why(since.code(), since.values(), since.words() + ": " + failure))
                .orElse(since));
    }

    private Optional<Why> replayed(RecordPlace place) {
        try {
            ReplayPlan plan = watchers.replay().apply(RejectedReplay.Request.of(place), (read, of) -> {}, step -> {});
            if (plan.steps().isEmpty()) {
                return Optional.of(
                        new Why("none", Map.of("place", place.toString()), "there is no rejected record at " + place));
            }
            return plan.heldBack().stream().flatMap(step -> step.why().stream()).findFirst();
        } catch (KafkaRefusedException e) {
            return Optional.of(Why.other(e.getMessage()));
        }
    }
}
