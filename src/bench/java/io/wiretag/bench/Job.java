package io.wiretag.bench;

import io.wiretag.codec.ValueSerdes;
import io.wiretag.config.BuildSerdes;
import io.wiretag.config.Config;
import io.wiretag.config.ConfigLoader;
import io.wiretag.topics.Topics;
import java.io.Serializable;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a contender is told: the same to all, as arguments of its JVM.
 *
 * @param prefix of its topics, its group and its transactions
 * @param threads how many work side by side: stream threads, loops, or Flink's parallelism
 * @param stateDir where it may keep files
 * @param gazetteer file that extends the built-in gazetteer; empty: none
 * @param scale how many times longer than usual the articles are
 * @param checkpointMs how often Flink makes a checkpoint
 */
record Job(
        String brokers,
        String registry,
        String prefix,
        int partitions,
        int threads,
        String stateDir,
        String gazetteer,
        int scale,
        int checkpointMs)
        implements Serializable {

    List<String> arguments() {
        return List.of(
                brokers,
                registry,
                prefix,
                String.valueOf(partitions),
                String.valueOf(threads),
                stateDir,
                gazetteer,
                String.valueOf(scale),
                String.valueOf(checkpointMs));
    }

    static Job of(String[] arguments) {
        return new Job(
                arguments[0],
                arguments[1],
                arguments[2],
                Integer.parseInt(arguments[3]),
                Integer.parseInt(arguments[4]),
                arguments[5],
                arguments[6],
                Integer.parseInt(arguments[7]),
                Integer.parseInt(arguments[8]));
    }

    /** The product's own configuration, with its defaults wherever a job does not say otherwise. */
    Config config() {
        return config(Map.of());
    }

    /** @param more settings that it says otherwise */
    Config config(Map<String, String> more) {
        Map<String, String> flags = new HashMap<>(settings());
        flags.putAll(more);
        return ConfigLoader.load(Optional.empty(), Map.of(), flags);
    }

    /** The same as keys of the configuration. */
    Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        settings.put("kafka.bootstrap.servers", brokers);
        settings.put("registry.url", registry);
        settings.put("topics.prefix", prefix);
        settings.put("topics.partitions", String.valueOf(partitions));
        settings.put("topics.replication.factor", "1");
        settings.put("streams.num.stream.threads", String.valueOf(threads));
        settings.put("streams.state.dir", stateDir);
        if (!gazetteer.isEmpty()) {
            settings.put("gazetteer.file", gazetteer);
        }
        return settings;
    }

    Topics topics() {
        return Topics.of(prefix, partitions, (short) 1, Map.of());
    }

    ValueSerdes serdes() {
        return new ValueSerdes(new ValueSerdes.Settings(
                BuildSerdes.SERIALIZER, BuildSerdes.DESERIALIZER, URI.create(registry), Map.of()));
    }
}
