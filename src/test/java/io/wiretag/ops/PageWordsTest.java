package io.wiretag.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.life.RejectionReason;
import io.wiretag.ops.lag.BlindSpot;
import io.wiretag.ops.lag.LagStatus;
import io.wiretag.ops.rejected.ReplayPlan;
import io.wiretag.schema.Operation;
import io.wiretag.schema.ProvinceUnit;
import io.wiretag.tagging.Story;
import io.wiretag.tagging.Tagger;
import io.wiretag.tagging.Tags;
import io.wiretag.tagging.gazetteer.Gazetteer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The two dictionaries of the page, and the codes that the server sends it. */
class PageWordsTest {
    private static final Path ASSETS = Path.of("src/main/resources/dashboard/assets");
    private static final Path TABLES = Path.of("src/test/resources/tagging");
    private static final Pattern KEY =
            Pattern.compile("^ {2}'([^']+)': (\\(?\\{?[a-z, ]*\\}?\\)? => )?", Pattern.MULTILINE);
    private static final Pattern BLOCK =
            Pattern.compile("(?m)^province: VN-.. \\| ([^|]+) \\| [^|]+ \\| (\\d\\d)\n((?: .*\n)*)");

    @Test
    void bothLanguagesHaveTheSameKeysEachOnceAndWithTheSameValues() throws IOException {
        List<String> english = keys("words-en.js");

        assertThat(english).doesNotHaveDuplicates().hasSizeGreaterThan(200);
        assertThat(keys("words-vi.js")).isEqualTo(english);
    }

    @Test
    void everyCodeOfTheServerHasWords() throws IOException {
        Set<String> keys = keys("words-vi.js").stream()
                .map(key -> key.replaceFirst(" .*=> $", ""))
                .collect(Collectors.toSet());
        Stream<String> codes = Stream.of(
                        all("status.", LagStatus.values()),
                        all("status.why.", LagStatus.values()),
                        all("operation.", Operation.values()),
                        all("unit.", ProvinceUnit.values()),
                        Arrays.stream(RejectionReason.values()).map(reason -> "reason." + reason.code()),
                        Arrays.stream(ReplayPlan.Verdict.values())
                                .filter(verdict -> verdict != ReplayPlan.Verdict.REPLAY)
                                .map(verdict -> "refusal." + verdict.code()),
                        Arrays.stream(BlindSpot.Kind.values())
                                .filter(kind -> kind != BlindSpot.Kind.OTHER)
                                .map(kind -> "unseen." + kind.written()))
                .flatMap(each -> each);

        assertThat(keys).containsAll(codes.toList());
    }

    @Test
    void everyRuleThatGivesATagHasWords() throws IOException {
        Tagger tagger = Tagger.of(Gazetteer.builtIn());
        Set<String> rules = new TreeSet<>();
        for (String table : List.of("provinces.txt", "agencies.txt", "bodies.txt")) {
            for (String line : Files.readAllLines(TABLES.resolve(table))) {
                if (line.contains(" | ")) {
                    Tags tags = tagger.tag(
                            Story.ofText(line.substring(line.indexOf(" | ") + 3).replace("\\n", "\n")));
                    mentions(tags).forEach(mention -> rules.add("rule." + mention.rule()));
                }
            }
        }

        assertThat(rules).hasSizeGreaterThan(20);
        assertThat(keys("words-vi.js").stream().filter(key -> key.startsWith("rule.")))
                .containsAll(rules);
    }

    /** The gazetteer marks their names, for what announces a town announces them. */
    @Test
    void theMunicipalitiesOfThePageAreThoseOfTheGazetteer() throws IOException {
        String gazetteer = Files.readString(Path.of("src/main/resources/gazetteer/provinces.txt"));
        Set<String> marked = BLOCK.matcher(gazetteer)
                .results()
                .filter(block -> Pattern.compile("name: [^\n]*\\bmunicipality\\b")
                        .matcher(block.group(3))
                        .find())
                .map(block -> block.group(2))
                .collect(Collectors.toCollection(TreeSet::new));
        // its name was that of a town in Thừa Thiên Huế until 2025, and has no such mark
        marked.add("46");
        String page = Files.readString(ASSETS.resolve("names.js"));
        String listed = page.substring(page.indexOf("MUNICIPALITIES = new Set(["), page.indexOf("]);"));

        assertThat(Pattern.compile("\\d\\d").matcher(listed).results().map(MatchResult::group))
                .containsExactlyElementsOf(marked);
    }

    private static Stream<Tags.Mention> mentions(Tags tags) {
        return Stream.of(
                        tags.provinces().stream().flatMap(tag -> tag.mentions().stream()),
                        tags.agencies().stream().flatMap(tag -> tag.mentions().stream()),
                        tags.bodies().stream().flatMap(tag -> tag.mentions().stream()))
                .flatMap(each -> each);
    }

    private static Stream<String> all(String prefix, Enum<?>... values) {
        return Arrays.stream(values).map(value -> prefix + value.name());
    }

    /** In their order, each with the values that its words take. */
    private static List<String> keys(String file) throws IOException {
        return KEY.matcher(Files.readString(ASSETS.resolve(file)))
                .results()
                .map(found -> found.group(1) + (found.group(2) == null ? "" : " " + found.group(2)))
                .toList();
    }
}
