package io.wiretag.cli.options;

import io.wiretag.files.FileTrouble;
import io.wiretag.files.OneLine;
import io.wiretag.intake.folder.HotFolder;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The files that a command line names. Below a directory only regular files are read: nobody writes to a pipe that lies about.
 * In a hot folder what lies in its trays was published before, and is left alone.
 */
public final class InputFiles {
    private final Consumer<String> complaints;
    private final Consumer<String> notes;

    /**
     * @param complaints takes a sentence for each path that cannot be read or looked into
     * @param notes takes a sentence for what is left alone
     */
    public InputFiles(Consumer<String> complaints, Consumer<String> notes) {
        this.complaints = complaints;
        this.notes = notes;
    }

    /**
     * The file itself, which may be a pipe, or all files below the directory, by name; what cannot be looked into is told and
     * left out.
     */
    public List<Path> below(Path input) {
        if (!Files.isDirectory(input)) {
            return List.of(input);
        }
        List<Path> files = new ArrayList<>();
        try {
            Files.walkFileTree(input, new Visitor(input, files));
        } catch (IOException e) {
            complaints.accept(FileTrouble.sentence(input, e));
        }
        files.sort(null);
        return files;
    }

    private final class Visitor extends SimpleFileVisitor<Path> {
        private final Path input;
        private final List<Path> files;

        Visitor(Path input, List<Path> files) {
            this.input = input;
            this.files = files;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            // whoever names a tray wants what lies there
            if (!directory.equals(input) && isHotFoldersOwn(directory)) {
                return FileVisitResult.SKIP_SUBTREE;
            }
            if (HotFolder.isOne(directory)) {
                notes.accept(OneLine.of(directory + ": a hot folder: left alone are its "
                        + String.join(", ", HotFolder.ownNames()) + " and what begins with a dot"));
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (isHotFoldersOwn(file)) {
                return FileVisitResult.CONTINUE;
            }
            // of a link that leads nowhere the reading tells
            if (attributes.isRegularFile() || Files.isRegularFile(file) || Files.notExists(file)) {
                files.add(file);
            } else {
                complaints.accept(FileTrouble.sentence(
                        file, new FileSystemException(file.toString(), null, "it is no regular file, left alone")));
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            complaints.accept(FileTrouble.sentence(file, failure));
            return FileVisitResult.CONTINUE;
        }

        private boolean isHotFoldersOwn(Path path) {
            Path folder = path.getParent();
            if (folder == null || !HotFolder.isOne(folder)) {
                return false;
            }
            String name = path.getFileName().toString();
            return name.startsWith(".")
                    || Files.isDirectory(path) && HotFolder.ownNames().contains(name);
        }
    }
}
