package io.wiretag.files;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Words for what goes wrong with files: the messages of the JDK are often no more than the name. Each is one line. */
public final class FileTrouble {

    private FileTrouble() {}

    /** Why an input cannot be read, with its name; {@code -} is the standard input. */
    public static String sentence(Path file, IOException failure) {
        String name = file.toString().equals("-") ? "standard input" : OneLine.of(file.toString());
        if (failure instanceof NoSuchFileException) {
            return name + ": " + reason(failure);
        }
        return name + ": cannot be read: "
                + (Files.isDirectory(file) && !(failure instanceof AccessDeniedException)
                        ? "it is a directory"
                        : reason(failure));
    }

    public static String reason(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return "no permission";
        }
        if (failure instanceof FileAlreadyExistsException) {
            return "there is a file of that name";
        }
        if (failure instanceof NoSuchFileException) {
            return "no such file or directory";
        }
        if (failure instanceof CharacterCodingException) {
            return "it is not UTF-8";
        }
        if (failure instanceof FileSystemException named && named.getReason() != null) {
            return OneLine.of(named.getReason());
        }
        return OneLine.of(Words.of(failure));
    }
}
