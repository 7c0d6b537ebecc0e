package io.wiretag.topology;

import io.wiretag.schema.ArticleState;
import io.wiretag.topics.RegistryUnavailableException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;

/** Hands records to the {@link ArticleEnricher} and what comes of them to the sink; state is written last. */
final class EnrichProcessor implements Processor<byte[], byte[], byte[], OutgoingRecord> {
    static final String STORE = "articles";
    private static final long RETRY_MS = 200;

    private final ArticleEnricher enricher;
    private final StreamEvents events;
    private final Duration patience;
    private ProcessorContext<byte[], OutgoingRecord> context;
    private KeyValueStore<String, ArticleState> articles;

    /** @param patience how long a record waits for the registry where it is; then it is given back */
    EnrichProcessor(ArticleEnricher enricher, StreamEvents events, Duration patience) {
        this.enricher = enricher;
        this.events = events;
        this.patience = patience;
    }

    @Override
    public void init(ProcessorContext<byte[], OutgoingRecord> context) {
        this.context = context;
        this.articles = context.getStateStore(STORE);
    }

    @Override
    public void process(Record<byte[], byte[]> incoming) {
        PublishedRecord published = published(incoming);
        Outcome outcome = enriched(published);
        for (OutgoingRecord outgoing : outcome.records()) {
            context.forward(new Record<>(outgoing.key(), outgoing, incoming.timestamp(), outgoing.headers()));
        }
        outcome.remembered().ifPresent(memory -> articles.put(memory.uri(), memory.state()));
        events.processed(published, outcome);
    }

    /** Waits for the registry for a moment; then gives the record back, since a transaction is open. */
    private Outcome enriched(PublishedRecord published) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                return enricher.enrich(published, uri -> Optional.ofNullable(articles.get(uri)));
            } catch (RegistryUnavailableException e) {
                if (System.nanoTime() >= deadline || !slept()) {
                    events.outage(e, () -> enricher.enrich(published, uri -> Optional.empty()));
                    throw new GivenBackException();
                }
            }
        }
    }

    private static boolean slept() {
        try {
            TimeUnit.MILLISECONDS.sleep(RETRY_MS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
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
