package io.wiretag.topology;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import org.apache.avro.message.BadHeaderException;
import org.apache.avro.message.MissingSchemaException;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.ProcessorStateException;

/** Where state lies on this machine: can it be used, and what is to be done when it cannot. */
final class StateFolder {
    private final Path root;
    private final Path own;

    StateFolder(Properties properties) {
        StreamsConfig config = new StreamsConfig(properties);
        this.root = Path.of(config.getString(StreamsConfig.STATE_DIR_CONFIG));
        this.own = root.resolve(config.getString(StreamsConfig.APPLICATION_ID_CONFIG));
    }

    /**
     * Writes a file and deletes it: Kafka Streams would find out later, on another thread, and tell less.
     *
     * @throws IllegalArgumentException if that is not possible
     */
    void requireWritable() {
        try {
            Files.createDirectories(own);
            Path probe = Files.createTempFile(own, ".probe", "");
            try {
                Files.write(probe, new byte[4096]);
            } finally {
                Files.delete(probe);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "streams.state.dir is " + root + ", which cannot be written (" + e
                            + "): name a folder that this user may write and that has room",
                    e);
        }
    }

    /** What to do about a failure, if state is its cause. */
    Optional<String> remedy(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof MissingSchemaException || cause instanceof BadHeaderException) {
                return Optional.of(
                        "what is remembered of an article was written by a newer build, or by something else:"
                                + " start the build that ran before; nothing is lost");
            }
            if (cause instanceof ProcessorStateException) {
                return Optional.of(
                        "the state in " + own + " cannot be used: see that the disk has room and this user may"
                                + " write there, and start again; if that does not help, delete the folder, and it is restored from"
                                + " Kafka; nothing is lost");
            }
        }
        return Optional.empty();
    }
}
