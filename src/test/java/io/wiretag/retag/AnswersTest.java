package io.wiretag.retag;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.topics.WiretagHeader;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** What comes of requests, however many there are. */
class AnswersTest {
    private static final String PUBLISHED = "articles.published";
    private static final int PARTITIONS = 12;
    private static final int EACH = 20_000;

    @Test
    void ofHundredsOfThousandsOfRequestsEachIsFoundAgain() {
        OpenRequests open = new OpenRequests(PUBLISHED);
        for (int partition = 0; partition < PARTITIONS; partition++) {
            for (int offset = 0; offset < EACH; offset++) {
                open.began();
                open.ended(new UUID(partition, offset), at(partition, offset), null);
            }
        }
        open.committed(Map.of(new TopicPartition(PUBLISHED, 0), (long) EACH));
        assertThat(open.size()).isEqualTo((PARTITIONS - 1) * EACH);
        Answers answers = new Answers(PUBLISHED, open.standing());
        for (int partition = 0; partition < PARTITIONS; partition++) {
            for (int offset = 0; offset < EACH; offset++) {
                answers.sent(sent(partition + ":" + offset));
            }
        }

        assertThat(answers.retagged()).isEqualTo(PARTITIONS * EACH);
        assertThat(answers.unchanged(place -> false)).isZero();
    }

    @Test
    void thatTheProcessorsGoOnBeforeARequestIsLife() {
        OpenRequests open = new OpenRequests(PUBLISHED);
        open.began();
        open.ended(new UUID(0, 0), at(0, 10), null);
        TopicPartition partition = new TopicPartition(PUBLISHED, 0);

        assertThat(open.committed(Map.of(partition, 5L))).as("the first look").isFalse();
        assertThat(open.committed(Map.of(partition, 5L))).isFalse();
        assertThat(open.committed(Map.of(partition, 6L))).isTrue();
        assertThat(open.size()).isEqualTo(1);
        assertThat(open.committed(Map.of(partition, 11L))).isTrue();
        assertThat(open.size()).isZero();
        assertThat(open.committed(Map.of(partition, 12L))).as("none waits").isFalse();
    }

    @Test
    void aRejectionOfAnotherTopicIsNoneOfARequest() {
        OpenRequests open = new OpenRequests(PUBLISHED);
        open.began();
        open.ended(new UUID(0, 0), at(3, 7), null);
        Answers answers = new Answers(PUBLISHED, open.standing());

        answers.rejected(rejected("other.published"));
        assertThat(answers.rejected()).isEmpty();
        answers.rejected(rejected(PUBLISHED));
        assertThat(answers.rejected()).containsExactly(Map.entry("bad-request", 1L));
    }

    private static RecordMetadata at(int partition, long offset) {
        return new RecordMetadata(new TopicPartition(PUBLISHED, partition), offset, 0, 0, 0, 0);
    }

    private static ConsumerRecord<byte[], byte[]> sent(String place) {
        ConsumerRecord<byte[], byte[]> sent = new ConsumerRecord<>("articles.tagged", 0, 0, new byte[] {1}, null);
        WiretagHeader.PUBLISHED.put(sent.headers(), place);
        return sent;
    }

    private static ConsumerRecord<byte[], byte[]> rejected(String topic) {
        ConsumerRecord<byte[], byte[]> rejected = new ConsumerRecord<>("articles.rejected", 0, 0, null, null);
        WiretagHeader.REJECTED_TOPIC.put(rejected.headers(), topic);
        WiretagHeader.REJECTED_PARTITION.put(rejected.headers(), "3");
        WiretagHeader.REJECTED_OFFSET.put(rejected.headers(), "7");
        WiretagHeader.REJECTED_REASON.put(rejected.headers(), "bad-request");
        return rejected;
    }
}
