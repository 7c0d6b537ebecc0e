package io.wiretag.cli;

import io.wiretag.access.ApiKeys;
import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.files.FileTrouble;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code wiretag intake key}: makes a key. */
@Command(
        name = "key",
        description = {
            "Makes a key. Standard output gets the line for the file of keys, which intake.keys.file names; standard error"
                    + " gets the key itself, this once, or a file of its own.",
            "",
            "wiretag intake key NAME >> FILE"
        },
        mixinStandardHelpOptions = true)
class KeyCommand implements Callable<Integer> {
    private static final Set<PosixFilePermission> OWNER_AND_GROUP = PosixFilePermissions.fromString("rw-r-----");

    private final Console console;

    @Parameters(
            paramLabel = "NAME",
            description =
                    "Who is to have it. Of a key of intake it goes with each article that comes in by it, as the header"
                            + " wiretag.source.")
    private String name;

    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            description = "Where the key goes instead of to standard error, for programs that read it from there."
                    + " Its owner and his group alone may read it. It must not be there yet.")
    private Optional<Path> keyFile;

    KeyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        ApiKeys.NewKey made = ApiKeys.create(name, rights());
        if (keyFile.isPresent()) {
            write(made.key(), keyFile.get());
        } else {
            console.err().println("Key of " + name + ", shown this once: " + made.key());
        }
        console.out().println(made.line());
        return ExitCode.OK;
    }

    /** What the key may and may not, where that differs. */
    Map<String, String> rights() {
        return Map.of();
    }

    /** Never readable for others, not even for a moment. */
    private static void write(String key, Path file) {
        FileAttribute<?>[] rights =
                file.getFileSystem().supportedFileAttributeViews().contains("posix")
                        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_AND_GROUP)}
                        : new FileAttribute<?>[0];
        try {
            Files.createFile(file, rights);
            Files.writeString(file, key + "\n");
        } catch (FileAlreadyExistsException e) {
            throw new IllegalArgumentException(
                    "file " + file + " is there already: name another, or remove it if its key is no longer used", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("file " + file + " cannot be written: " + FileTrouble.reason(e), e);
        }
    }
}
