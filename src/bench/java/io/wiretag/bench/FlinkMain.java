package io.wiretag.bench;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.wiretag.codec.ValueSerdes;
import io.wiretag.topics.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.api.common.typeinfo.TypeHint;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetIdentifier;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.LoggerFactory;

/**
 * Apache Flink in a MiniCluster: Kafka source, the {@link FanOut}, exactly-once Kafka sink, in one chain that hands objects on
 * without copying them. It keeps no state by uri, which favours it: no exchange by key, and checkpoints that hold offsets alone.
 */
final class FlinkMain {
    private FlinkMain() {}

    public static void main(String[] arguments) throws Exception {
        // warns at every checkpoint that two of Flink's own metrics share a name
        ((Logger) LoggerFactory.getLogger(MetricGroup.class)).setLevel(Level.ERROR);
        Job job = Job.of(arguments);
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.createLocalEnvironment(job.threads(), configuration(job));
        environment
                .fromSource(source(job), WatermarkStrategy.noWatermarks(), "published")
                .flatMap(new Tag(job))
                .returns(TypeInformation.of(new TypeHint<ProducerRecord<byte[], byte[]>>() {}))
                .sinkTo(sink(job));
        AtomicBoolean ending = new AtomicBoolean();
        JobClient client = environment.executeAsync("bench");
        client.getJobExecutionResult().whenComplete((result, failure) -> {
            if (failure != null && !ending.get()) {
                failure.printStackTrace();
                // else the cluster would live on, and nobody would know
                Runtime.getRuntime().halt(1);
            }
        });
        ContenderJvm.untilInputEnds();
        ending.set(true);
        client.cancel().get();
    }

    private static Configuration configuration(Job job) {
        Configuration configuration = new Configuration();
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(job.checkpointMs()));
        configuration.set(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE);
        configuration.set(PipelineOptions.OBJECT_REUSE, true);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        return configuration;
    }

    private static KafkaSource<ConsumerRecord<byte[], byte[]>> source(Job job) {
        return KafkaSource.<ConsumerRecord<byte[], byte[]>>builder()
                .setBootstrapServers(job.brokers())
                .setTopics(job.topics().published().name())
                .setGroupId(job.prefix() + "flink")
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setProperty("partition.discovery.interval.ms", "-1")
                .setProperty("max.poll.records", "1000")
                .setDeserializer(new AsItIs())
                .build();
    }

    private static KafkaSink<ProducerRecord<byte[], byte[]>> sink(Job job) {
        return KafkaSink.<ProducerRecord<byte[], byte[]>>builder()
                .setBootstrapServers(job.brokers())
                .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                .setTransactionalIdPrefix(job.prefix() + "flink")
                // else every checkpoint brings a transactional id that the broker has never seen
                .setTransactionNamingStrategy(TransactionNamingStrategy.POOLING)
                .setProperty("transaction.timeout.ms", "60000")
                .setProperty("compression.type", "lz4")
                .setProperty("linger.ms", "100")
                .setProperty("batch.size", "65536")
                .setProperty("max.request.size", String.valueOf(4 << 20))
                .setRecordSerializer(new ToSinks(job))
                .build();
    }

    private static final class AsItIs implements KafkaRecordDeserializationSchema<ConsumerRecord<byte[], byte[]>> {
        private static final long serialVersionUID = 1;

        @Override
        public void deserialize(
                ConsumerRecord<byte[], byte[]> published, Collector<ConsumerRecord<byte[], byte[]>> out) {
            out.collect(published);
        }

        @Override
        public TypeInformation<ConsumerRecord<byte[], byte[]>> getProducedType() {
            return TypeInformation.of(new TypeHint<ConsumerRecord<byte[], byte[]>>() {});
        }
    }

    /** Tells its topics as well: pooled transactional ids need them. */
    private record ToSinks(Job job)
            implements KafkaRecordSerializationSchema<ProducerRecord<byte[], byte[]>>, KafkaDatasetFacetProvider {
        @Override
        public ProducerRecord<byte[], byte[]> serialize(
                ProducerRecord<byte[], byte[]> ready, KafkaSinkContext context, Long timestamp) {
            return ready;
        }

        @Override
        public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
            List<String> sinks = job.topics().sinks().stream().map(Topic::name).toList();
            return Optional.of(
                    new DefaultKafkaDatasetFacet(DefaultKafkaDatasetIdentifier.ofTopics(sinks), new Properties()));
        }
    }

    private static final class Tag
            extends RichFlatMapFunction<ConsumerRecord<byte[], byte[]>, ProducerRecord<byte[], byte[]>> {
        private static final long serialVersionUID = 1;
        private final Job job;
        private transient ValueSerdes serdes;
        private transient FanOut fanOut;

        Tag(Job job) {
            this.job = job;
        }

        @Override
        public void open(OpenContext context) {
            serdes = job.serdes();
            fanOut = LoopMain.fanOut(job, serdes);
        }

        @Override
        public void flatMap(ConsumerRecord<byte[], byte[]> published, Collector<ProducerRecord<byte[], byte[]>> out) {
            fanOut.records(published).forEach(out::collect);
        }

        @Override
        public void close() {
            if (serdes != null) {
                serdes.close();
            }
        }
    }
}
