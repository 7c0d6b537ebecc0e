package io.wiretag.cli.options;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Which files extend the built-in gazetteer: shared by all commands that tag. */
public final class GazetteerOptions {
    @Option(
            names = "--gazetteer",
            paramLabel = "FILE",
            description = "File that extends or changes the built-in gazetteer. May be repeated; together the same as"
                    + " the key gazetteer.file.")
    private final List<Path> files = new ArrayList<>();

    /** The keys of the configuration that the flag stands for. */
    public Map<String, String> settings() {
        for (Path file : files) {
            if (file.toString().indexOf(',') >= 0) {
                throw new IllegalArgumentException("--gazetteer '" + file + "': the path must have no comma");
            }
        }
        return files.isEmpty()
                ? Map.of()
                : Map.of("gazetteer.file", files.stream().map(Path::toString).collect(Collectors.joining(",")));
    }
}
