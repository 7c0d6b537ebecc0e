package io.wiretag.bench;

/** A contender ended or did not get through in time: a result, and no failure of the measurement. */
final class UnfinishedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnfinishedException(String message) {
        super(message);
    }
}
