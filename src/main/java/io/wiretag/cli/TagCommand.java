package io.wiretag.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wiretag.Wiretag;
import io.wiretag.intake.format.ArticleReaders;
import io.wiretag.intake.format.Format;
import io.wiretag.intake.format.Reading;
import io.wiretag.intake.format.Source;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.tagging.Explanation;
import io.wiretag.tagging.Story;
import io.wiretag.tagging.Tagger;
import io.wiretag.tagging.Tags;
import io.wiretag.topology.ArticleTagger;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
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
            "With --jsonl it reads lines {\"id\": ..., \"text\": ...} (optional: headline, date) from the standard input and "
                    + "writes, in order, a line for each; a malformed line gets {\"id\": null, \"error\": ...}."
        },
        mixinStandardHelpOptions = true)
final class TagCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "FILE|-", arity = "0..*", description = "What to tag. Default: the standard input.")
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

    TagCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        if (explain && jsonLines) {
            throw new IllegalArgumentException("--explain and --jsonl exclude each other");
        }
        Tagger tagger = Wiretag.tagger(gazetteer.files(console));
        if (jsonLines) {
            return tagLines(tagger);
        }
        ArticleTagger articles = new ArticleTagger(tagger);
        boolean failed = false;
        for (String input : inputs) {
            Source source;
            try {
                source = source(input);
            } catch (IOException e) {
                console.err().println(Unreadable.sentence(Path.of(input), e));
                failed = true;
                continue;
            }
            for (Reading reading : ArticleReaders.read(source, format)) {
                if (reading instanceof Reading.Read read) {
                    if (explain) {
                        Story story = ArticleTagger.story(read.article());
                        print(story, tagger.explain(story));
                    } else {
                        print(articles.tag(read.article(), Instant.now().truncatedTo(ChronoUnit.MILLIS)));
                    }
                } else if (reading instanceof Reading.Complaint complaint) {
                    console.err().println(complaint.sentence());
                    failed = true;
                }
            }
        }
        return failed ? ExitCode.FAILED : ExitCode.OK;
    }

    private Source source(String input) throws IOException {
        if (input.equals("-")) {
            return Source.of("-", console.in());
        }
        try (InputStream in = Files.newInputStream(Path.of(input))) {
            return Source.of(input, in);
        }
    }

    private void print(TaggedArticle tagged) {
        if (json) {
            console.out().println(Json.line(Json.of(tagged)));
        } else {
            new EvidencePrinter(console).print(tagged);
        }
    }

    private void print(Story story, Explanation explanation) {
        if (json) {
            console.out().println(Json.line(story, explanation));
        } else {
            new ExplanationPrinter(console).print(story, explanation);
        }
    }

    private int tagLines(Tagger tagger) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(console.in(), StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            console.out().println(Json.line(answer(tagger, line)));
        }
        console.out().flush();
        return ExitCode.OK;
    }

    /** A line that the tagger fails on, a fault of ours, must not cost the others. */
    private static JsonNode answer(Tagger tagger, String line) {
        try {
            return tagLine(tagger, line);
        } catch (RuntimeException | StackOverflowError e) {
            return Json.MAPPER.createObjectNode().putNull("id").put("error", "a fault of ours: " + e);
        }
    }

    private static JsonNode tagLine(Tagger tagger, String line) {
        ObjectNode answer = Json.MAPPER.createObjectNode();
        try {
            JsonNode request = Json.MAPPER.readTree(line);
            if (request == null || !request.isObject()) {
                return answer.putNull("id").put("error", "the line is no JSON object");
            }
            if (!request.path("id").isTextual() || !request.path("text").isTextual()) {
                return answer.putNull("id").put("error", "the line must have the strings 'id' and 'text'");
            }
            Tags tags = tagger.tag(story(request));
            answer.put("id", request.get("id").textValue());
            ArrayNode provinces = answer.putArray("provinces");
            tags.provinces().stream().map(tag -> tag.province().code()).sorted().forEach(provinces::add);
            ArrayNode about = answer.putArray("about");
            tags.provinces().stream()
                    .filter(Tags.ProvinceTag::about)
                    .map(tag -> tag.province().code())
                    .sorted()
                    .forEach(about::add);
            ArrayNode agencies = answer.putArray("agencies");
            tags.agencies().stream()
                    .sorted(java.util.Comparator.comparing(
                                    (Tags.AgencyTag tag) -> tag.agency().code())
                            .thenComparing(Tags.AgencyTag::role))
                    .forEach(tag -> agencies.addObject()
                            .put("code", tag.agency().code())
                            .put("role", tag.role().name().toLowerCase(Locale.ROOT)));
            return answer;
        } catch (JsonProcessingException e) {
            return answer.putNull("id").put("error", "the line is no JSON: " + e.getOriginalMessage());
        } catch (DateTimeException e) {
            return answer.putNull("id").put("error", "'date' must be a date of ISO 8601: " + e.getMessage());
        }
    }

    private static Story story(JsonNode request) {
        Story text = Story.ofText(request.get("text").textValue());
        List<Story.Field> fields = new ArrayList<>();
        if (request.path("headline").isTextual()) {
            fields.add(new Story.Field(
                    Story.Kind.HEADLINE, "headline", request.get("headline").textValue()));
        }
        fields.addAll(text.fields());
        Optional<Instant> date = request.path("date").isTextual()
                ? Optional.of(date(request.get("date").textValue()))
                : Optional.empty();
        return new Story(fields, date);
    }

    private static Instant date(String text) {
        return text.indexOf('T') < 0
                ? LocalDate.parse(text).atStartOfDay(ZoneOffset.ofHours(7)).toInstant()
                : OffsetDateTime.parse(text).toInstant();
    }
}
