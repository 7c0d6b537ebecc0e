package io.wiretag.processor;

import io.wiretag.topology.ArticleProcessor;
import io.wiretag.topology.EmbargoStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies what a running stream remembers, for {@link MemoryRebuild}. Kafka Streams wipes the state of a task whose transaction
 * fails, since it restores it from the changelog; when the changelog is gone, that was the last of it.
 */
final class MemoryCopy {
    private static final Logger LOG = LoggerFactory.getLogger(MemoryCopy.class);

    private final KafkaStreams streams;
    private final StateFolder folder;
    private boolean whole;

    MemoryCopy(KafkaStreams streams, StateFolder folder) {
        this.streams = streams;
        this.folder = folder;
    }

    /**
     * Copies the stores of these partitions into a new folder that is laid out like that of Kafka Streams. Once, and again as long
     * as something is missing: what follows is the end.
     *
     * @param open the partitions that can be read, asked for when it is this caller's turn: tasks are being closed
     */
    synchronized void write(Supplier<Set<Integer>> open) {
        if (whole) {
            return;
        }
        Set<Integer> partitions = open.get();
        Path copy = folder.newCopy();
        Set<Integer> missing = write(partitions, copy);
        if (partitions.isEmpty()) {
            LOG.error(
                    "nothing that is remembered of articles could be copied, no partition is open: keep the state as it is");
        } else if (missing.isEmpty()) {
            whole = true;
            LOG.warn("what is remembered of articles in partitions {} was copied to {}", partitions, copy);
        } else {
            LOG.error(
                    "what is remembered of articles in partitions {} of {} could not be copied to {}: keep the state as it is",
                    missing,
                    partitions,
                    copy);
        }
    }

    /** @return those of which it could not be done, or not wholly */
    private Set<Integer> write(Set<Integer> partitions, Path copy) {
        Set<Integer> missing = new TreeSet<>();
        for (int partition : partitions) {
            Path task = copy.resolve("0_" + partition);
            try {
                copy(ArticleProcessor.STORE, partition, task, Serdes.String(), ArticleProcessor.stateSerde());
                copy(EmbargoStore.STORE, partition, task, Serdes.Bytes(), Serdes.ByteArray());
            } catch (RuntimeException e) {
                LOG.error("what is remembered of articles in partition {} could not be copied", partition, e);
                missing.add(partition);
            }
        }
        return missing;
    }

    private <K, V> void copy(String store, int partition, Path task, Serde<K> keys, Serde<V> values) {
        ReadOnlyKeyValueStore<K, V> stored =
                streams.store(StoreQueryParameters.fromNameAndType(store, QueryableStoreTypes.<K, V>keyValueStore())
                        .withPartition(partition));
        Path database = StateFolder.database(task, store);
        try (Options options = new Options().setCreateIfMissing(true);
                RocksDB copy =
                        RocksDB.open(options, Files.createDirectories(database).toString());
                KeyValueIterator<K, V> entries = stored.all()) {
            while (entries.hasNext()) {
                var entry = entries.next();
                copy.put(
                        keys.serializer().serialize(store, entry.key),
                        values.serializer().serialize(store, entry.value));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RocksDBException e) {
            throw new IllegalStateException("the state of " + store + " could not be copied to " + database, e);
        }
    }
}
