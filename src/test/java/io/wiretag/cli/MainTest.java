package io.wiretag.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.cli.terminal.ResultsOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MainTest {
    private final CapturedConsole console = new CapturedConsole();

    @Test
    void helpNamesEveryCommandAndFitsEightyColumns() {
        assertThat(console.run("--help")).isZero();

        assertThat(console.out()).contains(WiretagCommand.COMMANDS.keySet());
        assertThat(console.out().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHasHelpThatFitsEightyColumns(String command) {
        assertThat(console.run(command, "--help")).isZero();

        assertThat(console.out()).startsWith("Usage: wiretag " + command);
        assertThat(console.out()).as("a name of a field is no label").doesNotContainPattern("=<[a-z]+[A-Z][A-Za-z]*>");
        assertThat(console.out().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    }

    static Set<String> commands() {
        return WiretagCommand.COMMANDS.keySet();
    }

    @Test
    void withoutACommandItIsAUsageError() {
        assertThat(console.run()).isEqualTo(ExitCode.USAGE);
        assertThat(console.run("tpics")).isEqualTo(ExitCode.USAGE);
        assertThat(console.err()).contains("topics");
    }

    @Test
    void anUnknownKeyIsOneLineAndAUsageError() {
        assertThat(console.run("lag", "-X", "registry.ulr=http://x")).isEqualTo(ExitCode.USAGE);

        assertThat(console.err().lines()).hasSize(1);
        assertThat(console.err())
                .startsWith("wiretag: unknown key 'registry.ulr'")
                .contains("registry.url");
    }

    @Test
    void aBrokerThatIsNotThereIsOneLineAndSaysWhere() {
        int code = console.run(
                "lag",
                "-b",
                "127.0.0.1:1",
                "-X",
                "kafka.default.api.timeout.ms=1000",
                "-X",
                "kafka.request.timeout.ms=500");

        assertThat(code).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(console.err().lines()).hasSize(1);
        assertThat(console.err()).startsWith("wiretag: could not reach Kafka at 127.0.0.1:1");
    }

    @ParameterizedTest
    @CsvSource({
        "No space left on device, 0, 1, 'wiretag: standard output cannot be written: No space left on device;'",
        "No space left on device, 2, 2, 'wiretag: standard output cannot be written: No space left on device;'",
        "Input/output error, 0, 1, 'wiretag: standard output cannot be written: Input/output error;'",
        "Broken pipe, 0, 0, ''"
    })
    void resultsThatCannotBeWrittenAreAFailureUnlessTheirReaderHasGone(
            String reason, int ended, int code, String sentence) {
        ResultsOutput results = new ResultsOutput(new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                throw new IOException(reason);
            }
        });
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console full = new Console(
                InputStream.nullInputStream(),
                new PrintStream(results, false, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Map.of(),
                false,
                80);
        assertThat(Main.run(full, "gazetteer", "list")).isEqualTo(ExitCode.OK);

        assertThat(Main.withResults(results, full, ended)).isEqualTo(code);

        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith(sentence);
        assertThat(err.toString(StandardCharsets.UTF_8).lines()).hasSize(sentence.isEmpty() ? 0 : 1);
    }

    @Test
    void resultsThatArriveChangeNoExitCode() {
        ByteArrayOutputStream arrived = new ByteArrayOutputStream();
        ResultsOutput results = new ResultsOutput(arrived);
        Console good = new Console(
                InputStream.nullInputStream(),
                new PrintStream(results, false, StandardCharsets.UTF_8),
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
                Map.of(),
                false,
                80);
        Main.run(good, "--version");

        assertThat(Main.withResults(results, good, ExitCode.OK)).isEqualTo(ExitCode.OK);
        assertThat(arrived.size()).isPositive();
    }
}
