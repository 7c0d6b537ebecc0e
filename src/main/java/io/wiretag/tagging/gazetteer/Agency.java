package io.wiretag.tagging.gazetteer;

/**
 * A news agency, or a paper or portal that works as one.
 *
 * @param code short name in capitals, such as {@code VNA}
 * @param name name in full
 */
public record Agency(String code, String name) {
    public Agency {
        if (code.isBlank() || name.isBlank()) {
            throw new IllegalArgumentException("agency lacks a code or a name: " + code + ", " + name);
        }
        if (code.chars().anyMatch(Character::isWhitespace)) {
            throw new IllegalArgumentException("the code of an agency is one word: '" + code + "'");
        }
    }
}
