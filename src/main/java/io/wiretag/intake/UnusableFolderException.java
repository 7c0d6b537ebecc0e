package io.wiretag.intake;

/** A folder cannot be used as it is, before anything was done: somebody has to mend it, or name another. */
public final class UnusableFolderException extends IntakeException {

    private static final long serialVersionUID = 1L;

    public UnusableFolderException(String message, Throwable cause) {
        super(message, cause);
    }
}
