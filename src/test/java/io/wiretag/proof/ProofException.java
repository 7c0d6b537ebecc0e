package io.wiretag.proof;

/** The proof cannot go on, or has failed; the message says what was waited for or what differed. */
final class ProofException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ProofException(String message) {
        super(message);
    }

    ProofException(String message, Throwable cause) {
        super(message, cause);
    }
}
