package io.wiretag.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;

/** docs/configuration.md tells each key as {@link ConfigKeys} has it: what stands between the two marks is made here. */
class ConfigurationPageTest {
    private static final Path PAGE = Path.of("docs", "configuration.md");
    private static final String BEGIN =
            "<!-- Made from ConfigKeys by ConfigurationPageTest, to the next such line -->\n";
    private static final String END = "<!-- Made from ConfigKeys until here -->\n";
    private static final String WRITE = "wiretag.write.page";

    @Test
    void thePageTellsEveryKeyAsItIs() throws IOException {
        String page = Files.readString(PAGE);
        assertThat(page).containsSubsequence(BEGIN, END);
        String anew =
                page.substring(0, page.indexOf(BEGIN) + BEGIN.length()) + keys() + page.substring(page.indexOf(END));

        if (Boolean.getBoolean(WRITE)) {
            Files.writeString(PAGE, anew);
        } else {
            assertThat(page)
                    .as("%s; 'mvn test -Dtest=ConfigurationPageTest -D%s=true' writes it anew", PAGE, WRITE)
                    .isEqualTo(anew);
        }
    }

    @Test
    void whatATableSaysOfAKeyIsShort() {
        assertThat(rows(keys()).flatMap(row -> Stream.of(row.split("\\|"))))
                .allSatisfy(cell -> assertThat(cell).hasSizeLessThan(200));
    }

    @Test
    void everyKeySaysWhatItIsForAndWhatItMayBe() {
        assertThat(ConfigKeys.FIXED.configKeys().values()).allSatisfy(key -> {
            assertThat(key.documentation).endsWith(".");
            assertThat(key.validator.toString()).isNotBlank();
        });
    }

    private static Stream<String> rows(String page) {
        return page.lines().filter(line -> line.startsWith("|"));
    }

    private static String keys() {
        return ConfigKeys.FIXED.groups().stream()
                .map(ConfigurationPageTest::section)
                .collect(Collectors.joining());
    }

    private static String section(String group) {
        Stream<String> fixed = ConfigKeys.FIXED.configKeys().values().stream()
                .filter(key -> key.group.equals(group))
                .map(key -> row(key.name, key.documentation, defaultOf(key), key.validator.toString()));
        Stream<String> families = ConfigKeys.FAMILIES.stream()
                .filter(family -> family.group().equals(group))
                .map(family -> row(family.name(), family.documentation(), "", ""));
        return "\n## " + group + "\n\n| key | what it does | default | allowed |\n|---|---|---|---|\n"
                + Stream.concat(fixed, families).collect(Collectors.joining());
    }

    private static String row(String key, String documentation, String defaultValue, String allowed) {
        return Stream.of("`" + key + "`", documentation, defaultValue, allowed.replace("*", "\\*"))
                .map(cell -> cell.isEmpty() ? "| " : "| " + cell + " ")
                .collect(Collectors.joining("", "", "|\n"));
    }

    private static String defaultOf(ConfigDef.ConfigKey key) {
        if (key.alternativeString != null) {
            return key.alternativeString;
        }
        String text = key.defaultValue == null ? "" : ConfigDef.convertToString(key.defaultValue, key.type);
        return text.isEmpty() ? "" : "`" + text + "`";
    }
}
