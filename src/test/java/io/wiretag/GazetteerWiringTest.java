package io.wiretag;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wiretag.config.ConfigLoader;
import io.wiretag.tagging.gazetteer.InvalidGazetteerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GazetteerWiringTest {
    @TempDir
    Path folder;

    @Test
    void theProcessorReadsTheFilesOfTheConfigurationAndIsNotMadeWithAWrongOne() throws IOException {
        Path file = Files.writeString(folder.resolve("mine.txt"), "nonsense\n");
        Map<String, String> keys = Map.of("gazetteer.file", file.toString());

        try (Wiretag wiretag = new Wiretag(ConfigLoader.load(Optional.empty(), Map.of(), keys))) {
            assertThatThrownBy(wiretag::processor)
                    .isInstanceOf(InvalidGazetteerException.class)
                    .hasMessageStartingWith(file + ":1: ");
        }
    }
}
