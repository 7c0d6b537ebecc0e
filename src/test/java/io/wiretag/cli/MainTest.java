package io.wiretag.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.cli.terminal.ExitCode;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
}
