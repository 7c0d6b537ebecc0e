package io.wiretag.tagging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What {@code docs/tagging.md} says of the rules is so. */
class TaggingDocumentTest {
    private static final Pattern RULE = Pattern.compile("^\\| `([a-z ]+)` \\| [+−] \\|", Pattern.MULTILINE);

    @Test
    void theTableOfRulesHasEveryRuleInItsOrder() throws IOException {
        Matcher rows = RULE.matcher(Files.readString(Path.of("docs/tagging.md")));

        List<String> documented = rows.results().map(row -> row.group(1)).toList();

        assertThat(documented).isEqualTo(PlaceRules.names());
    }
}
