package io.wiretag.cli;

import io.wiretag.intake.FileTrouble;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The files that a command line names. */
final class InputFiles {
    private final Consumer<String> complaints;

    /** @param complaints takes a sentence for each path that cannot be looked into */
    InputFiles(Consumer<String> complaints) {
        this.complaints = complaints;
    }

    /** The file itself, or all files below the directory, by name; what cannot be looked into is told and left out. */
    List<Path> below(Path input) {
        List<Path> files = new ArrayList<>();
        try {
            Files.walkFileTree(input, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    files.add(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) {
                    complaints.accept(FileTrouble.sentence(file, failure));
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            complaints.accept(FileTrouble.sentence(input, e));
        }
        files.sort(null);
        return files;
    }
}
