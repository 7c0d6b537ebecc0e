package io.wiretag.wiring;

import io.wiretag.cluster.ClusterFacts;
import io.wiretag.config.Config;
import io.wiretag.processor.MemoryRebuild;
import io.wiretag.processor.SinkFill;
import io.wiretag.processor.StreamsRunner;
import io.wiretag.rules.LiveRules;
import io.wiretag.rules.RulesDesk;
import io.wiretag.tagging.Tagging;
import io.wiretag.topics.Topic;
import io.wiretag.topics.Topics;
import java.util.List;

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
        return processor(LiveRules.of(
                new LiveRules.Source(
                        topics.gazetteer().name(),
                        this::hasRules,
                        clients::scanning,
                        clients::writing,
                        installation::tagging),
                installation.gazetteer(),
                new LiveRules.Settings(!config.gazetteerFiles().isEmpty(), config.gazetteerRequired())));
    }

    private boolean hasRules() {
        String name = topics.gazetteer().name();
        return new ClusterFacts(clients.admin()).existing(List.of(name)).containsKey(name);
    }

    public StreamsRunner processor(Tagging tagger) {
        return processor(LiveRules.fixed(tagger, installation.gazetteer().version()));
    }

    private StreamsRunner processor(LiveRules rules) {
        return new StreamsRunner(
                topics,
                installation.serdes(),
                rules,
                new ClusterFacts(clients.admin()),
                new StreamsRunner.Settings(
                        config.kafka(),
                        config.streams(),
                        config.retention(),
                        config.closeTimeout(),
                        config.stallLimit(),
                        installation.requestSeal()));
    }

    /** Says which gazetteer is in force on the cluster. */
    public RulesDesk rulesDesk() {
        Topic<byte[]> topic = topics.gazetteer();
        installation.topicAdmin().require(List.of(topic));
        // changes that Kafka deletes would come again under their numbers
        installation.topicAdmin().requireCompacted(topic);
        return new RulesDesk(
                clients.scanning(),
                () -> clients.ruling(topic),
                clients.admin(),
                new RulesDesk.Place(topic.name(), topic.maxMessageBytes(), config.applicationId()));
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
