package io.wiretag.ops.stories;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/** What {@link StoryWatch} tells as it reads. Called on its thread: must be quick, and must not throw. */
public interface StoryEvents {
    /**
     * Has read on: all records, those of before the watch began among them, and how far it has come in each partition. What lies
     * between that holds no other record.
     */
    default void read(ConsumerRecords<byte[], byte[]> records) {}

    /**
     * A record has become readable.
     *
     * @param sink role of its topic
     * @param seconds since it was published
     * @param kill whether it tells its readers to take an article down
     */
    default void arrived(String sink, double seconds, boolean kill) {}

    /** A record was rejected, newly: not one that was there before the watch began. */
    default void rejected(String reason) {}

    /** A version of an article has come out, newly: not one that was there before the watch began. */
    default void came(SeenStory story) {}

    /** Tells all of these. */
    static StoryEvents all(List<StoryEvents> listeners) {
        return new StoryEvents() {
            @Override
            public void read(ConsumerRecords<byte[], byte[]> records) {
                listeners.forEach(each -> each.read(records));
            }

            @Override
            public void arrived(String sink, double seconds, boolean kill) {
                listeners.forEach(each -> each.arrived(sink, seconds, kill));
            }

            @Override
            public void rejected(String reason) {
                listeners.forEach(each -> each.rejected(reason));
            }

            @Override
            public void came(SeenStory story) {
                listeners.forEach(each -> each.came(story));
            }
        };
    }
}
