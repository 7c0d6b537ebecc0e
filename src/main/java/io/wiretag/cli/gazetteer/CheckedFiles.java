package io.wiretag.cli.gazetteer;

import io.wiretag.cli.terminal.CommandFailedException;
import io.wiretag.cli.terminal.Console;
import io.wiretag.files.FileTrouble;
import io.wiretag.files.OneLine;
import io.wiretag.rules.RulesVersion;
import io.wiretag.tagging.gazetteer.GazetteerFile;
import io.wiretag.tagging.gazetteer.GazetteerProblem;
import io.wiretag.tagging.gazetteer.GazetteerReport;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Files of an editor as commands read them, and what is said of them. */
final class CheckedFiles {
    private CheckedFiles() {}

    /** What is wrong, or looks wrong, a line each. */
    static void tell(Console console, GazetteerReport report) {
        tell(console, console.out(), report);
    }

    /** The same, told elsewhere than among the results. */
    static void tell(Console console, PrintStream where, GazetteerReport report) {
        report.errors().forEach(error -> where.println(OneLine.of(error.sentence())));
        report.warnings()
                .forEach(warning -> where.println(new GazetteerProblem(
                                OneLine.of(warning.file()),
                                warning.line(),
                                console.style().warning("warning: ") + OneLine.of(warning.what()))
                        .sentence()));
    }

    /**
     * Reads them as they are.
     *
     * @param most bytes of all together
     * @throws CommandFailedException if one cannot be read, is not in UTF-8, or they are larger
     */
    static List<GazetteerFile> read(List<Path> paths, int most) {
        List<GazetteerFile> files = new ArrayList<>();
        int left = most;
        for (Path path : paths) {
            byte[] bytes = read(path, left, most);
            left -= bytes.length;
            files.add(new GazetteerFile(path.toString(), text(path, bytes)));
        }
        return files;
    }

    /** As they are kept: without the folders of whoever applies them. */
    static RulesVersion version(List<GazetteerFile> files) {
        return RulesVersion.of(files.stream()
                .map(file ->
                        new GazetteerFile(String.valueOf(Path.of(file.name()).getFileName()), file.text()))
                .toList());
    }

    private static byte[] read(Path path, int left, int most) {
        byte[] bytes;
        // of a pipe nobody knows the size
        try (InputStream in = Files.newInputStream(path)) {
            bytes = in.readNBytes(left + 1);
        } catch (IOException e) {
            throw new CommandFailedException(path + " cannot be read: " + FileTrouble.reason(e));
        }
        if (bytes.length > left) {
            throw new CommandFailedException(path + " makes the files larger than " + most
                    + " bytes, which is as much as one record of the topic takes. Take out what is not needed, or raise"
                    + " max.message.bytes of the topic and topics.gazetteer.max.message.bytes alike");
        }
        return bytes;
    }

    /** A comment too: what is kept must have the bytes that the version is named for. */
    private static String text(Path path, byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        if (result.isError()) {
            long line = 1 + out.flip().chars().filter(c -> c == '\n').count();
            throw new CommandFailedException(new GazetteerProblem(
                            path.toString(), (int) line, "the line is not in UTF-8; save the file in that encoding")
                    .sentence());
        }
        return out.flip().toString();
    }
}
