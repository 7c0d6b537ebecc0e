package io.wiretag.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

class StateFolderTest {
    @TempDir
    Path root;

    @Test
    void whatWasPutAsideIsNeverReadAgain() throws IOException {
        StateFolder folder = folder();
        Path own = Files.createDirectories(folder.own());
        Path copy = Files.createDirectories(folder.newCopy());
        Files.createDirectories(root.resolve("test-2.saved-1"));
        assertThat(folder.copies()).containsExactly(own, copy);

        StateFolder.moveAside(copy);
        StateFolder.moveAside(own);

        assertThat(folder.copies()).isEmpty();
    }

    /** Kafka Streams keeps positions in a column family of their own: with {@code default} alone a database opens without them. */
    @ParameterizedTest
    @ValueSource(strings = {"default", "offsets"})
    void aTaskOfWhichAnyColumnFamilyLacksFilesIsDeleted(String torn) throws Exception {
        StateFolder folder = folder();
        Path task = folder.own().resolve("0_0");
        Path whole = folder.own().resolve("0_1");
        fill(StateFolder.database(whole, "held"), torn);
        fill(StateFolder.database(task, "held"), torn);
        try (Stream<Path> files = Files.list(StateFolder.database(task, "held"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".sst")).toList()) {
                Files.delete(file);
            }
        }

        folder.deleteTornTasks();

        assertThat(task).doesNotExist();
        assertThat(whole).exists();
    }

    private static void fill(Path database, String family) throws IOException, RocksDBException {
        Files.createDirectories(database);
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        try (DBOptions options = new DBOptions().setCreateIfMissing(true).setCreateMissingColumnFamilies(true);
                FlushOptions flush = new FlushOptions();
                RocksDB opened = RocksDB.open(
                        options,
                        database.toString(),
                        Stream.of("default", "offsets")
                                .map(name -> new ColumnFamilyDescriptor(name.getBytes(StandardCharsets.UTF_8)))
                                .toList(),
                        handles)) {
            ColumnFamilyHandle handle = handles.get(family.equals("default") ? 0 : 1);
            opened.put(handle, new byte[] {1}, new byte[] {2});
            opened.flush(flush, handle);
            handles.forEach(ColumnFamilyHandle::close);
        }
    }

    private StateFolder folder() {
        Properties properties = new Properties();
        properties.put("application.id", "test");
        properties.put("bootstrap.servers", "nowhere:9092");
        properties.put("state.dir", root.toString());
        return new StateFolder(properties);
    }
}
