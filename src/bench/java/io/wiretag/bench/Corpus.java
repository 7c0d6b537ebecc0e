package io.wiretag.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wiretag.Samples;
import io.wiretag.codec.TrustedSchemaClasses;
import io.wiretag.life.ArticleTagger;
import io.wiretag.schema.Article;
import io.wiretag.schema.PubStatus;
import io.wiretag.tagging.Story;
import io.wiretag.tagging.Tagger;
import io.wiretag.tagging.Tagging;
import io.wiretag.tagging.Tags;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;

/**
 * The articles that everybody gets, the same in every JVM.
 *
 * <p>Each is one of the sample wires or of the longer held-out texts. Their lengths follow a log-normal distribution with a
 * median of 2,000 characters, about 350 words: what a text lacks is filled, before its last paragraph, with paragraphs of other
 * texts that name no province and no agency. So an article has the tags of a real wire, whatever its length.
 */
final class Corpus {
    /** How many different texts there are; they repeat under other uris. */
    static final int SIZE = 500;

    private static final double MEDIAN = 2000;
    private static final double SPREAD = 0.6;
    private static final int SHORTEST = 300;
    private static final int LONGEST = 12_000;
    private static final int WORTH_TAKING = 400;
    private static final String URI = "urn:bench:";

    static {
        TrustedSchemaClasses.trust();
    }

    private final List<Article> templates;

    private Corpus(List<Article> templates) {
        this.templates = List.copyOf(templates);
    }

    /** @param scale how many times longer than usual */
    static Corpus of(Tagger tagger, int scale) {
        List<Article> texts =
                Stream.concat(Samples.articles().stream(), heldOut()).toList();
        List<String> filling = texts.stream()
                .flatMap(article -> paragraphs(article).stream())
                .filter(paragraph -> namesNothing(tagger, paragraph))
                .toList();
        Random random = new Random(20261122);
        List<Article> templates = new ArrayList<>();
        for (int i = 0; i < SIZE; i++) {
            double length = MEDIAN * Math.exp(SPREAD * random.nextGaussian());
            int target = scale * (int) Math.max(SHORTEST, Math.min(LONGEST, length));
            templates.add(filled(texts.get(random.nextInt(texts.size())), filling, target, random));
        }
        return new Corpus(templates);
    }

    private static Stream<Article> heldOut() {
        String file = "/tagging/held-out-provinces.jsonl";
        try (InputStream in = Objects.requireNonNull(Corpus.class.getResourceAsStream(file), file)) {
            ObjectMapper json = new ObjectMapper();
            List<Article> long_ = new ArrayList<>();
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                JsonNode node = json.readTree(line);
                String text = node.get("text").asText();
                if (text.length() > WORTH_TAKING) {
                    long_.add(Article.newBuilder()
                            .setUri(node.get("id").asText())
                            .setLanguage(node.get("lang").asText())
                            .setBody(text)
                            .build());
                }
            }
            return long_.stream();
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }

    private static boolean namesNothing(Tagger tagger, String paragraph) {
        Tags tags = tagger.tag(Story.ofText(paragraph));
        return paragraph.length() > 60
                && tags.provinces().isEmpty()
                && tags.agencies().isEmpty();
    }

    private static List<String> paragraphs(Article article) {
        String body = article.getBody() == null ? "" : article.getBody();
        return Arrays.stream(body.split("\n\\s*\n")).toList();
    }

    private static Article filled(Article text, List<String> filling, int target, Random random) {
        List<String> paragraphs = new ArrayList<>(paragraphs(text));
        int length = text.getBody() == null ? 0 : text.getBody().length();
        while (length < target) {
            String more = filling.get(random.nextInt(filling.size()));
            paragraphs.add(Math.max(0, paragraphs.size() - 1), more);
            length += more.length() + 2;
        }
        return Article.newBuilder(text)
                .setBody(String.join("\n\n", paragraphs))
                .setPubStatus(PubStatus.usable)
                .setEmbargoedUntil(null)
                .build();
    }

    static String uri(long number) {
        return URI + number;
    }

    /** The other way of {@link #uri}. */
    static long number(String uri) {
        return Long.parseLong(uri.substring(URI.length()));
    }

    /**
     * The article of a uri. The object is used anew for the next one of the same text: encode it first.
     *
     * @param number of its uri
     */
    Article article(long number, int version) {
        Article article = templates.get((int) (number % SIZE));
        // not by a builder: it copies the article to its last string
        article.put("uri", uri(number));
        article.put("version", String.valueOf(version));
        return article;
    }

    /** Mean length of a body in characters. */
    double meanLength() {
        return templates.stream()
                .mapToInt(article -> article.getBody().length())
                .average()
                .orElseThrow();
    }

    /** What the tagger says of every text, in their order. */
    List<Tags> tags(Tagging tagger) {
        return templates.stream()
                .map(article -> tagger.tag(ArticleTagger.story(article, Instant.now())))
                .toList();
    }

    /** Answers what {@code tagger} said of the text once, without reading it: the same records and bytes go out. */
    Tagging constant(Tagging tagger) {
        List<Tags> answers = tags(tagger);
        return story -> answers.get((int) (number(story.uri().orElseThrow()) % SIZE));
    }
}
