package io.wiretag.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartUpFilesTest {
    /** No system gives so high a number to a process. */
    private static final long NOBODY = 999_999_999_999L;

    @TempDir
    Path directory;

    private RegistryHome home;

    @BeforeEach
    void makeAHome() throws IOException {
        home = new RegistryHome(directory, Files.createFile(directory.resolve("runner.jar")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "classes-0badcafe.jsa.bak",
                "classes-.jsa.",
                "classes-0badcafe.jsa.x-1",
                "classes-0badcafe.jsa.-1",
                "classes-0badcafe.jsa.1-",
                "classes-old.jsa.99999999999999999999-1",
                "classes-0badcafe.jsa.999999999999-1.bak"
            })
    void aStrayFileIsLeftAlone(String name) throws IOException {
        Path stray = Files.createFile(directory.resolve(name));

        StartUpFiles.prepare(home, directory);

        assertThat(stray).exists();
    }

    @Test
    void aDraftOfAProcessThatIsGoneIsDeletedAndNoOther() throws IOException {
        Path gone = Files.createFile(directory.resolve("classes-0badcafe.jsa." + NOBODY + "-1"));
        Path ours = Files.createFile(directory.resolve(
                "classes-0badcafe.jsa." + ProcessHandle.current().pid() + "-1"));
        Path folder = Files.createDirectory(directory.resolve("classes-0badcafe.jsa." + NOBODY + "-2"));

        StartUpFiles.prepare(home, directory);

        assertThat(gone).doesNotExist();
        assertThat(ours).exists();
        assertThat(folder).exists();
    }
}
