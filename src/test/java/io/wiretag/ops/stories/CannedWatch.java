package io.wiretag.ops.stories;

import io.wiretag.schema.TaggedArticle;
import io.wiretag.topics.Topics;
import java.time.Duration;
import java.time.Instant;
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
        SeenStory story = SeenStory.of(tagged, published, OptionalDouble.of(took.toMillis() / 1000.0), 1024);
        watch.stories().put(story, Instant.now());
        return story;
    }

    @Override
    public void close() {
        watch.close();
    }
}
