package io.wiretag.intake.format;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Leaves a reader's depths with the reason why an article cannot be read; never leaves the package. Further faults of the same
 * article are its suppressed exceptions.
 */
final class UnreadableException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient OptionalInt line;

    UnreadableException(OptionalInt line, String reason) {
        super(reason);
        this.line = line;
    }

    /** This fault alone. */
    Reading.Complaint complaint(Source source) {
        return new Reading.Complaint(source.name(), line, getMessage());
    }

    /** This fault and those that were found beside it. */
    List<Reading> complaints(Source source) {
        return Stream.concat(Stream.of(this), Stream.of(getSuppressed()))
                .map(fault -> (Reading) ((UnreadableException) fault).complaint(source))
                .toList();
    }
}
