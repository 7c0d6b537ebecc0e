package io.wiretag.intake.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class IntakeLogTest {

    private static final String CANARY = "canary4711";

    @TempDir
    Path folder;

    private final Logger ours = (Logger) LoggerFactory.getLogger("io.wiretag");
    private final Level before = ours.getLevel();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        root().addAppender(log);
        ours.setLevel(Level.DEBUG);
    }

    @AfterEach
    void stopListening() {
        root().detachAppender(log);
        ours.setLevel(before);
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    @Test
    void everyRequestIsLoggedAndNoKeyAndNoBodyOfAnyIs() throws Exception {
        try (RunningIntake intake = new RunningIntake(folder)) {
            intake.post("application/json", "{\"uri\": \"urn:a\", \"headline\": \"" + CANARY + "\"}");
            intake.post("application/json", "{\"uri\": " + CANARY + "}");
            intake.get("/articles?key=" + CANARY);
            intake.send(intake.keyless("/articles")
                    .header("Authorization", "Bearer " + CANARY)
                    .POST(HttpRequest.BodyPublishers.ofString(CANARY)));
            Files.writeString(intake.keysFile, "vna:" + CANARY + "\n", StandardOpenOption.APPEND);
            intake.send(
                    intake.keyless("/articles").header("X-API-Key", CANARY).POST(HttpRequest.BodyPublishers.noBody()));

            List<String> lines = List.copyOf(log.list).stream()
                    .map(ILoggingEvent::getFormattedMessage)
                    .toList();
            assertThat(lines)
                    .anyMatch(line -> line.contains("path=/articles status=202 sender=desk"))
                    .anyMatch(line -> line.contains("status=400 sender=desk"))
                    .anyMatch(line -> line.contains("status=401 sender=-"))
                    .anyMatch(line -> line.contains("left out: "))
                    .noneMatch(line -> line.contains(CANARY))
                    .noneMatch(line -> line.contains(intake.key));
        }
    }
}
