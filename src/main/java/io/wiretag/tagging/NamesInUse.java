package io.wiretag.tagging;

import java.time.Instant;
import java.util.Optional;

/** Which names of communes a story may use: all were given anew on 1 July 2025, and many now belong to others. */
enum NamesInUse {
    UNTIL_2025,
    SINCE_2025,
    /** The day is not known: only a name that all its bearers have in one province is sure. */
    EITHER;

    /** @param date of the story */
    static NamesInUse of(Optional<Instant> date) {
        return date.map(day -> Mergers.isBefore(day) ? UNTIL_2025 : SINCE_2025).orElse(EITHER);
    }
}
