package io.wiretag.ops.stories;

import io.wiretag.files.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A place in the list of stories, newest first, whatever comes meanwhile: that of a version of one story. Those that were tagged
 * in the same millisecond stand in the order of a hash of their uris.
 *
 * @param millis when the version was tagged, in milliseconds since 1970
 * @param tie tells it from others of that millisecond
 */
public record StoryCursor(long millis, long tie) {
    private static final char SEPARATOR = '.';

    public static StoryCursor of(SeenStory story) {
        return new StoryCursor(story.taggedAt().toEpochMilli(), tie(hash(story.uri())));
    }

    /** What {@link #toString} wrote; empty if it did not. */
    public static Optional<StoryCursor> parse(String text) {
        int end = text.indexOf(SEPARATOR);
        try {
            return end < 0
                    ? Optional.empty()
                    : Optional.of(new StoryCursor(
                            Long.parseLong(text.substring(0, end)),
                            Long.parseUnsignedLong(text.substring(end + 1), 16)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Under which the index keeps the story: of one length, whatever the uri is. */
    static byte[] hash(String uri) {
        return Sha256.of(uri.getBytes(StandardCharsets.UTF_8));
    }

    static long tie(byte[] hash) {
        return ByteBuffer.wrap(hash).getLong();
    }

    @Override
    public String toString() {
        return Long.toString(millis) + SEPARATOR + Long.toHexString(tie);
    }
}
