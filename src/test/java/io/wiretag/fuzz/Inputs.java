package io.wiretag.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The inputs that are kept. */
final class Inputs {

    static final Path KEPT = Path.of("src/test/resources/fuzz");

    private Inputs() {}

    /** To begin with. */
    static List<byte[]> seeds(Door door) {
        return of(KEPT.resolve("seeds").resolve(door.folder()));
    }

    /** Each once broke a promise. */
    static List<byte[]> found(Door door) {
        return of(KEPT.resolve("found").resolve(door.folder()));
    }

    /** In the order of their names, so that a run can be repeated. */
    private static List<byte[]> of(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<byte[]> inputs = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                inputs.add(Files.readAllBytes(file));
            }
            return inputs;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
