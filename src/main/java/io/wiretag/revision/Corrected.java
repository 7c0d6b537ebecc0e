package io.wiretag.revision;

import io.wiretag.schema.Correction;
import java.util.List;

/** An article that is out, and of whose tags an editor has said something that holds. */
public record Corrected(SentVersion sent) {
    /** In the order in which they were said; at least one. */
    public List<Correction> corrections() {
        return sent.version().getCorrections();
    }
}
