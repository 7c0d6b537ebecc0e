package io.wiretag.cli;

import io.wiretag.Demo;
import io.wiretag.Samples;
import io.wiretag.local.LocalStack;
import io.wiretag.schema.Article;
import io.wiretag.subscribers.ArticleSubscriber;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
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
    private final Console console;

    @Option(names = "--once", description = "End when all sample wires have come out tagged: 0 if they did, 1 if not.")
    private boolean once;

    @Option(
            names = "--once-timeout",
            paramLabel = "SECONDS",
            description = "How long --once waits for them. Default: ${DEFAULT-VALUE}.")
    private int onceTimeout = 60;

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

    @Option(names = "--port", description = "Port of the broker; 0 for a free one. Default: ${DEFAULT-VALUE}.")
    private int brokerPort = 9092;

    @Option(
            names = "--registry-port",
            description = "Port of the registry; 0 for a free one. Default: ${DEFAULT-VALUE}.")
    private int registryPort = 8081;

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
        if (rate < 0 || onceTimeout < 1) {
            throw new IllegalArgumentException("--rate must be 0 or more, --once-timeout 1 or more");
        }
        if (data != null) {
            return run(data);
        }
        Path temporary = Files.createTempDirectory("wiretag-demo-");
        try {
            return run(temporary);
        } finally {
            delete(temporary);
        }
    }

    private int run(Path directory) {
        List<Article> samples = Samples.articles();
        Style style = console.style();
        console.err()
                .println(style.strong("Wiretag demo") + "  " + style.faint("starting a broker and a registry ..."));
        LocalStack.Options options =
                new LocalStack.Options(directory, brokerPort, registryPort, Optional.ofNullable(registryHome));
        Map<String, String> keys = new HashMap<>(settings);
        keys.putAll(gazetteer.settings());
        try (Demo demo = Demo.start(options, keys, line -> console.err().println("  " + line));
                ArticleSubscriber screen = demo.subscriber()) {
            Shutdown.onSignal(screen::stop);
            demo.publish(samples);
            console.err().println("  " + samples.size() + " sample wires are published");
            if (once) {
                return untilAllArrived(screen, samples);
            }
            explain(demo);
            if (rate > 0) {
                demo.keepPublishing(samples, Duration.ofMillis(TimeUnit.MINUTES.toMillis(1) / rate));
            }
            show(screen);
            console.err().println("stopping ...");
        }
        return ExitCode.OK;
    }

    private void explain(Demo demo) {
        Style style = console.style();
        console.err().println();
        console.err().println("In another terminal, for example:");
        for (String command : List.of(
                "kcat -b " + demo.bootstrapServers() + " -L",
                "wiretag tail --province VN-HN --from-beginning" + cluster(demo),
                "wiretag lag" + cluster(demo))) {
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

    private void show(ArticleSubscriber screen) {
        ArticlePrinter printer = new ArticlePrinter(console);
        screen.run(delivery -> print(printer, delivery), () -> false);
    }

    private void print(ArticlePrinter printer, ArticleSubscriber.Delivery delivery) {
        printer.print(delivery.value(), delivery.published());
        console.out().flush();
    }

    /** A data directory that was used before holds the samples already: their repetitions are ignored, what lies there counts. */
    private int untilAllArrived(ArticleSubscriber screen, List<Article> samples) {
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
                () -> missing.isEmpty() || Instant.now().isAfter(deadline));
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

    private static void delete(Path directory) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
                Files.deleteIfExists(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
