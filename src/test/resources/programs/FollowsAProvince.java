import io.apicurio.registry.serde.avro.AvroKafkaDeserializer;
import io.apicurio.registry.serde.avro.AvroKafkaSerializer;
import io.wiretag.codec.ValueSerdes;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.subscribers.ArticleSubscriber;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Prints the first records of a sink: key, operation, uri. Arguments: brokers, registry, topic, how many. */
public class FollowsAProvince {
    public static void main(String[] args) {
        ValueSerdes serdes = new ValueSerdes(new ValueSerdes.Settings(
                AvroKafkaSerializer.class.getName(),
                AvroKafkaDeserializer.class.getName(),
                URI.create(args[1]),
                Map.of()));
        Consumer<String, TaggedArticle> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", args[0],
                        "group.id", args[2] + "-follows-a-province",
                        "isolation.level", "read_committed",
                        "enable.auto.commit", "false",
                        "auto.offset.reset", "none"),
                new StringDeserializer(),
                serdes.deserializer(TaggedArticle.class));
        consumer.subscribe(List.of(args[2]));
        AtomicInteger read = new AtomicInteger();
        try (serdes;
                ArticleSubscriber subscriber = new ArticleSubscriber(consumer, true, true)) {
            subscriber.run(
                    record -> {
                        System.out.println(record.key() + " " + record.value().getOperation() + " "
                                + record.value().getArticle().getUri());
                        read.incrementAndGet();
                    },
                    () -> read.get() >= Integer.parseInt(args[3]));
        }
    }
}
