package io.wiretag.topology;

import io.wiretag.topics.Topics;
import java.time.Duration;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.RecordContext;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** The whole stream on one screen. Built without a broker. */
final class ArticleTopology {
    private ArticleTopology() {}

    static Topology build(Topics topics, ArticleEnricher enricher, StreamEvents events, Duration patience) {
        return new Topology()
                .addSource(
                        AutoOffsetReset.earliest(),
                        "published",
                        new ArrivalTime(),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer(),
                        topics.published().name())
                .addProcessor("enrich", withState(enricher, events, patience), "published")
                .addSink(
                        "outgoing",
                        (byte[] key, OutgoingRecord outgoing, RecordContext context) -> outgoing.topic(),
                        new ByteArraySerializer(),
                        (String topic, OutgoingRecord outgoing) -> outgoing.value(),
                        "enrich");
    }

    private static ProcessorSupplier<byte[], byte[], byte[], OutgoingRecord> withState(
            ArticleEnricher enricher, StreamEvents events, Duration patience) {
        return new ProcessorSupplier<>() {
            @Override
            public Processor<byte[], byte[], byte[], OutgoingRecord> get() {
                return new EnrichProcessor(enricher, events, patience);
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return Set.of(Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(EnrichProcessor.STORE),
                        Serdes.String(),
                        ArticleStateSerde.serde()));
            }
        };
    }
}
