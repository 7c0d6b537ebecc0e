package io.wiretag.tagging.gazetteer;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * A news agency, a paper, a station or a site that news come from.
 *
 * @param code short name in capitals, such as {@code VNA}
 * @param name name in full
 * @param province code of the province whose paper or station it is, if it is named for it
 */
public record Agency(String code, String name, Kind kind, Optional<String> province) {
    /** What an agency is. */
    public enum Kind {
        AGENCY,
        NEWSPAPER,
        BROADCASTER,
        PORTAL,
        /** An office of the state that publishes news itself. */
        GOVERNMENT;

        /** As gazetteer, records and JSON write it: {@code newspaper}. */
        public String written() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Agency {
        if (code.isBlank() || name.isBlank()) {
            throw new IllegalArgumentException("agency lacks a code or a name: " + code + ", " + name);
        }
        if (code.chars().anyMatch(Character::isWhitespace)) {
            throw new IllegalArgumentException("the code of an agency is one word: '" + code + "'");
        }
        Objects.requireNonNull(kind, "kind of agency");
        Objects.requireNonNull(province, "province of agency");
    }

    /** An agency that is not named for a province. */
    public Agency(String code, String name, Kind kind) {
        this(code, name, kind, Optional.empty());
    }
}
