package io.wiretag.rules;

import java.time.Instant;
import java.util.Optional;

/**
 * That a version was put in force.
 *
 * @param number of changes before this one, plus one
 * @param hash of the version; empty: none is in force, and each processor tags by its own files
 * @param version as tags name it, by the build of whoever applied it
 * @param by who did it
 * @param note why; may be empty
 */
public record RulesChange(int number, Optional<String> hash, String version, String by, Instant at, String note) {}
