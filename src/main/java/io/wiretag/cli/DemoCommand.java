package io.wiretag.cli;

import io.wiretag.Demo;
import io.wiretag.Samples;
import io.wiretag.cli.options.GazetteerOptions;
import io.wiretag.cli.options.Within;
import io.wiretag.cli.print.ArticlePrinter;
import io.wiretag.cli.terminal.CommandFailedException;
import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.cli.terminal.Shutdown;
import io.wiretag.cli.terminal.Style;
import io.wiretag.config.Config;
import io.wiretag.files.Folders;
import io.wiretag.local.LocalStack;
import io.wiretag.local.LoopbackPort;
import io.wiretag.schema.Article;
import io.wiretag.subscribers.ArticleSubscriber;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code wiretag demo}: everything on one machine. */
@Command(
        name = "demo",
        description = {
            "Runs everything on this machine: a Kafka broker, a schema registry, the processor and sample wires.",
            "Listens on 127.0.0.1 only. Stays up until Ctrl-C, unless --once is given."
        },
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    /** A wire each millisecond: the clock's limit, far beyond what a demo is for. */
    private static final int HIGHEST_RATE = 60_000;

    private static final int HIGHEST_PORT = 65_535;

    private static final String STOPPING = "stopping ...";

    private static final Map<String, String> SERVERS = Map.of(
            "--port", "Kafka broker",
            "--registry-port", "schema registry",
            "--dashboard-port", "dashboard",
            "--delivery-port", "delivery");

    private final Console console;
    private final CountDownLatch stopped = new CountDownLatch(1);

    @Option(names = "--once", description = "End when all sample wires have come out tagged: 0 if they did, 1 if not.")
    private boolean once;

    @Within(least = 1)
    @Option(
            names = "--once-timeout",
            paramLabel = "SECONDS",
            description = "How long --once waits for them. Default: ${DEFAULT-VALUE}.")
    private int onceTimeout = 60;

    @Within(least = 0, most = HIGHEST_RATE)
    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Sample wires a minute after the first round; 0 for none. Default: ${DEFAULT-VALUE}.")
    private int rate = 12;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Keep all data there, over restarts. Default: a temporary directory, deleted at the end.")
    private Path data;

    @Within(least = 0, most = HIGHEST_PORT)
    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Port of the broker; 0 for a free one. Default: ${DEFAULT-VALUE}.")
    private int brokerPort = 9092;

    @Within(least = 0, most = HIGHEST_PORT)
    @Option(
            names = "--registry-port",
            paramLabel = "PORT",
            description = "Port of the registry; 0 for a free one. Default: ${DEFAULT-VALUE}.")
    private int registryPort = 8081;

    @Within(least = 0, most = HIGHEST_PORT)
    @Option(
            names = "--dashboard-port",
            paramLabel = "PORT",
            description =
                    "Port of the dashboard; 0 for a free one. Default: ${DEFAULT-VALUE}. With --once there is none.")
    private int dashboardPort = Config.Ops.USUAL_PORT;

    @Within(least = 0, most = HIGHEST_PORT)
    @Option(
            names = "--delivery-port",
            paramLabel = "PORT",
            description =
                    "Port of delivery over HTTP; 0 for a free one. Default: ${DEFAULT-VALUE}. With --once there is none.")
    private int deliveryPort = Config.Delivery.USUAL_PORT;

    @Option(names = "--no-endpoint", description = "No endpoint and no subscription of webhooks.")
    private boolean noEndpoint;

    @Option(
            names = "--stop",
            paramLabel = "NAME",
            description =
                    "Stop this one of the demo's two subscribers, front-page or archive, once the samples are read: kills that"
                            + " come then stay open with it ('kills', and the night desk).")
    private String stop;

    @Option(
            names = "--registry-home",
            paramLabel = "DIR",
            description = "The unpacked archive of the registry. Default: where the build left it.")
    private Path registryHome;

    @Option(names = "-X", paramLabel = "KEY=VALUE", description = "Any key of the configuration. May be repeated.")
    private final Map<String, String> settings = new LinkedHashMap<>();

    @Mixin
    private GazetteerOptions gazetteer;

    DemoCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        requirePorts();
        if (stop != null && !Demo.subscribers().contains(stop)) {
            throw new IllegalArgumentException("--stop is '" + stop + "', must be one of the demo's subscribers: "
                    + String.join(", ", new TreeSet<>(Demo.subscribers())));
        }
        Path directory = data != null ? data : Files.createTempDirectory("wiretag-demo-");
        Shutdown.onSignal(stopped::countDown); // so that Ctrl-C while it starts leaves nothing behind either
        try {
            return run(directory);
        } catch (RuntimeException | Error e) {
            // a library that begins while the process ends fails in its own way
            if (!Shutdown.isSignal(stopped)) {
                throw e;
            }
            console.err().println(STOPPING);
            return once ? ExitCode.FAILED : ExitCode.OK;
        } finally {
            if (data == null) {
                delete(directory);
            }
        }
    }

    /** At once, and not when all is up. What is configured by key is told by key, later. */
    private void requirePorts() {
        Map<String, Integer> ports = new LinkedHashMap<>();
        ports.put("--port", brokerPort);
        ports.put("--registry-port", registryPort);
        if (!once && !settings.containsKey("ops.port") && !settings.containsKey("ops.host")) {
            ports.put("--dashboard-port", dashboardPort);
        }
        if (!once && !settings.containsKey("delivery.port") && !settings.containsKey("delivery.host")) {
            ports.put("--delivery-port", deliveryPort);
        }
        Map<Integer, String> taken = new HashMap<>();
        ports.forEach((option, port) -> {
            LoopbackPort.choose(SERVERS.get(option) + " (" + option + ")", port);
            String other = port == 0 ? null : taken.putIfAbsent(port, option);
            if (other != null) {
                throw new IllegalArgumentException(other + " and " + option + " cannot both be " + port);
            }
        });
    }

    private int run(Path directory) {
        List<Article> samples = Samples.articles();
        Style style = console.style();
        console.err()
                .println(style.strong("Wiretag demo") + "  " + style.faint("starting a broker and a registry ..."));
        LocalStack.Options options =
                new LocalStack.Options(directory, brokerPort, registryPort, Optional.ofNullable(registryHome));
        Map<String, String> keys = new HashMap<>(settings);
        keys.putIfAbsent("ops.port", String.valueOf(dashboardPort));
        keys.putIfAbsent("delivery.port", String.valueOf(deliveryPort));
        keys.putAll(gazetteer.settings());
        try (Demo demo = Demo.start(options, keys, line -> console.err().println("  " + line));
                ArticleSubscriber screen = demo.subscriber()) {
            Shutdown.onSignal(screen::stop);
            demo.publish(samples);
            console.err().println("  " + samples.size() + " sample wires are published");
            if (once) {
                return untilAllArrived(demo, screen, samples);
            }
            if (!isStopped()) {
                demo.openSubscribers();
                Demo.Dashboard dashboard = demo.openDashboard();
                URI delivery = demo.openDelivery();
                if (!noEndpoint) {
                    URI endpoint = demo.openEndpoint(line -> console.err().println("  " + line));
                    console.err().println("  An endpoint of webhooks at " + endpoint + " tells what it was sent");
                }
                explain(demo, dashboard, delivery);
                if (rate > 0) {
                    demo.keepPublishing(samples, Duration.ofMillis(TimeUnit.MINUTES.toMillis(1) / rate));
                }
                show(demo, screen);
            }
            console.err().println(STOPPING);
        }
        return ExitCode.OK;
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    private void explain(Demo demo, Demo.Dashboard dashboard, URI delivery) {
        Style style = console.style();
        console.err()
                .println("  Dashboard at " + style.strong(dashboard.address().toString()));
        dashboard
                .key()
                .ifPresent(key -> console.err()
                        .println("  Key to correct tags and replay rejected records there, shown this once: " + key));
        console.err().println();
        console.err().println("In another terminal, for example:");
        for (String command : List.of(
                "curl -N -H 'Accept: text/event-stream' '" + delivery
                        + "/articles?province=VN-HN&since=2025-01-01T00:00:00Z'",
                "kcat -b " + demo.bootstrapServers() + " -L",
                console.programName() + " tail --province VN-HN --from-beginning" + cluster(demo),
                console.programName() + " kills" + cluster(demo),
                console.programName() + " lag" + cluster(demo))) {
            console.err().println("  " + style.strong(command));
        }
        console.err().println(style.faint("Ctrl-C ends."));
        console.err().println();
    }

    /** The options that another command needs to find this demo; none where it sits on the default ports. */
    private String cluster(Demo demo) {
        return (brokerPort == 9092 ? "" : " -b " + demo.bootstrapServers())
                + (registryPort == 8081 ? "" : " -r " + demo.registryUrl());
    }

    private void show(Demo demo, ArticleSubscriber screen) {
        ArticlePrinter printer = new ArticlePrinter(console);
        int[] left = {Samples.articles().size()};
        screen.run(
                delivery -> {
                    print(printer, delivery);
                    // the first round is read: what it holds, they have
                    if (stop != null && --left[0] == 0) {
                        demo.stopSubscriber(stop);
                    }
                },
                demo::hasFailed);
        demo.requireRunning();
    }

    private void print(ArticlePrinter printer, ArticleSubscriber.Received delivery) {
        printer.print(delivery.value(), delivery.published());
        console.out().flush();
    }

    /** A data directory that was used before holds the samples already: their repetitions are ignored, what lies there counts. */
    private int untilAllArrived(Demo demo, ArticleSubscriber screen, List<Article> samples) {
        console.err().println();
        ArticlePrinter printer = new ArticlePrinter(console);
        Map<String, String> missing = new HashMap<>(samples.stream()
                .collect(Collectors.toMap(DemoCommand::identity, DemoCommand::title, (first, second) -> first)));
        Instant deadline = Instant.now().plusSeconds(onceTimeout);
        screen.run(
                delivery -> {
                    if (missing.remove(identity(delivery.value().getArticle())) != null) {
                        print(printer, delivery);
                    }
                },
                () -> missing.isEmpty() || demo.hasFailed() || Instant.now().isAfter(deadline));
        demo.requireRunning();
        console.err().println();
        if (missing.isEmpty()) {
            console.err().println("All " + samples.size() + " sample wires came out tagged.");
            return ExitCode.OK;
        }
        throw new CommandFailedException(
                missing.size() + " of " + samples.size() + " sample wires did not come out within " + onceTimeout
                        + " s:\n  " + String.join("\n  ", missing.values()));
    }

    private static String identity(Article article) {
        return article.getUri() + " " + article.getVersion();
    }

    private static String title(Article article) {
        return article.getHeadline() == null ? article.getUri() : article.getHeadline();
    }

    /** What is left of a temporary directory must not hide how the demo ended. */
    private static void delete(Path directory) {
        try {
            Folders.delete(directory);
        } catch (IOException e) {
            // it lies where the system clears up by itself
        }
    }
}
