package io.wiretag.cli.terminal;

/** A command did its work and the answer is no. */
public final class CommandFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CommandFailedException(String message) {
        super(message);
    }
}
