package io.wiretag.cli;

import io.wiretag.Samples;
import io.wiretag.Wiretag;
import io.wiretag.cli.options.ClusterOptions;
import io.wiretag.cli.options.InputFiles;
import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.cli.terminal.TerminalCommand;
import io.wiretag.cluster.KafkaUnavailableException;
import io.wiretag.files.FileTrouble;
import io.wiretag.files.OneLine;
import io.wiretag.intake.ArticlePublisher;
import io.wiretag.intake.PublishFailure;
import io.wiretag.intake.format.ArticleReaders;
import io.wiretag.intake.format.Format;
import io.wiretag.intake.format.Reading;
import io.wiretag.intake.format.Source;
import io.wiretag.schema.Article;
import io.wiretag.topics.ArticleIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** {@code wiretag publish FILE...}: hands over each file once and ends. */
final class FilePublishing {
    /** Told of one file, the others are counted: a binary that was taken for text has one for each of its lines. */
    private static final int MAX_COMPLAINTS = 20;

    private final Console console;
    private final Format format;
    private final String uri;
    private final String version;

    private final AtomicLong published = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicReference<Throwable> outage = new AtomicReference<>();
    private long toldAt = System.nanoTime();

    /**
     * @param uri identity of the one article, if its file carries none; else null
     * @param version of it; or null
     */
    FilePublishing(Console console, Format format, String uri, String version) {
        this.console = console;
        this.format = format;
        this.uri = uri;
        this.version = version;
    }

    /** @return the exit code */
    int publish(ClusterOptions cluster, List<String> inputs) {
        if (version != null && uri == null) {
            throw new IllegalArgumentException("--article-version goes with --uri: a version of what?");
        }
        if (uri != null && (inputs.size() != 1 || Files.isDirectory(Path.of(inputs.get(0))))) {
            throw new IllegalArgumentException("--uri names one article: give one file, or -");
        }
        Optional.ofNullable(uri)
                .flatMap(ArticleIdentity::longUri)
                .or(() -> ArticleIdentity.longVersion(version))
                .ifPresent(reason -> {
                    throw new IllegalArgumentException(reason);
                });
        return publish(cluster, publisher -> inputs.forEach(input -> publishInput(publisher, input)));
    }

    /** @return the exit code */
    int publishSamples(ClusterOptions cluster) {
        return publish(
                cluster,
                publisher -> Samples.articles().forEach(article -> send(publisher, article, article.getUri())));
    }

    private int publish(ClusterOptions cluster, Consumer<ArticlePublisher> work) {
        long began = System.nanoTime();
        try (Wiretag wiretag = cluster.connect(console)) {
            String topic = wiretag.topics().published().name();
            try (ArticlePublisher publisher = wiretag.publisher()) {
                work.accept(publisher);
            }
            console.err()
                    .printf(
                            Locale.ROOT,
                            "%d published to %s, %d failed, in %.1f s%n",
                            published.get(),
                            topic,
                            failed.get(),
                            (System.nanoTime() - began) / 1e9);
        }
        if (outage.get() != null) {
            return ExitCode.UNAVAILABLE;
        }
        return failed.get() == 0 ? ExitCode.OK : ExitCode.FAILED;
    }

    private void publishInput(ArticlePublisher publisher, String input) {
        if (input.equals("-")) {
            publish(publisher, () -> Source.of("-", console.in()), input);
            return;
        }
        for (Path file : new InputFiles(this::fail, console.err()::println).below(Path.of(input))) {
            publish(publisher, () -> source(file), file.toString());
        }
    }

    private interface Opening {
        Source open() throws IOException;
    }

    private static Source source(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Source.of(file.toString(), in);
        }
    }

    private void publish(ArticlePublisher publisher, Opening opening, String name) {
        Source source;
        try {
            source = opening.open();
        } catch (IOException e) {
            fail(FileTrouble.sentence(Path.of(name), e));
            return;
        }
        List<Reading> readings = ArticleReaders.read(source, format);
        boolean whole = readings.stream().anyMatch(Reading.Read.class::isInstance);
        if (uri != null && whole && readings.size() > 1) {
            fail(name + ": holds more than one article, and --uri names one");
            return;
        }
        int complaints = 0;
        for (Reading reading : readings) {
            if (reading instanceof Reading.Read read) {
                read.warnings().forEach(warning -> console.err().println(warning.sentence()));
                send(publisher, named(read.article()), name);
            } else if (reading instanceof Reading.Complaint complaint) {
                complaints++;
                if (complaints <= MAX_COMPLAINTS) {
                    fail(complaint.sentence());
                } else {
                    failed.incrementAndGet();
                }
            }
        }
        if (complaints > MAX_COMPLAINTS) {
            console.err().println(OneLine.of(name) + ": and " + (complaints - MAX_COMPLAINTS) + " more complaints");
        }
    }

    private Article named(Article article) {
        if (uri == null) {
            return article;
        }
        Article.Builder named = Article.newBuilder(article).setUri(uri);
        return (version == null ? named : named.setVersion(version)).build();
    }

    private void send(ArticlePublisher publisher, Article article, String name) {
        publisher.publish(article).whenComplete((receipt, failure) -> {
            if (failure == null) {
                published.incrementAndGet();
            } else {
                fail(name + ": " + article.getUri() + " was not acknowledged: " + PublishFailure.sentence(failure));
                if (!PublishFailure.isArticles(failure)) {
                    outage.compareAndSet(null, failure);
                }
            }
        });
        tellProgress();
        if (outage.get() != null) {
            // every further article would wait as long, and fail as well
            throw new KafkaUnavailableException(
                    "stopped after " + published.get() + " articles: " + PublishFailure.sentence(outage.get()),
                    outage.get());
        }
    }

    /** Once a second, on a terminal: an archive takes minutes. */
    private void tellProgress() {
        long now = System.nanoTime();
        if (console.inPlace() && now - toldAt > TimeUnit.SECONDS.toNanos(1)) {
            toldAt = now;
            console.err()
                    .print(TerminalCommand.LINE_START + published.get() + " published ..."
                            + TerminalCommand.LINE_START);
        }
    }

    private void fail(String line) {
        failed.incrementAndGet();
        console.err().println(line);
    }
}
