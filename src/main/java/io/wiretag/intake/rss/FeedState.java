package io.wiretag.intake.rss;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wiretag.files.Durably;
import io.wiretag.files.RegularFile;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What is remembered of a feed over a restart: the server's validators, and of each item a hash of its identity and one of
 * what was published of it last, and where stories are to be read. Items that left the feed longest ago are forgotten first. One
 * thread uses it.
 */
final class FeedState {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Beside those that stand in the feed now. */
    private static final int REMEMBERED = 5000;

    private final Path file;
    private final FeedAddress address;
    private final Map<String, String> seen = new LinkedHashMap<>();
    private final Stories stories = new Stories();
    private FeedAnswer.Validators validators = FeedAnswer.Validators.NONE;

    private boolean written = true;

    private FeedState(Path file, FeedAddress address) {
        this.file = file;
        this.address = address;
    }

    /**
     * Reads the state of a feed; one that cannot be read is set aside and said, and all items are new.
     *
     * @throws IOException if the file cannot be opened or set aside
     */
    static FeedState read(Path file, FeedAddress address, Consumer<String> tell) throws IOException {
        FeedState state = new FeedState(file, address);
        if (Files.exists(file)) {
            if (RegularFile.isOther(file)) {
                throw new FileSystemException(file.toString(), null, file.getFileName() + " is no regular file");
            }
            byte[] content = Files.readAllBytes(file);
            try {
                state.load(JSON.readTree(content));
            } catch (IOException | IllegalStateException e) {
                Path aside = file.resolveSibling(
                        file.getFileName() + ".corrupt-" + Instant.now().toEpochMilli());
                Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
                tell.accept("%s: what was remembered of it cannot be read and is set aside as %s; all its items are new"
                        .formatted(address, aside));
                return new FeedState(file, address);
            }
        }
        return state;
    }

    private void load(JsonNode json) {
        JsonNode items = json.path("seen");
        if (!items.isObject()) {
            throw new IllegalStateException("no items in it");
        }
        validators = new FeedAnswer.Validators(text(json, "etag"), text(json, "lastModified"));
        items.properties()
                .forEach(item -> seen.put(item.getKey(), item.getValue().asText()));
        for (JsonNode story : json.path("stories")) {
            stories.add(new Stories.Story(
                    story.path("link").asText(),
                    story.path("uri").asText(),
                    story.path("title").asText(),
                    story.has("left")
                            ? Optional.of(
                                    Instant.ofEpochSecond(story.path("left").asLong()))
                            : Optional.empty(),
                    story.path("looks").asInt()));
        }
    }

    Stories stories() {
        return stories;
    }

    private static Optional<String> text(JsonNode json, String field) {
        return Optional.ofNullable(json.get(field)).filter(JsonNode::isTextual).map(JsonNode::textValue);
    }

    FeedAnswer.Validators validators() {
        return validators;
    }

    /** Whether an item was seen, with whatever content. */
    boolean has(String item) {
        return seen.containsKey(item);
    }

    /** Whether an item was seen with just this content. */
    boolean knows(String item, String content) {
        return content.equals(seen.get(item));
    }

    /**
     * Remembers what was published, and writes it to the disk.
     *
     * @param validators with which the next answer may be left out; none if this one has to be looked at again
     * @param items hashes of all items that are done with, by the hash of their identity
     * @param otherStories whether {@link #stories} changed
     */
    void remember(FeedAnswer.Validators validators, Map<String, String> items, boolean otherStories)
            throws IOException {
        boolean known = items.entrySet().stream().allMatch(each -> knows(each.getKey(), each.getValue()));
        if (known && written && !otherStories && this.validators.equals(validators)) {
            return;
        }
        this.validators = validators;
        items.forEach((item, content) -> {
            // to the end, where it is forgotten last
            seen.remove(item);
            seen.put(item, content);
        });
        Iterator<String> oldest = seen.keySet().iterator();
        while (seen.size() > REMEMBERED + items.size()) {
            oldest.next();
            oldest.remove();
        }
        write();
    }

    /** Writes to the disk what is remembered; tries again at the next change if that fails. */
    void write() throws IOException {
        written = false;
        ObjectNode json = JSON.createObjectNode().put("url", address.toString());
        validators.etag().ifPresent(etag -> json.put("etag", etag));
        validators.lastModified().ifPresent(time -> json.put("lastModified", time));
        json.set("seen", JSON.valueToTree(seen));
        ArrayNode list = json.putArray("stories");
        for (Stories.Story story : stories.all()) {
            ObjectNode each = list.addObject()
                    .put("link", story.link())
                    .put("uri", story.uri())
                    .put("title", story.title());
            story.left()
                    .ifPresent(time -> each.put("left", time.getEpochSecond()).put("looks", story.looks()));
        }
        Durably.replace(file, JSON.writeValueAsBytes(json));
        written = true;
    }
}
