package io.wiretag.local;

import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A Kafka broker and a schema registry on this machine, started side by side and closed one after the other. */
public final class LocalStack implements AutoCloseable {

    private final DataDirectory lock;
    private final EmbeddedBroker broker;
    private final EmbeddedRegistry registry;

    private LocalStack(DataDirectory lock, EmbeddedBroker broker, EmbeddedRegistry registry) {
        this.lock = lock;
        this.broker = broker;
        this.registry = registry;
    }

    /**
     * Where the stack keeps its data and where it listens.
     *
     * @param dataDir made on first use; one stack at a time may use it
     * @param brokerPort of 127.0.0.1; 0 takes any free one
     * @param registryPort of 127.0.0.1; 0 takes any free one
     * @param registryHome the unpacked archive of the registry; empty means where the build left it
     */
    public record Options(Path dataDir, int brokerPort, int registryPort, Optional<Path> registryHome) {

        public Options {
            Objects.requireNonNull(dataDir, "dataDir");
            Objects.requireNonNull(registryHome, "registryHome");
            checkPort("broker", brokerPort);
            checkPort("registry", registryPort);
            if (brokerPort != 0 && brokerPort == registryPort) {
                throw new IllegalArgumentException(
                        "broker and registry cannot both listen on port %d".formatted(brokerPort));
            }
        }

        private static void checkPort(String server, int port) {
            if (port < 0 || port > 65_535) {
                throw new IllegalArgumentException(
                        "%s port must lie between 0 (any free one) and 65535, but is %d".formatted(server, port));
            }
        }
    }

    /**
     * Starts both and returns when both serve.
     *
     * @param progress is told, in one line each, what starts and what is up; called by one thread at a time
     * @throws LocalStackException if either cannot start; nothing is left running then
     */
    public static LocalStack start(Options options, Consumer<String> progress) {
        Path registryHome = options.registryHome()
                .or(EmbeddedRegistry::home)
                .orElseThrow(() -> new LocalStackException(
                        "The schema registry has not been unpacked yet; build first with `mvn package`"));
        // looked at first, for a wrong port should be told at once and not after the other part has started
        int brokerPort = LoopbackPort.choose("Kafka broker", options.brokerPort());
        int registryPort = LoopbackPort.choose("schema registry", options.registryPort());
        DataDirectory lock = DataDirectory.lock(options.dataDir());
        Consumer<String> teller = oneAtATime(progress);
        CompletableFuture<EmbeddedRegistry> registry = inBackground(
                () -> {
                    long began = System.nanoTime();
                    EmbeddedRegistry started = EmbeddedRegistry.start(
                            registryHome, options.dataDir().resolve("registry"), registryPort);
                    teller.accept("Schema registry %s is up (%s)".formatted(started.url(), since(began)));
                    return started;
                },
                "embedded-registry-start");
        CompletableFuture<EmbeddedBroker> broker = inBackground(
                () -> {
                    long began = System.nanoTime();
                    EmbeddedBroker started =
                            EmbeddedBroker.start(options.dataDir().resolve("kafka"), brokerPort);
                    teller.accept("Kafka broker %s is up (%s)".formatted(started.bootstrapServers(), since(began)));
                    return started;
                },
                "embedded-broker-start");
        try {
            return new LocalStack(lock, broker.join(), registry.join());
        } catch (CompletionException e) {
            closeIfStarted(registry);
            closeIfStarted(broker);
            lock.close();
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** For {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /** The registry's base, see {@link EmbeddedRegistry#url()}. */
    public URI registryUrl() {
        return registry.url();
    }

    /** Closes the registry, then the broker, then lets go of the data directory; bounded. */
    @Override
    public void close() {
        try {
            registry.close();
        } finally {
            try {
                broker.close();
            } finally {
                lock.close();
            }
        }
    }

    private static Consumer<String> oneAtATime(Consumer<String> progress) {
        return line -> {
            synchronized (progress) {
                progress.accept(line);
            }
        };
    }

    /** A thread of its own: the pool that the JDK offers has no thread to spare on a machine with one core. */
    private static <T> CompletableFuture<T> inBackground(Supplier<T> work, String name) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        result.complete(work.get());
                    } catch (RuntimeException | Error e) {
                        result.completeExceptionally(e);
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
        return result;
    }

    /** Waits for the other one, which may still be starting. */
    private static void closeIfStarted(CompletableFuture<? extends AutoCloseable> part) {
        part.handle((started, failure) -> {
                    if (started != null) {
                        try {
                            started.close();
                        } catch (Exception e) {
                            throw new IllegalStateException("cannot close " + started, e);
                        }
                    }
                    return null;
                })
                .join();
    }

    private static String since(long began) {
        return String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - began) / 1e9);
    }
}
