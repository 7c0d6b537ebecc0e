package io.wiretag.cli.gazetteer;

import io.wiretag.cli.terminal.CommandFailedException;
import io.wiretag.files.OneLine;
import io.wiretag.rules.RulesBook;
import io.wiretag.rules.RulesChange;
import io.wiretag.rules.RulesVersion;
import io.wiretag.tagging.gazetteer.Gazetteer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A gazetteer by what a user calls it. */
public final class NamedRules {
    public static final String IN_FORCE = "in-force";

    private NamedRules() {}

    /**
     * {@code built-in}, {@code in-force}, what {@link RulesBook#find} finds, or a file.
     *
     * @throws CommandFailedException if there is none
     * @throws io.wiretag.tagging.gazetteer.InvalidGazetteerException if it is wrong
     */
    public static Gazetteer gazetteer(String name, RulesBook book) {
        if (name.equals("built-in")) {
            return Gazetteer.builtIn();
        }
        if (name.equals(IN_FORCE)) {
            return gazetteer(inForce(book, "name one, a file, or built-in"), book);
        }
        if (book.find(name).isEmpty() && Files.exists(Path.of(name))) {
            return Gazetteer.builtInWith(List.of(Path.of(name)));
        }
        return gazetteer(change(name, book), book);
    }

    private static RulesChange inForce(RulesBook book, String otherwise) {
        return book.inForce()
                .filter(change -> change.hash().isPresent())
                .orElseThrow(() -> new CommandFailedException("no version is in force: " + otherwise));
    }

    /**
     * A version that was put in force, {@code in-force} among them.
     *
     * @throws CommandFailedException if there is none of that name, or it has no files
     */
    static RulesVersion version(String name, RulesBook book) {
        RulesChange change = name.equals(IN_FORCE)
                ? inForce(book, "'wiretag gazetteer history' shows those that were")
                : change(name, book);
        if (change.hash().isEmpty()) {
            throw new CommandFailedException(
                    "change " + change.number() + " put no version in force, and has no files");
        }
        return version(change, book);
    }

    /** @throws CommandFailedException if there is none of that name */
    static RulesChange change(String name, RulesBook book) {
        return book.find(name)
                .orElseThrow(
                        () -> new CommandFailedException(
                                "there is no version and no file '" + OneLine.of(name)
                                        + "': 'wiretag gazetteer history' shows all, by the numbers of their changes and as tags name them"));
    }

    private static Gazetteer gazetteer(RulesChange change, RulesBook book) {
        return change.hash().isEmpty()
                ? Gazetteer.builtIn()
                : Gazetteer.builtInWithFiles(version(change, book).files());
    }

    /** The files of a change that has some. */
    static RulesVersion version(RulesChange change, RulesBook book) {
        return book.version(change.hash().orElseThrow())
                .orElseThrow(() -> new CommandFailedException(
                        "the files of version " + OneLine.of(change.version()) + " are not in the topic any more"));
    }
}
