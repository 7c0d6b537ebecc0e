package io.wiretag.cli;

import io.wiretag.cli.print.Json;
import io.wiretag.cli.terminal.CommandFailedException;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.cli.terminal.TerminalText;
import io.wiretag.subscribers.ArticleSubscriber;
import java.io.BufferedInputStream;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * The command of {@code tail --exec}: is given one record at a time, a line of JSON on its standard input, and acknowledges each
 * by a line {@code PARTITION OFFSET} on its standard output. What it says on standard error passes through.
 *
 * <p>The acknowledgement names its record, so that nothing else that the command prints is taken for one.
 */
final class RecordCommand implements AutoCloseable {
    /** Less than a group waits for a member that does not poll ({@code max.poll.interval.ms}, five minutes by default). */
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    /** To end by itself, once it has been told that nothing more comes. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    /** Bytes of a line that may be an acknowledgement: two numbers have 31 at most. */
    static final int LONGEST_LINE = 4096;

    private final Process process;
    private final BufferedWriter records;
    private final InputStream acknowledgements;
    private final Duration patience;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "wiretag-exec-clock");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean overdue;
    private boolean acknowledged;
    /** It did not end by itself once nothing more came. */
    private boolean outlived;

    private RecordCommand(Process process, Duration patience) {
        this.process = process;
        this.patience = patience;
        this.records =
                new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8), 1 << 16);
        this.acknowledgements = new BufferedInputStream(process.getInputStream());
    }

    /** @throws CommandFailedException if there is no shell to run it */
    static RecordCommand start(String command) {
        return start(command, PATIENCE);
    }

    static RecordCommand start(String command, Duration patience) {
        try {
            return new RecordCommand(
                    new ProcessBuilder("sh", "-c", command)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start(),
                    patience);
        } catch (IOException e) {
            throw new CommandFailedException("--exec needs a shell: " + e.getMessage());
        }
    }

    /**
     * Hands a record over and waits until it is acknowledged.
     *
     * @throws CommandFailedException if the command ends, answers something else, or takes too long
     */
    void handle(ArticleSubscriber.Received record) {
        String expected = record.partition() + " " + record.offset();
        ScheduledFuture<?> limit = clock.schedule(
                () -> {
                    overdue = true;
                    kill();
                },
                patience.toMillis(),
                TimeUnit.MILLISECONDS);
        byte[] line;
        try {
            records.write(Json.line(record));
            records.write('\n');
            records.flush();
            line = line();
        } catch (IOException e) {
            line = null; // it reads no more: its exit code tells the rest
        } finally {
            limit.cancel(false);
        }
        if (line == null) {
            throw new CommandFailedException(howItEnded() + " before it acknowledged partition and offset '" + expected
                    + "'; the position of the group is before that record");
        }
        String answer = new String(line, StandardCharsets.UTF_8);
        if (!answer.strip().equals(expected)) {
            boolean endless = line.length > LONGEST_LINE;
            if (endless) {
                kill(); // it has not read what it should, and may go on for ever
                end();
            }
            throw new CommandFailedException(
                    "the command wrote "
                            + (endless ? "a line of more than " + LONGEST_LINE + " bytes, " : "")
                            + "'" + TerminalText.cut(TerminalText.oneLine(answer), 60)
                            + "' to its standard output, where '" + expected
                            + "', partition and offset of its record, is the acknowledgement; the position of the group is before that record");
        }
        acknowledged = true;
    }

    /** The next line, without its end; no more than one byte beyond {@link #LONGEST_LINE}; null at the end of the output. */
    private byte[] line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = acknowledgements.read();
        if (next < 0) {
            return null;
        }
        while (next >= 0 && next != '\n' && line.size() <= LONGEST_LINE) {
            line.write(next);
            next = line.size() <= LONGEST_LINE ? acknowledgements.read() : -1;
        }
        return line.toByteArray();
    }

    /** Whether it has acknowledged any record. */
    boolean hasAcknowledged() {
        return acknowledged;
    }

    private String howItEnded() {
        int code = end();
        if (overdue) {
            return "the command took longer than " + patience;
        }
        return outlived
                ? "the command closed its standard output, or went on without it,"
                : "the command ended with exit code " + code;
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /** Kills it if it does not end soon; for another thread, while it is given its last record. */
    void stop() {
        try {
            clock.schedule(this::kill, GRACE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // closed already: a signal of the terminal reaches the command as well
        }
    }

    /**
     * Tells it that nothing more comes, and waits.
     *
     * @return its exit code
     */
    int end() {
        try {
            records.close();
        } catch (IOException e) {
            // it reads no more
        }
        try {
            if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                outlived = true;
                kill();
            }
            return process.waitFor();
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
            return ExitCode.FAILED;
        }
    }

    /**
     * To be asked once it has ended. Does not wait for what it may have left behind, which still holds the pipe.
     *
     * @throws CommandFailedException if it wrote more than acknowledgements
     */
    void requireNoMore() {
        try {
            if (acknowledgements.available() > 0) {
                String more = new String(line(), StandardCharsets.UTF_8);
                throw new CommandFailedException(
                        "the command wrote '"
                                + TerminalText.cut(TerminalText.oneLine(more), 60)
                                + "' to its standard output, where partition and offset of the record that it was given are the only thing");
            }
        } catch (IOException e) {
            // closed with the process: there is no more
        }
    }

    /** What the shell has started, too: it would hold the pipes open. The shell first, or it tells of each that was killed. */
    private void kill() {
        List<ProcessHandle> started = process.descendants().toList();
        process.destroyForcibly();
        started.forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public void close() {
        end();
        clock.shutdownNow();
    }
}
