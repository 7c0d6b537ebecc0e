package io.wiretag.tagging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Texts to measure with. */
public enum Corpus {
    /** The sample wires: whole stories, most words of which are no names. */
    WIRES("sample wires") {
        @Override
        List<String> texts() {
            List<String> texts = new ArrayList<>();
            for (String name : resource("/samples/index.txt").lines().toList()) {
                String sample = resource("/samples/" + name);
                texts.add(name.endsWith(".json") ? body(sample) : sample);
            }
            texts.removeIf(String::isBlank);
            return texts;
        }
    },
    /** Short texts full of names and traps, written to try the tagger. */
    TRAPS("short texts full of names and traps") {
        @Override
        List<String> texts() {
            return resource("/tagging/held-out-provinces.jsonl")
                    .lines()
                    .map(line -> json(line).path("text").asText())
                    .toList();
        }
    };

    private final String what;

    Corpus(String what) {
        this.what = what;
    }

    String what() {
        return what;
    }

    abstract List<String> texts();

    private static String body(String ninjs) {
        StringBuilder body = new StringBuilder();
        JsonNode article = json(ninjs);
        article.path("headlines")
                .forEach(
                        headline -> body.append(headline.path("value").asText()).append("\n\n"));
        article.path("bodies").forEach(each -> body.append(each.path("value").asText()));
        return body.toString();
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String resource(String path) {
        try (InputStream in = Corpus.class.getResourceAsStream(path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
