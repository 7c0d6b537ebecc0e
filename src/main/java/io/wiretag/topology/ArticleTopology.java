package io.wiretag.topology;

import io.wiretag.life.ArticleHandling;
import io.wiretag.life.OutgoingRecord;
import io.wiretag.life.Placement;
import io.wiretag.topics.Topics;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.RecordContext;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** The whole stream on one screen. Built without a broker. */
public final class ArticleTopology {
    private ArticleTopology() {}

    public static Topology build(
            Topics topics,
            ArticleHandling handling,
            Placement placement,
            SinkPartitions sinks,
            StreamEvents events,
            StreamTimes times) {
        return new Topology()
                .addSource(
                        AutoOffsetReset.earliest(),
                        "published",
                        new ArrivalTime(times.clock(), events),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer(),
                        topics.published().name())
                .addProcessor("enrich", withState(topics, handling, sinks, events, times), "published")
                .addSink(
                        ArticleProcessor.OUTGOING,
                        (byte[] key, OutgoingRecord outgoing, RecordContext context) -> outgoing.topic(),
                        new ByteArraySerializer(),
                        (String topic, OutgoingRecord outgoing) -> outgoing.value(),
                        "enrich")
                .addSink(
                        ArticleProcessor.MOVED,
                        topics.published().name(),
                        new ByteArraySerializer(),
                        (String topic, OutgoingRecord outgoing) -> outgoing.value(),
                        placed(placement),
                        "enrich");
    }

    @SuppressWarnings("removal") // the method with headers is a default beside it until Kafka 5.0 (KIP-1321)
    private static StreamPartitioner<byte[], OutgoingRecord> placed(Placement placement) {
        return (topic, key, outgoing, partitions) -> Optional.of(Set.of(placement.partition(key)));
    }

    private static ProcessorSupplier<byte[], byte[], byte[], OutgoingRecord> withState(
            Topics topics, ArticleHandling handling, SinkPartitions sinks, StreamEvents events, StreamTimes times) {
        DepartureTime departure = new DepartureTime(topics);
        ThreadLocal<ReleasePace> paces = ThreadLocal.withInitial(ReleasePace::new);
        return new ProcessorSupplier<>() {
            @Override
            public Processor<byte[], byte[], byte[], OutgoingRecord> get() {
                return new ArticleProcessor(handling, sinks, events, times, departure, paces::get);
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return Set.of(articles(), held(topics));
            }
        };
    }

    /**
     * What is remembered of every article, by uri. Not cached, though its mark changes with each record: an entry of Kafka's cache
     * keeps the whole record that changed it, which nobody counts.
     */
    private static StoreBuilder<?> articles() {
        return Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(ArticleProcessor.STORE), Serdes.String(), ArticleProcessor.stateSerde());
    }

    /** Records under embargo. Its changelog has to take what the topic of rejected records takes: whole records. */
    private static StoreBuilder<?> held(Topics topics) {
        return Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(EmbargoStore.STORE), Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingEnabled(Map.of(
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                        String.valueOf(topics.rejected().maxMessageBytes())));
    }
}
