package io.wiretag;

import io.wiretag.intake.format.ArticleReaders;
import io.wiretag.intake.format.Format;
import io.wiretag.intake.format.Reading;
import io.wiretag.intake.format.Source;
import io.wiretag.schema.Article;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The sample wires that come with the product, read as a newsroom's files are read. */
public final class Samples {
    private static final String FOLDER = "/samples/";

    private Samples() {}

    /** All of them, in the order in which they are to be published. */
    public static List<Article> articles() {
        List<Article> articles = new ArrayList<>();
        for (String name : text("index.txt").lines().map(String::strip).toList()) {
            if (name.isEmpty() || name.startsWith("#")) {
                continue;
            }
            for (Reading reading : ArticleReaders.read(new Source(name, bytes(name)), Format.AUTO)) {
                if (reading instanceof Reading.Read read) {
                    articles.add(read.article());
                } else {
                    throw new IllegalStateException("sample " + reading);
                }
            }
        }
        return articles;
    }

    private static String text(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String name) {
        try (InputStream in = Samples.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new IllegalStateException("sample " + name + " is not in this build");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("sample " + name, e);
        }
    }
}
