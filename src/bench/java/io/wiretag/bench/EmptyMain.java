package io.wiretag.bench;

import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;

/** The least that is a Kafka Streams application: it reads a topic and does nothing, exactly once. */
final class EmptyMain {
    /** Said on standard output, as our processor says it in its log. */
    static final String RUNNING = "state=RUNNING";

    private EmptyMain() {}

    public static void main(String[] arguments) {
        Job job = Job.of(arguments);
        Topology topology =
                new Topology().addSource("published", job.topics().published().name());
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, job.prefix() + "empty");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, job.brokers());
        properties.put(StreamsConfig.STATE_DIR_CONFIG, job.stateDir());
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.ByteArraySerde.class);
        properties.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.ByteArraySerde.class);
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, job.threads());
        KafkaStreams streams = new KafkaStreams(topology, properties);
        streams.setStateListener((now, before) -> {
            if (now == KafkaStreams.State.RUNNING) {
                System.out.println(RUNNING);
            }
        });
        streams.start();
        ContenderJvm.untilInputEnds();
        // else the next one would wait for this one's session to end
        streams.close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    }
}
