package io.wiretag.life;

/** The way out of the middle of a step: an article that cannot be dealt with; never leaves {@link ArticleHandling}. */
final class RejectedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final RejectionReason reason;

    RejectedException(RejectionReason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    RejectionReason reason() {
        return reason;
    }
}
