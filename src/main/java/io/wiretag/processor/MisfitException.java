package io.wiretag.processor;

/** The stream must not start on what is there: going on could lose articles or double them. The message names the remedy. */
public final class MisfitException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message one sentence for people */
    public MisfitException(String message) {
        super(message);
    }
}
