package io.wiretag.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoldersTest {
    @TempDir
    Path temporary;

    @Test
    void aFolderGoesWithAllThatIsInItAndALinkLeavesAloneWhatItPointsTo() throws IOException {
        Path kept = Files.writeString(
                Files.createDirectory(temporary.resolve("elsewhere")).resolve("kept"), "");
        Path folder = temporary.resolve("folder");
        Files.writeString(Files.createDirectories(folder.resolve("a/b")).resolve("file"), "");
        Files.createSymbolicLink(folder.resolve("link"), kept.getParent());

        Folders.delete(folder);

        assertThat(folder).doesNotExist();
        assertThat(kept).exists();
    }

    @Test
    void aFolderThatIsNotThereIsAFailure() {
        assertThatThrownBy(() -> Folders.delete(temporary.resolve("none"))).isInstanceOf(NoSuchFileException.class);
    }
}
