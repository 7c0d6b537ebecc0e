package io.wiretag.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.openqa.selenium.chrome.ChromeDriver;

/** axe-core, installed once for the tests of a JVM. */
final class Axe {
    /** Answers with each objection: rule, element, and what would mend it. */
    private static final String RUN = """
            const done = arguments[0];
            axe.run(document, {
              runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
              resultTypes: ['violations'],
            }).then(found => done(found.violations.flatMap(rule => rule.nodes.map(node =>
              `${rule.id}: ${node.target.join(' ')}: ${node.failureSummary.replace(/\\s+/g, ' ')}`))),
              fault => done([String(fault)]));""";

    private Axe() {}

    /** What keeps somebody out of the page that the browser shows, by WCAG 2.2, levels A and AA. */
    static List<String> objections(ChromeDriver browser) {
        // past the page's policy, which lets no script in that is not the server's
        browser.executeCdpCommand(
                "Runtime.evaluate", Map.of("expression", "window.axe || (() => {" + Holder.SOURCE + "})()"));
        return ((List<?>) browser.executeAsyncScript(RUN))
                .stream().map(String::valueOf).toList();
    }

    private static final class Holder {
        static final String SOURCE = installed();

        private static String installed() {
            try {
                Path build = Files.createDirectories(Path.of(System.getProperty("wiretag.build.dir", "target")));
                Path folder = Files.createTempDirectory(build, "axe-");
                Files.copy(Path.of("src/test/axe/package.json"), folder.resolve("package.json"));
                File said = folder.resolve("npm.log").toFile();
                int code = new ProcessBuilder("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts")
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(said)
                        .start()
                        .waitFor();
                assertThat(code).as(Files.readString(said.toPath())).isZero();
                return Files.readString(folder.resolve("node_modules/axe-core/axe.min.js"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new AssertionError("interrupted", e);
            }
        }
    }
}
