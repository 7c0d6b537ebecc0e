package io.wiretag.tagging;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.tagging.gazetteer.Gazetteer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each line of the tables is a text and the tags that it must get: one for every rule, spelling and trap. */
class TaggingTableTest {
    private static final Pattern CODE = Pattern.compile("\\\\u([0-9a-f]{4})");

    private final Tagger tagger = Tagger.of(Gazetteer.builtIn());

    @TestFactory
    Stream<DynamicTest> textsGetTheProvincesOfTheTable() throws IOException {
        return Stream.concat(table("provinces.txt", this::provinces), table("look-alikes.txt", this::provinces));
    }

    private void provinces(String expected, String text) {
        Tags tags = tagger.tag(Story.ofText(text));
        Set<String> codes = tags.provinces().stream()
                .map(tag -> tag.province().code())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(codes).isEqualTo(split(expected, " "));
    }

    @TestFactory
    Stream<DynamicTest> textsGetTheAgenciesOfTheTable() throws IOException {
        return table("agencies.txt", (expected, text) -> {
            Tags tags = tagger.tag(Story.ofText(text));
            Set<String> roles = tags.agencies().stream()
                    .map(tag -> tag.agency().code() + " " + tag.role().name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(roles).isEqualTo(split(expected, ", "));
        });
    }

    @TestFactory
    Stream<DynamicTest> textsGetTheBodiesOfTheTable() throws IOException {
        return table("bodies.txt", (expected, text) -> assertThat(bodies(text)).isEqualTo(split(expected, ", ")));
    }

    @TestFactory
    Stream<DynamicTest> textsThatTheRulesHadNotSeenGetTheirBodies() throws IOException {
        return table(
                "bodies-blind.txt", (expected, text) -> assertThat(bodies(text)).isEqualTo(split(expected, ", ")));
    }

    private Set<String> bodies(String text) {
        return tagger.tag(Story.ofText(text)).bodies().stream()
                .map(tag -> tag.body().code() + " " + tag.role().name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @TestFactory
    Stream<DynamicTest> textsAreAboutTheProvincesOfTheTable() throws IOException {
        return table(
                "about.txt",
                (expected, text) -> assertThat(new TreeSet<>(AboutTexts.about(tagger.tag(Story.ofText(text)))))
                        .isEqualTo(split(expected, " ")));
    }

    private interface Check {
        void check(String expected, String text);
    }

    private static Stream<DynamicTest> table(String name, Check check) throws IOException {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                TaggingTableTest.class.getResourceAsStream("/tagging/" + name), StandardCharsets.UTF_8))) {
            return in.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList().stream()
                    .map(line -> test(line, check));
        }
    }

    private static DynamicTest test(String line, Check check) {
        String[] columns = line.split("\\|", 2);
        return DynamicTest.dynamicTest(line, () -> check.check(columns[0].strip(), unescape(columns[1].strip())));
    }

    private static Set<String> split(String expected, String by) {
        return expected.equals("-") ? Set.of() : new TreeSet<>(Arrays.asList(expected.split(by)));
    }

    private static String unescape(String text) {
        Matcher codes = CODE.matcher(text.replace("\\n", "\n"));
        return codes.replaceAll(m -> String.valueOf((char) Integer.parseInt(m.group(1), 16)));
    }
}
