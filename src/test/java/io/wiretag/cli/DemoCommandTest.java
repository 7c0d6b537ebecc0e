package io.wiretag.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.cli.terminal.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoCommandTest {
    private final CapturedConsole console = new CapturedConsole();

    @ParameterizedTest
    @ValueSource(strings = {"--port", "--registry-port", "--dashboard-port", "--delivery-port"})
    void aPortThatIsTakenIsToldBeforeAnythingStartsByItsOption(String option) throws IOException {
        try (ServerSocket stranger = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String port = String.valueOf(stranger.getLocalPort());

            String[] call = Stream.concat(
                            Stream.of("demo"),
                            Stream.of("--port", "--registry-port", "--dashboard-port", "--delivery-port")
                                    .map(each -> each + "=" + (each.equals(option) ? port : "0")))
                    .toArray(String[]::new);

            int code = console.run(call);

            assertThat(code).isEqualTo(ExitCode.UNAVAILABLE);
            assertThat(console.err().lines()).hasSize(1);
            assertThat(console.err()).contains("(" + option + ")", port);
        }
    }

    @Test
    void twoServersCannotHaveOnePort() throws IOException {
        int free;
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            free = probe.getLocalPort();
        }

        int code = console.run(
                "demo", "--port=0", "--dashboard-port=0", "--registry-port=" + free, "--delivery-port=" + free);

        assertThat(code).isEqualTo(ExitCode.USAGE);
        assertThat(console.err()).contains("--registry-port and --delivery-port cannot both be " + free);
    }
}
