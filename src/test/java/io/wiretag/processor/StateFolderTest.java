package io.wiretag.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    private StateFolder folder() {
        Properties properties = new Properties();
        properties.put("application.id", "test");
        properties.put("bootstrap.servers", "nowhere:9092");
        properties.put("state.dir", root.toString());
        return new StateFolder(properties);
    }
}
