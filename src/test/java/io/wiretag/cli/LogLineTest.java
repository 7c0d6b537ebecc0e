package io.wiretag.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import io.wiretag.files.OneLine;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

/** Whoever logs, and whatever: by the layout of logback.xml nothing hostile gets out. */
class LogLineTest {
    private final LoggerContext context = new LoggerContext();

    @BeforeEach
    void readOurConfiguration() throws JoranException {
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(LogLineTest.class.getResource("/logback.xml"));
    }

    private String line(LoggingEvent event) {
        OutputStreamAppender<ILoggingEvent> appender = (OutputStreamAppender<ILoggingEvent>)
                context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("STDERR");
        return new String(appender.getEncoder().encode(event), StandardCharsets.UTF_8);
    }

    private LoggingEvent event(String message, Throwable failure) {
        return new LoggingEvent("", context.getLogger("io.wiretag.Some"), Level.WARN, message, failure, null);
    }

    @Test
    void nothingThatOneLineCallsHostileIsInAMessageOfAnyLogger() {
        List<String> lines = IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(OneLine::isHostile)
                .mapToObj(each -> line(event("a" + Character.toString(each) + "b", null)))
                .toList();

        assertThat(lines).allMatch(line -> line.endsWith(" WARN  Some - a b" + System.lineSeparator()));
    }

    @Test
    void theSameHoldsForPairsAndLettersOfAllLanguagesPass() {
        LoggingEvent event = event("đã đăng", null);
        event.setKeyValuePairs(List.of(new KeyValuePair("uri", "urn:\u202eĐà Nẵng\n日本🌧️")));

        assertThat(line(event)).endsWith("Some - đã đăng uri=\"urn: Đà Nẵng 日本🌧️\"" + System.lineSeparator());
    }

    @Test
    void amongTheLinesOfAStackTraceNoneLooksLikeAnEntry() {
        Throwable failure = new IllegalStateException(
                "bad\n12:00:00.000 INFO  Forged - all is well\u001b[2J", new RuntimeException("\u202e\u0085x"));

        String said = line(event("failed", failure));

        List<String> lines = said.lines().toList();
        assertThat(lines.get(0)).endsWith("Some - failed");
        assertThat(lines.get(1)).startsWith("java.lang.IllegalStateException: bad");
        assertThat(lines.subList(2, lines.size())).isNotEmpty().allMatch(line -> line.startsWith("  "));
        assertThat(said).contains("Forged").contains("Caused by: java.lang.RuntimeException");
        assertThat(said.codePoints().filter(each -> each != '\n' && each != '\t'))
                .noneMatch(OneLine::isHostile);
    }

    @Test
    void aLongMessageIsCut() {
        assertThat(line(event("x".repeat(1_000_000), null))).hasSizeLessThan(8_200);
    }
}
