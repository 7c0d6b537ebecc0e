package io.wiretag.topology;

import io.wiretag.schema.ArticleState;
import io.wiretag.topics.RegistryUnavailableException;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;

/** Hands records to the {@link ArticleEnricher} and what comes of them to the sink; state is written last. */
final class EnrichProcessor implements Processor<byte[], byte[], byte[], OutgoingRecord> {
    static final String STORE = "articles";

    private final ArticleEnricher enricher;
    private final StreamEvents events;
    private ProcessorContext<byte[], OutgoingRecord> context;
    private KeyValueStore<String, ArticleState> articles;

    EnrichProcessor(ArticleEnricher enricher, StreamEvents events) {
        this.enricher = enricher;
        this.events = events;
    }

    @Override
    public void init(ProcessorContext<byte[], OutgoingRecord> context) {
        this.context = context;
        this.articles = context.getStateStore(STORE);
    }

    @Override
    public void process(Record<byte[], byte[]> incoming) {
        PublishedRecord published = published(incoming);
        Outcome outcome;
        try {
            outcome = enricher.enrich(published, uri -> Optional.ofNullable(articles.get(uri)));
        } catch (RegistryUnavailableException e) {
            events.outage(e, () -> enricher.enrich(published, uri -> Optional.empty()));
            throw new GivenBackException();
        }
        for (OutgoingRecord outgoing : outcome.records()) {
            context.forward(new Record<>(outgoing.key(), outgoing, incoming.timestamp(), outgoing.headers()));
        }
        outcome.remembered().ifPresent(memory -> articles.put(memory.uri(), memory.state()));
        events.processed(published, outcome);
    }

    private PublishedRecord published(Record<byte[], byte[]> incoming) {
        RecordMetadata place =
                context.recordMetadata().orElseThrow(() -> new IllegalStateException("a source record has a place"));
        return new PublishedRecord(
                place.topic(),
                place.partition(),
                place.offset(),
                incoming.timestamp(),
                incoming.headers(),
                incoming.key(),
                incoming.value());
    }
}
