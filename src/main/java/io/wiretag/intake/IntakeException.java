package io.wiretag.intake;

/** A folder cannot be used as a way in: it is in use, cannot be written to, or lies across two file systems. */
public sealed class IntakeException extends RuntimeException permits UnusableFolderException {

    private static final long serialVersionUID = 1L;

    public IntakeException(String message) {
        super(message);
    }

    public IntakeException(String message, Throwable cause) {
        super(message, cause);
    }
}
