package io.wiretag.ops.stories;

import io.wiretag.schema.TaggedArticle;
import io.wiretag.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.kafka.clients.consumer.MockConsumer;

/** A watch on stories that reads nothing: a test tells it what came. */
public final class CannedWatch implements AutoCloseable {
    private final Topics topics = Topics.of("", 1, (short) 1, Map.of());
    private final StoryWatch watch = new StoryWatch(new MockConsumer<>("earliest"), topics, null, Duration.ofHours(2));

    public Topics topics() {
        return topics;
    }

    public StoryWatch watch() {
        return watch;
    }

    /** A version that has come out, as one from the topic would be kept. */
    public SeenStory keep(TaggedArticle tagged, Duration took) {
        Instant published = tagged.getTaggedAt().minus(took);
        return watch.keep(tagged, published, OptionalDouble.of(took.toMillis() / 1000.0));
    }

    /** Those that came out before the watch began. */
    public void keepOlder(List<TaggedArticle> all) {
        all.forEach(tagged -> watch.index().putOlder(tagged, tagged.getTaggedAt()));
        watch.index().olderAreRead(Instant.MIN);
    }

    @Override
    public void close() {
        watch.close();
    }
}
