package io.wiretag.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders that were needed for a while. */
public final class Folders {
    private Folders() {}

    /**
     * Deletes it with all that is in it, as far as that goes. Of a link nothing but the link.
     *
     * @throws IOException if something is left: what stood in the way first
     */
    public static void delete(Path folder) throws IOException {
        List<IOException> failures = new ArrayList<>();
        for (Path file : deepestFirst(folder)) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
    }

    private static List<Path> deepestFirst(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.sorted(Comparator.reverseOrder()).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
