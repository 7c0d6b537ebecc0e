package io.wiretag.files;

import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** A file with content of its own. Whoever opens a pipe waits until somebody writes to it, be it for ever. */
public final class RegularFile {

    private RegularFile() {}

    /** Whether something of that name is there that is no regular file; a directory is none. */
    public static boolean isOther(Path file, LinkOption... links) {
        return Files.exists(file, links) && !Files.isRegularFile(file, links);
    }

    /** @throws FileSystemException with words for whoever put it there, if something of that name is no regular file */
    public static void requireIfThere(Path file, LinkOption... links) throws FileSystemException {
        if (isOther(file, links)) {
            throw new FileSystemException(file.toString(), null, "it is no regular file");
        }
    }
}
