package io.wiretag.cli;

import io.wiretag.Wiretag;
import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.config.ConfigLoader;
import io.wiretag.files.Folders;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.protocol.ApiKeys;

/**
 * Does what commands do while they start, as far as it can be done without a broker, so that the JVM may keep the classes it
 * has loaded for it (class-data sharing, {@code -XX:ArchiveClassesAtExit}). Run once after a build, by the launcher and by the
 * Dockerfile.
 */
final class Rehearsal {
    /** Port 9 (discard): nobody answers there. */
    private static final Map<String, String> NOWHERE =
            Map.of("kafka.bootstrap.servers", "127.0.0.1:9", "registry.url", "http://127.0.0.1:9");

    private Rehearsal() {}

    public static void main(String[] args) throws IOException {
        Path folder = Files.createTempDirectory("wiretag-rehearsal");
        try {
            tag(Files.writeString(folder.resolve("wire.txt"), "Mưa ở Huế."));
            process(folder.resolve("state"));
        } finally {
            Folders.delete(folder);
        }
    }

    private static void tag(Path wire) {
        PrintStream nobody = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        int code = Main.run(
                new Console(InputStream.nullInputStream(), nobody, nobody, Map.of(), false, 80),
                "tag",
                wire.toString());
        if (code != ExitCode.OK) {
            throw new IllegalStateException("'wiretag tag " + wire + "' ended with " + code);
        }
    }

    private static void process(Path state) {
        Map<String, String> environment = Map.of("WIRETAG_STREAMS_STATE_DIR", state.toString());
        try (Wiretag wiretag = new Wiretag(ConfigLoader.load(Optional.empty(), environment, NOWHERE))) {
            // not started: it would wait for brokers
            wiretag.processor().close();
        }
        // what brokers and clients say to each other once they have met
        for (ApiKeys api : ApiKeys.clientApis()) {
            api.messageType.newRequest();
            api.messageType.newResponse();
        }
    }
}
