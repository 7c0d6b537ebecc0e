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
import java.util.Map;
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

    private List<String> seqs(Topic<?> topic) {
        return stream.records(topic).stream()
                .map(each -> header(each, "wiretag.seq"))
                .toList();
    }
}
