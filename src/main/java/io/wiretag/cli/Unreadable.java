package io.wiretag.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Files that cannot be read, in words: Java's own say no more than the name. */
final class Unreadable {
    private Unreadable() {}

    static String sentence(Path file, IOException failure) {
        String name = file.toString().equals("-") ? "standard input" : file.toString();
        if (failure instanceof NoSuchFileException) {
            return name + ": no such file or directory";
        }
        if (failure instanceof AccessDeniedException) {
            return name + ": no permission to read it";
        }
        if (Files.isDirectory(file)) {
            return name + ": is a directory";
        }
        return name + ": cannot be read: " + failure.getMessage();
    }
}
