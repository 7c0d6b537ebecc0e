package io.wiretag.rules;

import java.time.Instant;
import java.util.Optional;

/**
 * What a processor says of itself.
 *
 * @param client id of its Kafka clients, without what tells its threads apart
 * @param change number of the change that it has heard of last; 0: of none
 * @param hash of the version that it tags by; empty: its own files, or none
 * @param version as it stands in its tags
 * @param since when it began to tag by it
 * @param trouble why it does not tag by the version in force
 */
public record RunningRules(
        String client, int change, Optional<String> hash, String version, Instant since, Optional<String> trouble) {
    /** Whether it tags by what a change put in force, or a later one did. */
    public boolean has(RulesChange wanted) {
        boolean heard = change > wanted.number() || change == wanted.number() && hash.equals(wanted.hash());
        return heard && trouble.isEmpty();
    }
}
