package io.wiretag.local;

import java.nio.file.Path;
import java.util.Map;

/** A broker that asks for rights, of its own. Everybody is {@code User:ANONYMOUS} and may do what no rule speaks of. */
public final class GuardedBroker {
    private GuardedBroker() {}

    /** Started; to be closed. */
    public static EmbeddedBroker start(Path dataDir) {
        return EmbeddedBroker.start(
                dataDir,
                0,
                Map.of(
                        "authorizer.class.name",
                        "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                        "allow.everyone.if.no.acl.found",
                        "true"));
    }
}
