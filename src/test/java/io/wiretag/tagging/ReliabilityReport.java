package io.wiretag.tagging;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.tagging.GoldTexts.Text;
import io.wiretag.tagging.Tags.Mention;
import io.wiretag.tagging.gazetteer.Gazetteer;
import io.wiretag.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Prints what a confidence is worth: of the mentions with a confidence of about 90, how many are right? And how well provinces are
 * found in altered texts.
 *
 * <pre>{@code mvn -q test -Dtest=ReliabilityReport [-Deval.dir=...]}</pre>
 *
 * Read are the held-out texts and, where they are at hand, the development texts, as they are and altered. A mention is right if the
 * text has its tag in the gold, or among the optional ones: the gold is for texts, not for mentions. Not part of the build; the
 * numbers in the rules are set by it.
 */
class ReliabilityReport {
    private final Tagger tagger = Tagger.of(Gazetteer.builtIn());

    private record Seen(Alteration alteration, String tag, Mention mention, boolean right) {}

    /** Mentions and right ones, counted and weighed by how often texts are so altered. */
    private record Share(int mentions, double weight, double right) {
        static Share of(Seen seen) {
            double weight = seen.alteration().weight();
            return new Share(1, weight, seen.right() ? weight : 0);
        }

        Share plus(Share other) {
            return new Share(mentions + other.mentions, weight + other.weight, right + other.right);
        }

        double percent() {
            return 100 * right / weight;
        }
    }

    @Test
    void print() throws IOException {
        List<Seen> places = new ArrayList<>();
        List<Seen> agencies = new ArrayList<>();
        for (Path file : files("provinces")) {
            read(GoldTexts.provinces(file), places, ReliabilityReport::places);
        }
        for (Path file : files("agencies")) {
            read(GoldTexts.agencies(file), agencies, ReliabilityReport::agencies);
        }
        print("Provinces, by confidence", places, seen -> bucket(seen.mention().confidence()));
        print("Provinces, by rule and confidence", places, ReliabilityReport::rule);
        print("Provinces, by alteration", places, seen -> seen.alteration().toString());
        print("Agencies, by confidence", agencies, seen -> bucket(seen.mention().confidence()));
        print("Agencies, by rule and confidence", agencies, ReliabilityReport::rule);
        assertThat(places).isNotEmpty();
        for (Path file : files("provinces")) {
            System.out.println("Score of provinces in " + file.getFileName());
            for (Alteration alteration : Alteration.values()) {
                System.out.printf("  %-24s %s%n", alteration, score(GoldTexts.provinces(file), alteration));
            }
        }
    }

    private Map<String, GoldTexts.Score> score(GoldTexts gold, Alteration alteration) {
        return gold.score(text -> alteration.of(text).stream()
                .flatMap(altered -> GoldTexts.provinces(tagger.tag(Story.ofText(altered))).stream())
                .collect(Collectors.toSet()));
    }

    private static List<Path> files(String what) {
        Path held = Path.of("src/test/resources/tagging", "held-out-" + what + ".jsonl");
        Path development = Tool.developmentTexts().resolve(what + "-dev.jsonl");
        return Files.isReadable(development) ? List.of(development, held) : List.of(held);
    }

    private record Told(String tag, Mention mention) {}

    private void read(GoldTexts gold, List<Seen> seen, Function<Tags, List<Told>> told) {
        for (Text text : gold.texts()) {
            for (Alteration alteration : Alteration.values()) {
                for (String altered : alteration.of(text.text())) {
                    for (Told each : told.apply(tagger.tag(Story.ofText(altered)))) {
                        boolean right = text.tags().contains(each.tag())
                                || text.optional().contains(each.tag());
                        seen.add(new Seen(alteration, each.tag(), each.mention(), right));
                    }
                }
            }
        }
    }

    private static List<Told> places(Tags tags) {
        return tags.provinces().stream()
                .flatMap(tag -> tag.mentions().stream()
                        .map(mention -> new Told(tag.province().code(), mention)))
                .toList();
    }

    private static List<Told> agencies(Tags tags) {
        return tags.agencies().stream()
                .flatMap(tag -> tag.mentions().stream()
                        .map(mention -> new Told(
                                tag.agency().code() + " " + tag.role().name().toLowerCase(Locale.ROOT), mention)))
                .toList();
    }

    private static String bucket(int confidence) {
        return confidence >= 97
                ? "97-100"
                : confidence >= 90 ? "90-96" : confidence >= 80 ? "80-89" : confidence >= 60 ? "60-79" : "0-59";
    }

    private static String rule(Seen seen) {
        return seen.mention().rule() + " " + seen.mention().confidence();
    }

    private static void print(String title, List<Seen> all, Function<Seen, String> by) {
        Map<String, Share> shares = new TreeMap<>();
        all.forEach(seen -> shares.merge(by.apply(seen), Share.of(seen), Share::plus));
        System.out.println(title);
        shares.forEach((name, share) -> System.out.printf(
                Locale.ROOT, "  %-36s %6d mentions  %5.1f %% right%n", name, share.mentions(), share.percent()));
    }
}
