package io.wiretag.cli.rejected;

import io.wiretag.cli.print.Json;
import io.wiretag.cli.terminal.CommandFailedException;
import io.wiretag.files.FileTrouble;
import io.wiretag.ops.rejected.RejectedRecord;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** A directory of rejected records: {@code 0-17.bin} for the bytes of each, {@code rejected.jsonl} for what is known of them. */
final class RejectedExport implements AutoCloseable {
    private final Path directory;
    private final BufferedWriter lines;
    private int written;

    private RejectedExport(Path directory, BufferedWriter lines) {
        this.directory = directory;
        this.lines = lines;
    }

    /** @throws IllegalArgumentException if the directory is not empty or cannot be written to */
    static RejectedExport into(Path directory) {
        try {
            Files.createDirectories(directory);
            try (Stream<Path> files = Files.list(directory)) {
                if (files.findAny().isPresent()) {
                    throw new IllegalArgumentException(
                            directory + " is not empty: name a directory that is, or a new one");
                }
            }
            return new RejectedExport(directory, Files.newBufferedWriter(directory.resolve("rejected.jsonl")));
        } catch (IOException e) {
            throw new IllegalArgumentException(directory + " cannot be written to: " + FileTrouble.reason(e), e);
        }
    }

    /** The bytes first: whatever a line names is there. */
    void write(RejectedRecord each) {
        try {
            Optional<String> file = each.value().map(value -> each.partition() + "-" + each.offset() + ".bin");
            if (file.isPresent()) {
                Files.write(directory.resolve(file.get()), each.value().orElseThrow());
            }
            lines.write(Json.exported(each, file));
            lines.newLine();
            written++;
        } catch (IOException e) {
            throw new CommandFailedException(
                    directory + " cannot be written to after " + written + " records: " + FileTrouble.reason(e));
        }
    }

    int written() {
        return written;
    }

    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException e) {
            throw new CommandFailedException(directory + " could not be written to its end: " + e);
        }
    }
}
