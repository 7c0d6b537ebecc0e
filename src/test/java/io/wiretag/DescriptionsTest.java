package io.wiretag;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.schema.Article;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.testing.Needs;
import io.wiretag.testing.Tool;
import io.wiretag.topics.Topic;
import io.wiretag.topics.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The parsers that others will read our descriptions with take them. */
@Tag("full")
@Needs({Tool.NODE, Tool.NPM})
class DescriptionsTest {
    private static final Path ASYNC = Path.of("docs/asyncapi.json").toAbsolutePath();
    private static final List<Path> OPEN = Stream.of("intake", "delivery")
            .map(part -> Path.of("src/main/resources", part, "openapi.json").toAbsolutePath())
            .toList();

    @TempDir
    static Path folder;

    private record Answer(int code, List<String> out, String objections) {}

    @BeforeAll
    static void installParsers() throws Exception {
        try (Stream<Path> files = Files.list(Path.of("src/test/npm"))) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        Answer answer = run("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts");
        assertThat(answer.code()).as(answer.objections()).isZero();
    }

    @Test
    void aParserOfAsyncApiFindsEveryTopicAndTheFieldsOfItsRecords() throws Exception {
        Answer answer = run("node", "asyncapi.mjs", ASYNC.toString());

        assertThat(answer.objections()).isEmpty();
        assertThat(answer.code()).isZero();
        Topics topics = Topics.of("", 1, (short) 1, Map.of());
        assertThat(answer.out())
                .extracting(line -> line.split(" ")[0])
                .containsAll(topics.all().stream().map(Topic::name).toList());
        assertThat(answer.out())
                .contains(
                        "articles.published published " + fields(Article.getClassSchema()),
                        "articles.current current.down 0")
                .filteredOn(line -> line.endsWith(" " + fields(TaggedArticle.getClassSchema())))
                .hasSize(topics.articleSinks().size());
    }

    @Test
    void aParserOfOpenApiTakesWhatTheServersSayOfThemselves() throws Exception {
        Answer answer =
                run("node", "openapi.mjs", OPEN.get(0).toString(), OPEN.get(1).toString());

        assertThat(answer.objections()).isEmpty();
        assertThat(answer.code()).isZero();
    }

    @Test
    void theParsersWouldObject() throws Exception {
        Path open = Files.writeString(
                folder.resolve("open.json"),
                Files.readString(OPEN.get(1)).replace("#/components/schemas/Page", "#/components/schemas/Pages"));
        Path async = Files.writeString(
                folder.resolve("async.json"), Files.readString(ASYNC).replace("\"partitions\"", "\"partition\""));

        assertThat(run("node", "openapi.mjs", open.toString()).objections()).contains("Can't resolve $ref");
        assertThat(run("node", "asyncapi.mjs", async.toString()).objections()).contains("partition");
    }

    private static int fields(Schema schema) {
        return schema.getFields().size();
    }

    private static Answer run(String... command) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Path objections = folder.resolve("objections");
        int code = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(objections.toFile())
                .start()
                .waitFor();
        return new Answer(code, Files.readAllLines(out), Files.readString(objections, StandardCharsets.UTF_8));
    }
}
