package io.wiretag.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wiretag.Articles;
import io.wiretag.cli.terminal.CommandFailedException;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.subscribers.ArticleSubscriber;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordCommandTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** What a subscriber needs at least: it reads a line and says which it was. */
    private static final String ACKNOWLEDGE = "while read -r record; do echo \"$record\" >> %s; "
            + "echo \"$record\" | sed -E 's/^.*\"partition\":([0-9]+),\"offset\":([0-9]+),\"time.*$/\\1 \\2/'; done";

    @TempDir
    Path folder;

    @Test
    void eachRecordIsALineAndIsAcknowledgedBeforeTheNext() throws Exception {
        Path lines = folder.resolve("lines");
        try (RecordCommand command = RecordCommand.start(ACKNOWLEDGE.formatted(lines), PATIENCE)) {
            command.handle(record(3, 17));
            assertThat(Files.readAllLines(lines)).hasSize(1);
            command.handle(record(0, 4));

            assertThat(command.end()).isZero();
        }

        assertThat(Files.readAllLines(lines))
                .hasSize(2)
                .allMatch(line -> line.startsWith("{\"topic\":\"articles.tagged\",\"partition\":"));
    }

    @Test
    void oneThatNeverAnswersIsKilledWithWhatItStarted() {
        try (RecordCommand command = RecordCommand.start("sleep 1000 | cat > /dev/null", Duration.ofMillis(300))) {

            assertThatThrownBy(() -> command.handle(record(3, 17)))
                    .isInstanceOf(CommandFailedException.class)
                    .hasMessageContaining("the command took longer than PT0.3S before it acknowledged")
                    .hasMessageContaining("'3 17'");
            assertThat(command.isRunning()).isFalse();
        }
    }

    @Test
    void whatItWritesBeforeItIsGivenAnyOrBehindItsLastIsNoticed() {
        for (String script : List.of("echo hi", "read -r record; echo 3 17; echo hi; echo more")) {
            try (RecordCommand command = RecordCommand.start(script, PATIENCE)) {
                if (script.startsWith("read")) {
                    command.handle(record(3, 17));
                }
                assertThat(command.end()).isZero();

                assertThatThrownBy(command::requireNoMore)
                        .isInstanceOf(CommandFailedException.class)
                        .hasMessageContaining("the command wrote 'hi' to its standard output");
            }
        }
        try (RecordCommand command = RecordCommand.start("read -r record; echo 3 17", PATIENCE)) {
            command.handle(record(3, 17));
            assertThat(command.end()).isZero();

            command.requireNoMore();
        }
    }

    @Test
    void oneThatEndsIsToldWithItsExitCode() {
        try (RecordCommand command = RecordCommand.start("exit 7", PATIENCE)) {

            assertThatThrownBy(() -> command.handle(record(3, 17)))
                    .hasMessageContaining("the command ended with exit code 7 before it acknowledged");
        }
    }

    @Test
    @Tag("full")
    void aCommandThatClosesItsOutputIsNotSaidToHaveEnded() {
        try (RecordCommand command = RecordCommand.start("exec 1>&-; exec sleep 1000", PATIENCE)) {

            assertThatThrownBy(() -> command.handle(record(3, 17)))
                    .hasMessageContaining("the command closed its standard output")
                    .hasMessageContaining("before it acknowledged partition and offset '3 17'");
        }
    }

    @Test
    void theAcknowledgementOfAnotherRecordIsNone() {
        try (RecordCommand command = RecordCommand.start("read -r record; echo 3 16", PATIENCE)) {

            assertThatThrownBy(() -> command.handle(record(3, 17)))
                    .hasMessageContaining("the command wrote '3 16' to its standard output, where '3 17'");
        }
    }

    @Test
    void aLineWithoutAnEndIsNotReadToItsEnd() {
        try (RecordCommand command = RecordCommand.start("while :; do printf gigabytes; done", PATIENCE)) {

            assertThatThrownBy(() -> command.handle(record(3, 17)))
                    .isInstanceOf(CommandFailedException.class)
                    .hasMessageStartingWith("the command wrote a line of more than 4096 bytes, 'gigabytesgigabytes")
                    .hasMessageContaining("where '3 17'")
                    .hasMessageContaining("the position of the group is before that record");
            assertThat(command.isRunning()).isFalse();
        }
    }

    @Test
    void anAcknowledgementMayLackItsEndOrHaveBlanks() {
        try (RecordCommand command =
                RecordCommand.start("read -r record; printf ' 3 17\\r\\n'; read -r record; printf '3 18'", PATIENCE)) {
            command.handle(record(3, 17));
            command.handle(record(3, 18));

            assertThat(command.end()).isZero();
            assertThat(command.hasAcknowledged()).isTrue();
        }
    }

    private static ArticleSubscriber.Received record(int partition, long offset) {
        TaggedArticle value = TaggedArticle.newBuilder()
                .setArticle(Articles.flood("1"))
                .setProvinces(List.of())
                .setAgencies(List.of())
                .setGazetteerVersion("1")
                .setContentHash("")
                .setTaggedAt(Instant.EPOCH)
                .build();
        return new ArticleSubscriber.Received(
                "articles.tagged", partition, offset, "urn:test:flood", value, Instant.EPOCH, new RecordHeaders());
    }
}
