package io.wiretag.topology;

import static io.wiretag.topology.StreamOnTestDriver.header;
import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.Articles;
import io.wiretag.life.Placement;
import io.wiretag.schema.Article;
import io.wiretag.schema.ArticleState;
import io.wiretag.topics.Topic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SinkNumbersTest {
    private static final long EPOCH = StreamOnTestDriver.START.getEpochSecond();

    @TempDir
    private Path state;

    private StreamOnTestDriver stream;

    @BeforeEach
    void start() {
        stream = new StreamOnTestDriver(state);
    }

    @AfterEach
    void close() {
        stream.close();
    }

    @Test
    void eachPartitionOfASinkHasNumbersOfItsOwnWithoutAGap() {
        for (int i = 1; i <= 40; i++) {
            stream.publish(Article.newBuilder(Articles.flood("1"))
                    .setUri("urn:test:" + i)
                    .build());
        }

        assertThat(assertNumbered(stream.topics.tagged())).hasSize(3);
        assertNumbered(stream.topics.byProvince());
    }

    private Map<Integer, Long> assertNumbered(Topic<?> sink) {
        Map<Integer, Long> last = new HashMap<>();
        for (TestRecord<byte[], byte[]> each : stream.records(sink)) {
            long number = last.merge(Placement.partition(each.key(), 3), 1L, Long::sum);
            assertThat(header(each, "wiretag.seq")).isEqualTo(EPOCH + ":0:" + number);
        }
        return last;
    }

    @Test
    void numbersGoOnWithTheStateAndBeginAnewWithoutIt() {
        stream.publish(Articles.flood("1"), Articles.flood("2"));
        assertThat(seqs(stream.topics.tagged())).containsExactly(EPOCH + ":0:1", EPOCH + ":0:2");
        assertThat(stream.epochs).containsExactly(EPOCH);

        ArticleState mark = stream.articles().get(ArticleProcessor.MARK);
        stream.close();
        stream = new StreamOnTestDriver(state);
        stream.articles().put(ArticleProcessor.MARK, mark);
        stream.publish(Articles.flood("3"));

        assertThat(seqs(stream.topics.tagged())).containsExactly(EPOCH + ":0:3");
        assertThat(stream.epochs).isEmpty();
    }

    @Test
    void rejectedRecordsWithAKeyAreNumberedAndTheCompactedTopicIsNot() {
        stream.published.pipeInput(new TestRecord<>(null, new byte[] {1}));
        stream.published.pipeInput(new TestRecord<>(new byte[] {1}, new byte[] {1}));
        stream.publish(Articles.flood("1"));

        assertThat(seqs(stream.topics.rejected())).containsExactly(null, EPOCH + ":0:1");
        assertThat(stream.records(stream.topics.current()))
                .singleElement()
                .satisfies(each -> assertThat(header(each, "wiretag.seq")).isNull());
    }

    @Test
    void aNumberThatAClientSendsIsDropped() {
        TestRecord<byte[], byte[]> forged = new TestRecord<>(
                StreamOnTestDriver.key(Articles.flood("1")), stream.codec.encode("", Articles.flood("1")));
        forged.headers().add("wiretag.seq", "9:9:9".getBytes(StandardCharsets.UTF_8));
        stream.published.pipeInput(forged);

        TestRecord<byte[], byte[]> out = stream.records(stream.topics.tagged()).get(0);
        assertThat(Arrays.stream(out.headers().toArray())
                        .filter(each -> each.key().equals("wiretag.seq")))
                .hasSize(1);
        assertThat(header(out, "wiretag.seq")).isEqualTo(EPOCH + ":0:1");
    }

    /** The figures that docs/performance.md has; they stand in the output of the test. */
    @Test
    void aNumberCostsFewBytesOfARecordAndOneRecordOfStateForAnArticle() {
        for (int i = 1; i <= 400; i++) {
            stream.publish(Article.newBuilder(Articles.flood("1"))
                    .setUri("urn:test:" + i)
                    .build());
        }
        List<TestRecord<byte[], byte[]>> sent = stream.records(stream.topics.byProvince());
        double plain = perNumber(sent, Compression.NONE);
        double packed = perNumber(sent, Compression.lz4().build());
        List<TestRecord<byte[], byte[]>> marks = stream
                .driver
                .createOutputTopic("test-articles-changelog", new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList()
                .stream()
                .filter(each -> Arrays.equals(each.key(), ArticleProcessor.MARK.getBytes(StandardCharsets.UTF_8)))
                .toList();
        TestRecord<byte[], byte[]> mark = marks.get(marks.size() - 1);
        int state = mark.key().length + mark.value().length;
        System.out.printf(
                Locale.ROOT,
                "SEQ bytes-of-a-record=%.1f bytes-of-a-record-in-lz4=%.1f state-records-of-an-article=%d bytes-of-one=%d%n",
                plain,
                packed,
                marks.size() / 400,
                state);

        assertThat(plain).isBetween(28.0, 32.0);
        assertThat(packed).isBetween(1.0, 8.0);
        assertThat(marks).as("one more at the start").hasSize(401);
        assertThat(state).isBetween(100, 200);
    }

    private static double perNumber(List<TestRecord<byte[], byte[]>> records, Compression compression) {
        return (double) (bytes(records, compression, true) - bytes(records, compression, false)) / records.size();
    }

    /** As one batch, which is what a partition gets of those that come together. */
    private static int bytes(List<TestRecord<byte[], byte[]>> records, Compression compression, boolean numbered) {
        return MemoryRecords.withRecords(
                        compression,
                        records.stream()
                                .map(each -> new SimpleRecord(
                                        each.timestamp(),
                                        each.key(),
                                        each.value(),
                                        Arrays.stream(each.headers().toArray())
                                                .filter(header -> numbered
                                                        || !header.key().equals("wiretag.seq"))
                                                .toArray(Header[]::new)))
                                .toArray(SimpleRecord[]::new))
                .sizeInBytes();
    }

    private List<String> seqs(Topic<?> topic) {
        return stream.records(topic).stream()
                .map(each -> header(each, "wiretag.seq"))
                .toList();
    }
}
