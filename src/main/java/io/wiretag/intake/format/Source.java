package io.wiretag.intake.format;

import io.wiretag.intake.format.time.IsoTime;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;

/**
 * One input: a file, a message, what came through a pipe.
 *
 * @param name what the input is called in complaints: a file name, or "-" for the standard input
 * @param bytes the content; not copied, so it must not be changed afterwards
 * @param charset what its sender says beside the content; counts where the content says nothing itself
 * @param zone of times in a feed that name none
 */
public record Source(String name, byte[] bytes, Optional<Charset> charset, ZoneId zone) {

    /** The largest input that is read, in bytes: 16 MiB. A wire has some kilobytes; a larger input is a mistake. */
    public static final int MAX_BYTES = 16 * 1024 * 1024;

    public Source {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(bytes, "bytes");
        Objects.requireNonNull(charset, "charset");
        Objects.requireNonNull(zone, "zone");
    }

    public Source(String name, byte[] bytes) {
        this(name, bytes, Optional.empty(), IsoTime.DEFAULT_ZONE);
    }

    /**
     * Reads a stream to its end, but stops one byte after {@link #MAX_BYTES}: enough for {@link ArticleReaders} to
     * complain of the size, too little to fill the memory.
     */
    public static Source of(String name, InputStream in) throws IOException {
        return new Source(name, in.readNBytes(MAX_BYTES + 1));
    }
}
