package io.wiretag.processor.watch;

/** The stream has ended by a failure. Its cause is the first one; later ones follow from it. */
public final class StreamFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message one sentence for people */
    public StreamFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
