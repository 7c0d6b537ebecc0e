package io.wiretag.cli.gazetteer;

import io.wiretag.cli.options.Codes;
import io.wiretag.cli.options.LinesOfJson;
import io.wiretag.cli.print.RefusedLine;
import io.wiretag.cli.terminal.CommandFailedException;
import io.wiretag.cli.terminal.Console;
import io.wiretag.files.FileTrouble;
import io.wiretag.files.OneLine;
import io.wiretag.scoring.AnnotatedStory;
import io.wiretag.scoring.RulesTrial;
import io.wiretag.scoring.Subject;
import io.wiretag.scoring.Wanted;
import io.wiretag.tagging.gazetteer.Gazetteer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads an editor's texts line by line into a trial; a line that cannot be used is kept for the end, and the rest goes on. */
final class AnnotatedTexts {
    private final Gazetteer gazetteer;
    private final Codes codes;
    private final RulesTrial trial;
    private final Instant now = Instant.now();
    private final Set<String> ids = new HashSet<>();
    private final List<RefusedLine> refused = new ArrayList<>();
    private String name = "";

    /** @param gazetteer whose codes the lines may have */
    AnnotatedTexts(Gazetteer gazetteer, RulesTrial trial) {
        this.gazetteer = gazetteer;
        this.codes = new Codes(gazetteer);
        this.trial = trial;
    }

    /** @throws CommandFailedException if the file cannot be read */
    void read(Path file, Console console) {
        boolean isInput = file.toString().equals("-");
        name = isInput ? "standard input" : OneLine.of(file.toString());
        try (InputStream in = isInput ? console.in() : Files.newInputStream(file)) {
            LinesOfJson lines = new LinesOfJson(in);
            for (Optional<LinesOfJson.Line> line = lines.next(); line.isPresent(); line = lines.next()) {
                take(line.get());
            }
        } catch (IOException e) {
            throw new CommandFailedException(FileTrouble.sentence(file, e));
        }
    }

    private void take(LinesOfJson.Line line) {
        try {
            AnnotatedStory story = AnnotatedStory.of(line.request());
            story.wanted().forEach(this::requireKnown);
            if (!ids.add(story.id())) {
                throw new IllegalArgumentException(
                        "the id '" + story.id() + "' stands in a line before: give each story its own");
            }
            trial.take(story, now);
        } catch (IllegalArgumentException e) {
            refuse(line, e.getMessage());
        } catch (RuntimeException | StackOverflowError e) {
            // a line that the tagger fails on must not cost the others
            refuse(line, "a fault of ours: " + e);
        }
    }

    private void refuse(LinesOfJson.Line line, String why) {
        refused.add(new RefusedLine(name, line.number(), OneLine.of(why)));
    }

    private void requireKnown(Subject subject, Wanted wanted) {
        Stream.concat(wanted.tags().stream(), wanted.optional().stream()).forEach(tag -> requireKnown(subject, tag));
    }

    private void requireKnown(Subject subject, String tag) {
        if (subject == Subject.AGENCIES) {
            String code = Wanted.code(tag);
            if (gazetteer.agency(code).isEmpty()) {
                throw unknown(code, codes::agencies);
            }
        } else if (gazetteer.province(tag).isEmpty()) {
            throw unknown(tag, codes::provinces);
        }
    }

    /** A name is none, though it can be told which is meant: other programs read these lines as well. */
    private static IllegalArgumentException unknown(String code, Function<List<String>, List<String>> search) {
        String meant = search.apply(List.of(code)).get(0);
        return new IllegalArgumentException(
                meant.equals(code)
                        ? "'" + code + "' is a public body, which is not scored: take it out"
                        : "'" + code + "' is no code: write " + meant);
    }

    /** What was read, for sentences. */
    String name() {
        return name;
    }

    List<RefusedLine> refused() {
        return List.copyOf(refused);
    }
}
