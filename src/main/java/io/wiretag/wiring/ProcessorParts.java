package io.wiretag.wiring;

import io.wiretag.cluster.ClusterFacts;
import io.wiretag.config.Config;
import io.wiretag.processor.MemoryRebuild;
import io.wiretag.processor.SinkFill;
import io.wiretag.processor.StreamsRunner;
import io.wiretag.tagging.Tagging;
import io.wiretag.topics.Topics;

/** The stream and what mends its memory. */
public final class ProcessorParts {
    private final Installation installation;
    private final Config config;
    private final Topics topics;
    private final KafkaClients clients;

    public ProcessorParts(Installation installation) {
        this.installation = installation;
        this.config = installation.config();
        this.topics = installation.topics();
        this.clients = installation.clients();
    }

    /** Begins to make what a processor needs and no broker has a part in. */
    public void prepare() {
        installation.prepare(StreamsRunner::loadLibraries);
    }

    public StreamsRunner processor() {
        installation.awaitPreparation();
        return processor(installation.tagging());
    }

    public StreamsRunner processor(Tagging tagger) {
        return new StreamsRunner(
                topics,
                installation.serdes(),
                tagger,
                new ClusterFacts(clients.admin()),
                new StreamsRunner.Settings(
                        config.kafka(),
                        config.streams(),
                        config.retention(),
                        config.closeTimeout(),
                        config.stallLimit()));
    }

    public MemoryRebuild memoryRebuild() {
        return new MemoryRebuild(
                topics, new ClusterFacts(clients.admin()), clients.admin(), config.kafka(), config.streams());
    }

    public SinkFill sinkFill() {
        return new SinkFill(
                topics,
                installation.serdes(),
                new ClusterFacts(clients.admin()),
                clients.admin(),
                config.kafka(),
                config.streams(),
                config.retention());
    }
}
