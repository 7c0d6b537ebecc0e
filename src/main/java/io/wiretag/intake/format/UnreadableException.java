package io.wiretag.intake.format;

import java.util.OptionalInt;

/** Leaves a reader's depths with the reason why an article cannot be read; never leaves the package. */
final class UnreadableException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient OptionalInt line;

    UnreadableException(OptionalInt line, String reason) {
        super(reason);
        this.line = line;
    }

    Reading.Complaint complaint(Source source) {
        return new Reading.Complaint(source.name(), line, getMessage());
    }
}
