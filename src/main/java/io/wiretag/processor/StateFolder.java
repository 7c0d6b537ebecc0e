package io.wiretag.processor;

import io.wiretag.files.FileTrouble;
import io.wiretag.files.Words;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.message.BadHeaderException;
import org.apache.avro.message.MissingSchemaException;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where state lies on this machine: can it be used, and what is to be done when it cannot. */
final class StateFolder {
    private static final Logger LOG = LoggerFactory.getLogger(StateFolder.class);

    private static final String COPY = ".saved-";

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
                    "streams.state.dir is " + root + ", which cannot be written (" + FileTrouble.reason(e)
                            + "): name a folder that this user may write and that has room",
                    e);
        }
    }

    /** All that lies here of this application. */
    Path own() {
        return own;
    }

    /** Where {@link #topics} are remembered. */
    Path topicsFile() {
        return own.resolve("wiretag-topics");
    }

    /** Which topics the state here belongs to, by name: a topic that is made again has another id. */
    Map<String, Uuid> topics() {
        if (!Files.exists(topicsFile())) {
            return Map.of();
        }
        Properties lines = new Properties();
        try (Reader reader = Files.newBufferedReader(topicsFile())) {
            lines.load(reader);
            return lines.stringPropertyNames().stream()
                    .collect(Collectors.toMap(name -> name, name -> Uuid.fromString(lines.getProperty(name))));
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    topicsFile() + ", which says what topics the state beside it belongs to, cannot be read (" + e
                            + "): delete the folder, and it is restored from Kafka",
                    e);
        }
    }

    /** Remembers them for the next start. */
    void remember(Map<String, Uuid> topics) {
        String lines = topics.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(topic -> topic.getKey() + "=" + topic.getValue() + "\n")
                .collect(Collectors.joining());
        Path draft = own.resolve("wiretag-topics.new");
        try {
            Files.createDirectories(own);
            Files.writeString(draft, "# the topics that the state here belongs to\n" + lines);
            Files.move(draft, topicsFile(), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where Kafka Streams keeps a store of a task. */
    static Path database(Path task, String store) {
        return task.resolve("rocksdb").resolve(store);
    }

    /** A folder for a copy, laid out alike, that nobody uses. */
    Path newCopy() {
        return beside(own, COPY);
    }

    /** The state itself, if it is there, and what was copied when its changelog was lost. */
    List<Path> copies() {
        // not those that were put aside, whose names go on behind that
        Pattern copy = Pattern.compile(Pattern.quote(own.getFileName() + COPY) + "\\d+");
        try (Stream<Path> files = Files.list(root)) {
            return files.filter(Files::isDirectory)
                    .filter(file -> file.equals(own)
                            || copy.matcher(file.getFileName().toString()).matches())
                    .sorted()
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts a copy beside, under a name that is never read again; tells which. */
    static Path moveAside(Path copy) {
        try {
            return Files.move(copy, beside(copy, ".before-"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path beside(Path folder, String suffix) {
        return folder.resolveSibling(
                folder.getFileName() + suffix + Instant.now().toEpochMilli());
    }

    /**
     * Deletes tasks of which some files are gone. Kafka Streams wipes a task by deleting one file after the other; where it is killed
     * meanwhile, it leaves a database that cannot be opened, and would end by that at every start. To be called when it is known
     * that the changelogs are there, from which such a task is restored, and when nobody else can use this folder.
     */
    void deleteTornTasks() {
        RocksDB.loadLibrary();
        try (Stream<Path> tasks = Files.list(own)) {
            for (Path task : tasks.filter(StateFolder::isTorn).toList()) {
                LOG.warn(
                        "files of {} are gone, as where a processor is killed while it wipes it: it is restored from Kafka",
                        task);
                Utils.delete(task.toFile());
            }
        } catch (IOException | UncheckedIOException e) {
            // the start of the stream, which follows, says what to do
            LOG.warn("a task of which files are gone cannot be deleted: {}", Words.of(e));
        }
    }

    private static boolean isTorn(Path task) {
        Path databases = task.resolve("rocksdb");
        if (!Files.isDirectory(databases)) {
            return false;
        }
        try (Stream<Path> each = Files.list(databases)) {
            return each.filter(Files::isDirectory).anyMatch(StateFolder::lacksFiles);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is damaged otherwise is left to people: perhaps the disk is, and perhaps there is something to save. */
    private static boolean lacksFiles(Path database) {
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        try (Options options = new Options();
                DBOptions all = new DBOptions()) {
            // all that there are: files of the others are else not looked at, and Kafka Streams has positions in one of
            // its own
            List<byte[]> names = RocksDB.listColumnFamilies(options, database.toString());
            // none can be told where the list itself is gone: opening says so
            List<ColumnFamilyDescriptor> families = (names.isEmpty() ? List.of(RocksDB.DEFAULT_COLUMN_FAMILY) : names)
                    .stream().map(ColumnFamilyDescriptor::new).toList();
            RocksDB opened = RocksDB.openReadOnly(all, database.toString(), families, handles);
            handles.forEach(ColumnFamilyHandle::close);
            opened.close();
            return false;
        } catch (RocksDBException e) {
            return Words.of(e).contains("No such file or directory");
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
