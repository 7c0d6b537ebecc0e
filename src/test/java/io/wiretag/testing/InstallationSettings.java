package io.wiretag.testing;

import io.wiretag.config.Config;
import io.wiretag.config.ConfigLoader;
import io.wiretag.local.LocalStack;
import io.wiretag.local.SharedLocalStack;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a test configures for an installation of its own, by the keys that a user would set. */
public final class InstallationSettings {
    private final Map<String, String> settings = new TreeMap<>();

    private InstallationSettings() {}

    /** On any cluster. */
    public static InstallationSettings of(String bootstrapServers, URI registry) {
        return new InstallationSettings().brokers(bootstrapServers).registry(registry);
    }

    /** On a broker and a registry of a test's own. */
    public static InstallationSettings of(LocalStack stack) {
        return of(stack.bootstrapServers(), stack.registryUrl());
    }

    /** On the stack that the tests of a JVM share. */
    public static InstallationSettings shared() {
        return of(SharedLocalStack.stack());
    }

    /** The same as others, or what differs from them. */
    public static InstallationSettings of(Map<String, String> others) {
        return new InstallationSettings().with(others);
    }

    public InstallationSettings brokers(String bootstrapServers) {
        return with("kafka.bootstrap.servers", bootstrapServers);
    }

    public InstallationSettings registry(URI registry) {
        return with("registry.url", registry.toString());
    }

    /** In front of the name of every topic. */
    public InstallationSettings prefix(String prefix) {
        return with("topics.prefix", prefix);
    }

    /** Of every topic, with one replica of each. */
    public InstallationSettings partitions(int partitions) {
        return with("topics.partitions", String.valueOf(partitions)).with("topics.replication.factor", "1");
    }

    /** Where the processor keeps its state. */
    public InstallationSettings state(Path folder) {
        return with("streams.state.dir", folder.toString());
    }

    /** The last value counts. */
    public InstallationSettings with(String key, String value) {
        settings.put(key, value);
        return this;
    }

    public InstallationSettings with(Map<String, String> more) {
        settings.putAll(more);
        return this;
    }

    public Map<String, String> map() {
        return Map.copyOf(settings);
    }

    /** As it is read from flags alone. */
    public Config config() {
        return ConfigLoader.load(Optional.empty(), Map.of(), map());
    }
}
