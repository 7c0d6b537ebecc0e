package io.wiretag.codec;

import java.util.Map;
import java.util.Optional;

/** What is wrong with the registry, as an exception in words, with the remedy where waiting is none. */
final class RegistryTrouble {
    /** What somebody has to do, by the status of the registry's answer. */
    private static final Map<Integer, String> WRITING = Map.of(
            401, "give the right credentials among serde.*",
            403, "give this user the right to register it, or have somebody who has it run 'wiretag topics create'",
            404, "it is not registered and may not be by this program: run 'wiretag topics create'",
            409,
                    "delete what is no schema of Wiretag's from that subject, or upgrade whoever is older than the schema"
                            + " there; 'wiretag topics check' shows the subjects",
            422, "see that subject and registry may be written to and take Avro, and look into the registry's log");

    private static final Map<Integer, String> READING = Map.of(
            401, "give the right credentials among serde.*",
            403, "give this user the right to read schemas");

    private final String registry;

    /** @param registry its address, fit for a log */
    RegistryTrouble(String registry) {
        this.registry = registry;
    }

    RegistryUnavailableException reading(FailureChain failure, Exception cause) {
        return trouble(failure, "to show a schema", READING, cause);
    }

    RegistryUnavailableException writing(String subject, FailureChain failure, Exception cause) {
        return trouble(failure, "the schema of " + subject, WRITING, cause);
    }

    private RegistryUnavailableException trouble(
            FailureChain failure, String what, Map<Integer, String> remedies, Exception cause) {
        Optional<String> remedy = Optional.ofNullable(remedies.get(failure.status()))
                .filter(each -> failure.status() != 404 || failure.saysUnknownSchema());
        if (remedy.isPresent()) {
            return new RegistryRefusedException(
                    "Schema registry %s refuses %s (%s): %s".formatted(registry, what, failure.summary(), remedy.get()),
                    cause);
        }
        return new RegistryUnavailableException(
                failure.saysNoRegistry()
                        ? ("Schema registry %s: what answers there is no registry%s: see that this address (registry.url) is that of"
                                        + " a registry, with its path, and that no proxy answers in its place")
                                .formatted(
                                        registry,
                                        failure.senseless()
                                                .map(given -> " (it gave " + given + ")")
                                                .orElse(""))
                        : "Schema registry %s (registry.url): %s".formatted(registry, failure.summary()),
                cause);
    }

    /** It denies the schema of a record, and has no other either. */
    RegistryRefusedException empty() {
        return new RegistryRefusedException(
                ("Schema registry %s is empty, and records were written with its schemas. Restore its storage; if it never had"
                                + " any, run 'wiretag topics create'")
                        .formatted(registry),
                null);
    }

    /** It denies a schema, and one that it has shown before is gone or another. */
    RegistryRefusedException lost(SchemaMemory.Learnt before, String now) {
        return new RegistryRefusedException(
                "Schema registry %s has lost schemas that it had: id %d, learnt at %s, is %s. Restore its storage; only if that"
                                .formatted(registry, before.id(), before.at(), now)
                        + " was deleted on purpose, start this program again",
                null);
    }
}
