package io.wiretag.ops.lag;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class RecordCountsTest {
    private static final TopicPartition LOG = new TopicPartition("articles.tagged", 0);

    private final RecordCounts counts = new RecordCounts();

    @Test
    void markersAreNotCounted() {
        read(6, 0, 1, 3, 4);

        assertThat(counts.between(LOG, 0, 6)).contains(new RecordCounts.Counted(4, 6));
        assertThat(counts.between(LOG, 2, 4)).contains(new RecordCounts.Counted(1, 4));
    }

    @Test
    void behindWhatWasReadNothingIsCounted() {
        read(6, 0, 1, 3, 4);

        assertThat(counts.between(LOG, 3, 99)).contains(new RecordCounts.Counted(2, 6));
        assertThat(counts.between(LOG, 6, 99)).isEmpty();
    }

    @Test
    void beforeTheFirstThatWasReadNothingIsKnown() {
        read(1_000, 900);

        assertThat(counts.between(LOG, 899, 1_000)).isEmpty();
        assertThat(counts.between(LOG, 900, 1_000)).contains(new RecordCounts.Counted(1, 1_000));
    }

    @Test
    void whoIsSetBackBeginsAnew() {
        read(6, 0, 1, 3, 4);
        read(3, 2);

        assertThat(counts.between(LOG, 0, 3)).isEmpty();
        assertThat(counts.between(LOG, 2, 6)).contains(new RecordCounts.Counted(1, 3));
    }

    @Test
    void whatIsForgottenIsUnknown() {
        read(6, 0, 1, 3, 4);
        counts.forget(LOG);

        assertThat(counts.between(LOG, 0, 6)).isEmpty();
        assertThat(counts.reached()).isEmpty();
    }

    @Test
    void theOldestGiveWayToTheNewest() {
        long end = RecordCounts.REACH + 100;
        read(1, 0);
        read(end, end - 1);

        assertThat(counts.between(LOG, 0, end)).isEmpty();
        assertThat(counts.between(LOG, 128, end)).contains(new RecordCounts.Counted(1, end));
        read(3 * end, 3 * end - 1);
        assertThat(counts.between(LOG, 3 * end - 10, 3 * end)).contains(new RecordCounts.Counted(1, 3 * end));
        assertThat(counts.between(LOG, 2 * end + 200, 3 * end)).contains(new RecordCounts.Counted(1, 3 * end));
    }

    @Property
    void whereverAPositionLiesTheRecordsBehindItAreCounted(
            @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 1, max = 200) Integer> steps,
            @ForAll @IntRange(max = 200) int begin,
            @ForAll @IntRange(max = 9_000) int position) {
        RecordCounts own = new RecordCounts();
        TreeSet<Long> records = new TreeSet<>();
        long offset = begin;
        long from = -1;
        for (int step : steps) {
            List<Long> batch = new ArrayList<>();
            for (long each = offset; each < offset + step - 1; each += 1 + step % 3) {
                batch.add(each);
            }
            records.addAll(batch);
            offset += step;
            own.add(records(offset, batch));
            // what came before the first that was read is not known
            from = from < 0 ? batch.stream().findFirst().orElse(offset) : from;
        }

        if (position < from || position >= offset) {
            assertThat(own.between(LOG, position, offset)).isEmpty();
        } else {
            int expected = records.tailSet((long) position).size();
            assertThat(own.between(LOG, position, offset)).contains(new RecordCounts.Counted(expected, offset));
        }
    }

    private void read(long next, long... offsets) {
        List<Long> all = new ArrayList<>();
        for (long offset : offsets) {
            all.add(offset);
        }
        counts.add(records(next, all));
    }

    private static ConsumerRecords<byte[], byte[]> records(long next, List<Long> offsets) {
        List<ConsumerRecord<byte[], byte[]>> all = offsets.stream()
                .map(offset -> new ConsumerRecord<>(LOG.topic(), LOG.partition(), offset, new byte[0], new byte[0]))
                .toList();
        return new ConsumerRecords<>(
                all.isEmpty() ? Map.of() : Map.of(LOG, all), Map.of(LOG, new OffsetAndMetadata(next)));
    }
}
