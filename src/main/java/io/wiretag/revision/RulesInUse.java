package io.wiretag.revision;

import io.wiretag.tagging.Tagging;
import io.wiretag.tagging.gazetteer.Gazetteer;
import java.util.Optional;

/**
 * What processors tag by, as far as is known.
 *
 * @param tagging by that gazetteer
 * @param doubt why it may be another one that is in force; empty if it is known
 */
public record RulesInUse(Gazetteer gazetteer, Tagging tagging, Optional<String> doubt) {}
