package io.wiretag.cli.gazetteer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wiretag.cli.terminal.CommandFailedException;
import io.wiretag.rules.RulesVersion;
import io.wiretag.tagging.gazetteer.GazetteerFile;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WrittenRulesTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"../out.txt", "/tmp/out.txt", "a/b.txt", "..", ".", "", "a\0b"})
    void aNameThatLeadsOutOfTheFolderIsNotWritten(String name) {
        RulesVersion version =
                RulesVersion.of(List.of(new GazetteerFile("fine.txt", "# 1\n"), new GazetteerFile(name, "# 2\n")));

        assertThatThrownBy(() -> WrittenRules.write(version, folder.resolve("to")))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("is no name of a file in a folder, and nothing was written");

        assertThat(folder.resolve("to")).doesNotExist();
    }
}
