package io.wiretag;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pages for people lead to what is there. */
class DocumentsTest {
    private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]+)(#[^)]*)?\\)");

    @Test
    void everyLinkLeadsToAFile() throws IOException {
        for (Path page : pages()) {
            List<Path> leadingNowhere = LINK.matcher(Files.readString(page))
                    .results()
                    .map(found -> target(page, found))
                    .filter(target -> !target.toString().startsWith("http"))
                    .filter(Files::notExists)
                    .toList();

            assertThat(leadingNowhere).as("links of %s", page).isEmpty();
        }
    }

    @Test
    void everyPageOfDocsIsNamedByTheReadme() throws IOException {
        String readme = Files.readString(Path.of("README.md"));

        assertThat(pages().stream().filter(page -> page.startsWith("docs")))
                .allSatisfy(page -> assertThat(readme).contains("(" + page + ")"));
    }

    private static Path target(Path page, MatchResult link) {
        return link.group(1).matches("https?:.*")
                ? Path.of("http")
                : page.resolveSibling(link.group(1)).normalize();
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> root = Files.list(Path.of(""));
                Stream<Path> docs = Files.walk(Path.of("docs"));
                Stream<Path> ops = Files.walk(Path.of("ops"))) {
            return Stream.of(root, docs, ops)
                    .flatMap(each -> each)
                    .filter(file -> file.toString().endsWith(".md"))
                    .toList();
        }
    }
}
