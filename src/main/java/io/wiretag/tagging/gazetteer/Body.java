package io.wiretag.tagging.gazetteer;

import java.util.Objects;
import java.util.Optional;

/**
 * A ministry or another central body of the state, the Party or the courts.
 *
 * @param code short name in capitals, such as {@code MOD}; no agency has it
 * @param name Vietnamese name
 * @param englishName in English
 * @param successor code of the body that took over its work, if it has ended
 */
public record Body(String code, String name, String englishName, Optional<String> successor) {
    public Body {
        if (code.isBlank() || name.isBlank() || englishName.isBlank()) {
            throw new IllegalArgumentException(
                    "body lacks a code or a name: " + code + ", " + name + ", " + englishName);
        }
        if (code.chars().anyMatch(Character::isWhitespace)) {
            throw new IllegalArgumentException("the code of a body is one word: '" + code + "'");
        }
        Objects.requireNonNull(successor, "successor of body");
    }
}
