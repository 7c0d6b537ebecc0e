import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.*;
import org.apache.avro.Schema;
import org.apache.avro.generic.*;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.admin.*;
import org.apache.kafka.clients.consumer.*;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.Utils;
/** A view of one province in a file, from Kafka, with kafka-clients and Avro's generic records. It may be killed at any moment.
 *  java -cp 'lib/*' KafkaView.java 127.0.0.1:9092 http://127.0.0.1:8081 articles.by-province VN-HN hanoi.properties */
public class KafkaView {
    static final Map<Integer, Schema> SCHEMAS = new HashMap<>();
    public static void main(String[] args) throws Exception {
        String registry = args[1], topic = args[2], province = args[3];
        Path file = Path.of(args[4]), next = Path.of(args[4] + ".next");
        Map<String, Object> settings = Map.of("bootstrap.servers", args[0], "isolation.level", "read_committed",
                "auto.offset.reset", "none", "enable.auto.commit", "false");
        Properties view = new Properties(); // versions by uri, and where we are: what changes together is written together
        if (Files.exists(file)) try (Reader in = Files.newBufferedReader(file)) { view.load(in); }
        try (var admin = Admin.create(settings);
                var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicDescription found = admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
            int number = Utils.toPositive(Utils.murmur2(province.getBytes(StandardCharsets.UTF_8))) % found.partitions().size();
            TopicPartition partition = new TopicPartition(topic, number);
            String place = found.topicId() + " " + number; // a topic that was made again is another
            consumer.assign(List.of(partition));
            if (place.equals(view.get("place"))) consumer.seek(partition, Long.parseLong(view.getProperty("position")));
            else { view.clear(); consumer.seekToBeginning(List.of(partition)); }
            for (;;) {
                try {
                    for (var record : consumer.poll(java.time.Duration.ofSeconds(1)))
                        if (province.equals(new String(record.key(), StandardCharsets.UTF_8))) apply(decode(record.value(), registry), view);
                } catch (OffsetOutOfRangeException lost) { // what was deleted may have been a kill: begin again
                    view.clear();
                    consumer.seekToBeginning(List.of(partition));
                }
                view.putAll(Map.of("place", place, "position", String.valueOf(consumer.position(partition))));
                try (Writer out = Files.newBufferedWriter(next)) { view.store(out, null); }
                Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
    static void apply(GenericRecord value, Properties view) {
        GenericRecord article = (GenericRecord) value.get("article");
        if (Set.of("retract", "kill").contains(value.get("operation").toString())) view.remove("article " + article.get("uri"));
        else view.put("article " + article.get("uri"), String.valueOf(article.get("version")));
    }
    static GenericRecord decode(byte[] value, String registry) throws IOException { // a zero byte, the id of its schema, Avro
        int id = java.nio.ByteBuffer.wrap(value).getInt(1);
        if (!SCHEMAS.containsKey(id)) SCHEMAS.put(id, new Schema.Parser().parse(new ObjectMapper()
                .readTree(java.net.URI.create(registry + "/apis/ccompat/v7/schemas/ids/" + id).toURL()).get("schema").asText()));
        return new GenericDatumReader<GenericRecord>(SCHEMAS.get(id)).read(null, DecoderFactory.get().binaryDecoder(value, 5, value.length - 5, null));
    }
}
