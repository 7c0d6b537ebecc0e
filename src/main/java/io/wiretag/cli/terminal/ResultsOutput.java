package io.wiretag.cli.terminal;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Optional;

/**
 * Standard output, which remembers why it could not be written: a stream of print keeps that to itself, and a command would
 * end as if its results had arrived. A reader that has gone is no failure: he had enough.
 */
public final class ResultsOutput extends OutputStream {
    private final OutputStream out;
    private IOException failure;

    public ResultsOutput(OutputStream out) {
        this.out = out;
    }

    /** Why results were lost; empty if none were, or if their reader has gone. */
    public synchronized Optional<IOException> failure() {
        return Optional.ofNullable(failure).filter(first -> !isReaderGone(first));
    }

    private static boolean isReaderGone(IOException failure) {
        return String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT).contains("pipe");
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        remembering(() -> out.write(bytes, offset, length));
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public synchronized void flush() throws IOException {
        remembering(out::flush);
    }

    @Override
    public synchronized void close() throws IOException {
        remembering(out::close);
    }

    private void remembering(Writing writing) throws IOException {
        try {
            writing.write();
        } catch (IOException e) {
            failure = failure == null ? e : failure;
            throw e;
        }
    }

    private interface Writing {
        void write() throws IOException;
    }
}
