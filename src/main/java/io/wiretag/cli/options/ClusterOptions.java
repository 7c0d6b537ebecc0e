package io.wiretag.cli.options;

import io.wiretag.Wiretag;
import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.Shutdown;
import io.wiretag.cluster.BrokerWait;
import io.wiretag.config.Config;
import io.wiretag.config.ConfigLoader;
import io.wiretag.files.RegularFile;
import io.wiretag.intake.ArticlePublisher;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How to find the cluster: shared by all commands that talk to one. */
public final class ClusterOptions {
    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description =
                    "Properties file with the configuration. Default: the file that WIRETAG_CONFIG names, if set.")
    private Path file;

    @Option(
            names = {"-b", "--bootstrap-server"},
            paramLabel = "HOST:PORT",
            description = "Brokers; the same as -X kafka.bootstrap.servers=...")
    private String bootstrapServer;

    @Option(
            names = {"-r", "--registry-url"},
            paramLabel = "URL",
            description = "Schema registry; the same as -X registry.url=...")
    private String registryUrl;

    @Option(names = "-X", paramLabel = "KEY=VALUE", description = "Any key of the configuration. May be repeated.")
    private final Map<String, String> settings = new LinkedHashMap<>();

    public Config config(Console console) {
        return config(console, Map.of());
    }

    /** @param shortForms keys that other flags of the command stand for */
    public Config config(Console console, Map<String, String> shortForms) {
        Map<String, String> flags = new HashMap<>(settings);
        flags.putAll(shortForms);
        Optional.ofNullable(bootstrapServer).ifPresent(servers -> flags.put("kafka.bootstrap.servers", servers));
        Optional.ofNullable(registryUrl).ifPresent(url -> flags.put("registry.url", url));
        return ConfigLoader.load(configFile(Optional.ofNullable(file), console), console.environment(), flags);
    }

    /** The file that was named, or that which the environment names. */
    static Optional<Path> configFile(Optional<Path> named, Console console) {
        return named.or(() -> Optional.ofNullable(console.environment().get("WIRETAG_CONFIG"))
                .filter(name -> !name.isBlank())
                .map(Path::of)
                .map(ClusterOptions::requireFile));
    }

    /** Who names a file by hand may name a pipe; of one that is configured nobody would know why the command hangs. */
    private static Path requireFile(Path file) {
        if (RegularFile.isOther(file)) {
            throw new IllegalArgumentException("WIRETAG_CONFIG in the environment is '" + file
                    + "', which is no regular file: name a properties file");
        }
        return file;
    }

    /** The installation, its brokers known to answer. */
    public Wiretag connect(Console console) {
        return connect(console, Map.of());
    }

    /** @param shortForms keys that other flags of the command stand for */
    public Wiretag connect(Console console, Map<String, String> shortForms) {
        Wiretag wiretag = open(console, shortForms);
        try {
            wiretag.requireBrokers();
            return wiretag;
        } catch (RuntimeException e) {
            wiretag.close();
            throw e;
        }
    }

    /**
     * A publisher of articles.
     *
     * @param patient whether brokers that do not answer are waited for, until the command is told to stop
     * @return empty if it was
     */
    public static Optional<ArticlePublisher> publisher(Wiretag wiretag, boolean patient) {
        if (!patient) {
            wiretag.requireBrokers();
            return Optional.of(wiretag.publisher());
        }
        BrokerWait wait = new BrokerWait();
        Shutdown.onSignal(wait::stop);
        return wiretag.publisher(wait);
    }

    /** The installation; nobody has asked its brokers yet. */
    public Wiretag open(Console console, Map<String, String> shortForms) {
        return new Wiretag(config(console, shortForms));
    }
}
