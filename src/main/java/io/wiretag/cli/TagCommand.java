package io.wiretag.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wiretag.Wiretag;
import io.wiretag.cli.options.InputFiles;
import io.wiretag.cli.options.LinesOfJson;
import io.wiretag.cli.options.LocalGazetteerOptions;
import io.wiretag.cli.print.EvidencePrinter;
import io.wiretag.cli.print.ExplanationPrinter;
import io.wiretag.cli.print.Json;
import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.files.FileTrouble;
import io.wiretag.files.OneLine;
import io.wiretag.intake.format.ArticleReaders;
import io.wiretag.intake.format.Format;
import io.wiretag.intake.format.Reading;
import io.wiretag.intake.format.Source;
import io.wiretag.life.ArticleTagger;
import io.wiretag.schema.Article;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.scoring.LineValues;
import io.wiretag.tagging.Explanation;
import io.wiretag.tagging.Story;
import io.wiretag.tagging.Tagger;
import io.wiretag.tagging.Tags;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code wiretag tag}: the tags of a text, without any Kafka. */
@Command(
        name = "tag",
        description = {
            "Tags files, or the standard input, without any Kafka.",
            "With --jsonl it reads lines {\"id\": ..., \"text\": ...} (optional: headline, date) and writes, in order, a line "
                    + "for each; a malformed line gets {\"id\": ..., \"error\": \"FILE:LINE: ...\"}, and in the end the exit "
                    + "code is 1."
        },
        mixinStandardHelpOptions = true)
final class TagCommand implements Callable<Integer> {
    private static final String ERROR = "error";

    private final Console console;

    @Parameters(
            paramLabel = "FILE|DIR|-",
            arity = "0..*",
            description = "What to tag; a directory stands for all files below it. Default: the standard input.")
    private List<String> inputs = List.of("-");

    @Option(names = "--format", description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}, by content.")
    private Format format = Format.AUTO;

    @Option(names = "--json", description = "The whole tagged article with its evidence, one JSON object a line.")
    private boolean json;

    @Option(names = "--jsonl", description = "Lines of JSON in, lines of codes out.")
    private boolean jsonLines;

    @Option(
            names = "--explain",
            description = "The text with its mentions and with what was rejected, and why. With --json as JSON.")
    private boolean explain;

    @Mixin
    private LocalGazetteerOptions gazetteer;

    private Tagger tagger;
    private boolean failed;
    /** Whether it must be told which file an article is in. */
    private boolean several;

    TagCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (jsonLines && (explain || json || format != Format.AUTO)) {
            throw new IllegalArgumentException(
                    "--jsonl goes without --explain, --json and --format: its lines have their own");
        }
        tagger = Wiretag.tagger(gazetteer.files(console));
        InputFiles files = new InputFiles(this::fail, console.err()::println);
        List<Path> named = new ArrayList<>();
        for (String input : inputs) {
            named.addAll(input.equals("-") ? List.of(Path.of(input)) : files.below(Path.of(input)));
        }
        several = named.size() > 1;
        named.forEach(this::tag);
        console.out().flush();
        return failed ? ExitCode.FAILED : ExitCode.OK;
    }

    private void fail(String line) {
        console.err().println(line);
        failed = true;
    }

    private void tag(Path file) {
        try (InputStream in = file.toString().equals("-") ? console.in() : Files.newInputStream(file)) {
            tag(file.toString(), in);
        } catch (IOException e) {
            fail(FileTrouble.sentence(file, e));
        }
    }

    private void tag(String name, InputStream in) throws IOException {
        if (jsonLines) {
            tagLines(name, in);
            return;
        }
        for (Reading reading : ArticleReaders.read(Source.of(name, in), format)) {
            if (reading instanceof Reading.Read read) {
                read.warnings().forEach(warning -> console.err().println(warning.sentence()));
                tag(name, read.article());
            } else if (reading instanceof Reading.Complaint complaint) {
                fail(complaint.sentence());
            }
        }
    }

    private void tag(String name, Article article) {
        if (explain) {
            Story story = ArticleTagger.story(article, Instant.now());
            print(name, story, tagger.explain(story));
        } else {
            print(name, new ArticleTagger(tagger).tag(article, Instant.now().truncatedTo(ChronoUnit.MILLIS)));
        }
    }

    private void print(String name, TaggedArticle tagged) {
        if (json) {
            ObjectNode line = Json.MAPPER.createObjectNode().put("file", name);
            console.out().println(Json.line(line.setAll((ObjectNode) Json.of(tagged))));
        } else {
            printName(name);
            new EvidencePrinter(console).print(tagged);
        }
    }

    private void print(String name, Story story, Explanation explanation) {
        if (json) {
            console.out().println(Json.line(name, story, explanation));
        } else {
            printName(name);
            new ExplanationPrinter(console).print(story, explanation);
        }
    }

    private void printName(String name) {
        if (several) {
            console.out().println(console.style().faint(OneLine.of(name) + ":"));
        }
    }

    private void tagLines(String name, InputStream in) throws IOException {
        String source = name.equals("-") ? "standard input" : OneLine.of(name);
        LinesOfJson lines = new LinesOfJson(in);
        for (Optional<LinesOfJson.Line> line = lines.next(); line.isPresent(); line = lines.next()) {
            ObjectNode answer = answer(source + ":" + line.get().number() + ": ", line.get());
            failed |= answer.has(ERROR);
            console.out().println(Json.line(answer));
        }
    }

    /** The id is kept as it came, also where nothing else of the line can be used. */
    private ObjectNode answer(String place, LinesOfJson.Line line) {
        ObjectNode answer = Json.MAPPER.createObjectNode();
        Story story;
        try {
            ObjectNode request = line.request();
            answer.set("id", request.get("id"));
            story = story(request);
        } catch (IllegalArgumentException e) {
            answer.set("id", line.id());
            return answer.put(ERROR, OneLine.of(place + e.getMessage()));
        }
        try {
            return answer.setAll(codes(tagger.tag(story)));
        } catch (RuntimeException | StackOverflowError e) {
            // a line that the tagger fails on must not cost the others
            return answer.put(ERROR, OneLine.of(place + "a fault of ours: " + e));
        }
    }

    private static ObjectNode codes(Tags tags) {
        ObjectNode codes = Json.MAPPER.createObjectNode();
        ArrayNode provinces = codes.putArray("provinces");
        tags.provinces().stream().map(tag -> tag.province().code()).sorted().forEach(provinces::add);
        ArrayNode units = codes.putArray("units");
        tags.provinces().stream()
                .map(tag -> tag.province().unitSince2025Code())
                .distinct()
                .sorted()
                .forEach(units::add);
        ArrayNode about = codes.putArray("about");
        tags.provinces().stream()
                .filter(Tags.ProvinceTag::about)
                .map(tag -> tag.province().code())
                .sorted()
                .forEach(about::add);
        ArrayNode agencies = codes.putArray("agencies");
        tags.agencies().stream()
                .sorted(Comparator.comparing(
                                (Tags.AgencyTag tag) -> tag.agency().code())
                        .thenComparing(Tags.AgencyTag::role))
                .forEach(tag -> agencies.addObject()
                        .put("code", tag.agency().code())
                        .put("kind", tag.agency().kind().written())
                        .put("role", tag.role().name().toLowerCase(Locale.ROOT)));
        ArrayNode bodies = codes.putArray("bodies");
        tags.bodies()
                .forEach(tag -> bodies.addObject()
                        .put("code", tag.body().code())
                        .put("role", tag.role().name().toLowerCase(Locale.ROOT)));
        return codes;
    }

    private static Story story(ObjectNode request) {
        String text = LineValues.string(request, "text")
                .orElseThrow(() -> new IllegalArgumentException("the line has no 'text': give it one, a string"));
        List<Story.Field> fields = new ArrayList<>();
        LineValues.string(request, "headline")
                .ifPresent(headline -> fields.add(new Story.Field(Story.Kind.HEADLINE, "headline", headline)));
        fields.addAll(Story.ofText(text).fields());
        Optional<Instant> date = LineValues.date(request, "date");
        return new Story(fields, date, Optional.of(Instant.now()), Optional.empty());
    }
}
