package io.wiretag.cli.options;

import io.wiretag.cli.terminal.Console;
import io.wiretag.config.ConfigLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The same for commands that need no cluster: of the configuration they read this one key. */
public final class LocalGazetteerOptions {
    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "Properties file; only its key gazetteer.file is used. Default: the file that WIRETAG_CONFIG"
                    + " names, if set.")
    private Path file;

    @Mixin
    private GazetteerOptions gazetteer;

    public List<Path> files(Console console) {
        return ConfigLoader.gazetteerFiles(
                ClusterOptions.configFile(Optional.ofNullable(file), console),
                console.environment(),
                gazetteer.settings());
    }
}
