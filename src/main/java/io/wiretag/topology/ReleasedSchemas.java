package io.wiretag.topology;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import org.apache.avro.Schema;

/** Schemas that releases wrote state with. State that lives in a changelog for a year was written by one of these. */
final class ReleasedSchemas {
    /** Every release so far: a folder of {@code schemas/released} each. */
    static final List<String> RELEASES = List.of("0.1.0");

    private ReleasedSchemas() {}

    /** The schema of a file, such as {@code article-state.avsc}, in every release. */
    static List<Schema> of(String file) {
        return RELEASES.stream().map(release -> schema(release, file)).toList();
    }

    private static Schema schema(String release, String file) {
        Schema.Parser parser = new Schema.Parser();
        // state names types of these
        parse(parser, release, "article.avsc");
        parse(parser, release, "tagged-article.avsc");

        return parse(parser, release, file);
    }

    private static Schema parse(Schema.Parser parser, String release, String file) {
        String path = "/schemas/released/" + release + "/" + file;
        try (InputStream in = ReleasedSchemas.class.getResourceAsStream(path)) {
            return parser.parse(Objects.requireNonNull(in, path + " is not in the jar"));
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        }
    }
}
