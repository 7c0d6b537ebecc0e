package io.wiretag.intake.format;

import com.fasterxml.jackson.databind.node.TextNode;
import io.wiretag.files.Sha256;
import io.wiretag.intake.format.text.LanguageGuess;
import io.wiretag.intake.format.time.WireTime;
import io.wiretag.schema.Article;
import io.wiretag.schema.PubStatus;
import io.wiretag.tagging.text.WireText;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Reads one wire in plain text. What a site puts around the story is left out; dateline and sign-off stay in the body,
 * since they tell who wrote it and where.
 *
 * <p><b>Identity.</b> Plain text carries none, so the {@code uri} is made from the text itself: {@code
 * urn:wiretag:sha256:} and the SHA-256 of the text in Unicode NFC with every run of white space as one blank. The same
 * wire sent twice is the same article, whatever its line ends and normal form. But a corrected text has another uri: it
 * is a new article and does not replace the old one, unless the caller gives both the same uri. There is no version;
 * {@code versionCreated} tells which is later.
 */
final class PlainTextReader {

    private static final String URI_PREFIX = "urn:wiretag:sha256:";

    private PlainTextReader() {}

    static Reading read(String text) throws UnreadableException {
        refuseBinary(text);
        // line ends of other systems would else stand within wrapped paragraphs
        String wire = text.replace("\r\n", "\n").replace('\r', '\n');
        WireText parts = WireText.of(wire);

        // a field of one line, though the wire may have wrapped it
        String headline =
                String.join(" ", of(WireText.Kind.HEADLINE, parts, wire)).replaceAll("\\s*\n\\s*", " ");
        String body = String.join("\n\n", of(WireText.Kind.PARAGRAPH, parts, wire));
        List<String> captions = of(WireText.Kind.CAPTION, parts, wire);
        List<String> timestamps = of(WireText.Kind.TIMESTAMP, parts, wire);
        if (headline.isEmpty() && body.isEmpty() && captions.isEmpty()) {
            throw new UnreadableException(
                    OptionalInt.empty(), "no story in it, only dates and lists of names: send the text of the article");
        }
        Article.Builder article = Article.newBuilder()
                .setPubStatus(PubStatus.usable)
                .setInfoSources(List.of())
                .setUri(URI_PREFIX + sha256(wire))
                .setLanguage(LanguageGuess.of(headline + "\n" + body).orElse(null))
                .setHeadline(headline.isEmpty() ? null : headline)
                .setBody(body.isEmpty() ? null : body)
                .setCaptions(captions)
                .setLocated(parts.datelinePlace()
                        .map(span -> wire.substring(span.start(), span.end()))
                        .orElse(null));
        setTimes(article, timestamps);
        return new Reading.Read(article.build());
    }

    /** Of several dates the first is that of the story, the last that of its latest change. */
    private static void setTimes(Article.Builder article, List<String> timestamps) {
        TreeSet<Instant> times = timestamps.stream()
                .map(WireTime::of)
                .flatMap(Optional::stream)
                .collect(Collectors.toCollection(TreeSet::new));
        if (!times.isEmpty()) {
            article.setFirstCreated(times.first()).setVersionCreated(times.last());
        } else if (!timestamps.isEmpty()) {
            // as in ninjs: a date that nobody can read is kept in its own words
            article.setAdditionalProperties(
                    Map.of("versionCreated", TextNode.valueOf(timestamps.get(0)).toString()));
        }
    }

    private static void refuseBinary(String text) throws UnreadableException {
        int nul = text.indexOf('\0');
        if (nul >= 0) {
            int line = 1
                    + (int) text.substring(0, nul)
                            .chars()
                            .filter(c -> c == '\n')
                            .count();
            throw new UnreadableException(
                    OptionalInt.of(line), "has the character NUL in it: this is no text; save the wire as plain text");
        }
    }

    private static List<String> of(WireText.Kind kind, WireText parts, String text) {
        List<String> found = new ArrayList<>();
        for (WireText.Part part : parts.parts()) {
            if (part.kind() == kind) {
                found.add(text.substring(part.start(), part.end()));
            }
        }
        return found;
    }

    private static String sha256(String text) {
        String normal = Normalizer.normalize(text, Normalizer.Form.NFC)
                .replaceAll("[\\s\\p{Z}]+", " ")
                .strip();
        return Sha256.hex(normal.getBytes(StandardCharsets.UTF_8));
    }
}
