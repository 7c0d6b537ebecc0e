package io.wiretag.cli.gazetteer;

import io.wiretag.cli.terminal.CommandFailedException;
import io.wiretag.files.FileTrouble;
import io.wiretag.files.OneLine;
import io.wiretag.rules.RulesVersion;
import io.wiretag.tagging.gazetteer.GazetteerFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files of a version in a folder. Their names come from a topic: none leads out of the folder. */
final class WrittenRules {
    private WrittenRules() {}

    /**
     * Writes all or, where one is there already, none.
     *
     * @return the files in the order of the version
     * @throws CommandFailedException if one is there, has a name that no file can have, or cannot be written
     */
    static List<Path> write(RulesVersion version, Path folder) {
        Map<Path, GazetteerFile> files = new LinkedHashMap<>();
        for (GazetteerFile file : version.files()) {
            Path path = folder.resolve(plain(file.name()));
            if (files.containsKey(path)) {
                // two of one name, which came from two folders
                path = folder.resolve((files.size() + 1) + "-" + path.getFileName());
            }
            files.put(path, file);
        }
        files.keySet().stream()
                .filter(path -> Files.exists(path, LinkOption.NOFOLLOW_LINKS))
                .findFirst()
                .ifPresent(path -> {
                    throw new CommandFailedException(OneLine.of(path.toString())
                            + " is there already, and nothing was written: name another folder, or move it away");
                });
        files.forEach((path, file) -> write(folder, path, file));
        return new ArrayList<>(files.keySet());
    }

    private static Path plain(String name) {
        try {
            Path path = Path.of(name);
            if (path.equals(path.getFileName()) && !path.normalize().toString().isEmpty() && !name.equals("..")) {
                return path;
            }
        } catch (InvalidPathException e) {
            // no name of a file either
        }
        throw new CommandFailedException("'" + OneLine.of(name)
                + "' is no name of a file in a folder, and nothing was written: 'show' without --to prints it");
    }

    private static void write(Path folder, Path path, GazetteerFile file) {
        try {
            Files.createDirectories(folder);
            Files.write(path, file.bytes(), StandardOpenOption.CREATE_NEW);
        } catch (IOException e) {
            throw new CommandFailedException(
                    OneLine.of(path.toString()) + " cannot be written: " + FileTrouble.reason(e));
        }
    }
}
