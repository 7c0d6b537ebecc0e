package io.wiretag;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.junit.jupiter.api.Test;

/** The contract with newsrooms and subscribers does not break. */
class SchemasTest {
    private static final Path SCHEMAS = Path.of("schemas");

    @Test
    void everySchemaReadsWhatTheLastReleaseWrote() throws IOException {
        Path released = lastRelease();
        for (String file : List.of("article.avsc", "tagged-article.avsc", "article-state.avsc", "held-record.avsc")) {
            Schema now = schema(SCHEMAS, file);
            Schema then = schema(released, file);
            var compatibility = SchemaCompatibility.checkReaderWriterCompatibility(now, then);
            assertThat(compatibility.getType())
                    .as("%s as of %s: %s", file, released.getFileName(), compatibility.getDescription())
                    .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
        }
    }

    @Test
    void everyFieldIsDocumented() throws IOException {
        for (String file : List.of("article.avsc", "tagged-article.avsc", "article-state.avsc", "held-record.avsc")) {
            assertDocumented(schema(SCHEMAS, file));
        }
    }

    private static void assertDocumented(Schema schema) {
        switch (schema.getType()) {
            case RECORD -> {
                assertThat(schema.getDoc()).as(schema.getFullName()).isNotBlank();
                schema.getFields().forEach(field -> {
                    assertThat(field.doc())
                            .as(schema.getFullName() + "." + field.name())
                            .isNotBlank();
                    assertDocumented(field.schema());
                });
            }
            case ARRAY -> assertDocumented(schema.getElementType());
            case UNION -> schema.getTypes().forEach(SchemasTest::assertDocumented);
            default -> {
                // fields of plain types are documented where they stand
            }
        }
    }

    private static Path lastRelease() throws IOException {
        try (Stream<Path> releases = Files.list(SCHEMAS.resolve("released"))) {
            return releases.max(Comparator.comparing(path ->
                            Runtime.Version.parse(path.getFileName().toString().replaceFirst("^0\\.", "1."))))
                    .orElseThrow();
        }
    }

    /** A tagged article holds an article, and a state holds corrections of tagged ones: the one must be parsed before the other. */
    private static Schema schema(Path folder, String file) throws IOException {
        Schema.Parser parser = new Schema.Parser();
        if (!file.equals("article.avsc")) {
            parser.parse(folder.resolve("article.avsc").toFile());
        }
        if (file.equals("article-state.avsc")) {
            parser.parse(folder.resolve("tagged-article.avsc").toFile());
        }
        return parser.parse(folder.resolve(file).toFile());
    }
}
