package io.wiretag.cli;

import io.wiretag.Wiretag;
import io.wiretag.cli.options.ClusterOptions;
import io.wiretag.cli.options.GazetteerOptions;
import io.wiretag.cli.terminal.CommandFailedException;
import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.cli.terminal.Shutdown;
import io.wiretag.cluster.BrokerWait;
import io.wiretag.ops.OpsServer;
import io.wiretag.processor.MemoryRebuild;
import io.wiretag.processor.StreamsRunner;
import io.wiretag.topics.TopicAdmin;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code wiretag process}: the processor, until it is told to stop. */
@Command(
        name = "process",
        description = "Runs the processor: tags what is published, until Ctrl-C or SIGTERM.",
        mixinStandardHelpOptions = true)
final class ProcessCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessCommand.class);
    private final Console console;

    @Mixin
    private ClusterOptions cluster;

    @Mixin
    private GazetteerOptions gazetteer;

    @Option(
            names = "--rebuild-memory",
            description = "Writes what this machine remembers of articles into changelogs that were lost, and ends. No"
                    + " processor may run; to be done on each machine that has state.")
    private boolean rebuildMemory;

    ProcessCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (Wiretag wiretag = cluster.open(console, gazetteer.settings())) {
            wiretag.prepareProcessor();
            BrokerWait wait = wiretag.processorWait();
            Shutdown.onSignal(wait::stop);
            Optional<List<TopicAdmin.Finding>> findings = wiretag.reach(wait, () -> findings(wiretag));
            if (findings.isPresent()) {
                requireTopics(findings.get());
                runOrRebuild(wiretag);
            }
        }
        return ExitCode.OK;
    }

    /** Of the topics that it needs, and of the one that it would read. */
    private static List<TopicAdmin.Finding> findings(Wiretag wiretag) {
        List<TopicAdmin.Finding> findings = new ArrayList<>(wiretag.topicAdmin().check());
        findings.addAll(wiretag.topicAdmin().checkBeside(wiretag.topics().gazetteer()));
        return findings;
    }

    private void runOrRebuild(Wiretag wiretag) throws InterruptedException {
        if (rebuildMemory) {
            tell(wiretag.memoryRebuild().run());
        } else {
            run(wiretag);
        }
    }

    private static void run(Wiretag wiretag) throws InterruptedException {
        try (StreamsRunner processor = wiretag.processor()) {
            Optional<OpsServer> ops = wiretag.opsServer(processor);
            try {
                run(wiretag, processor, ops);
            } finally {
                ops.ifPresent(OpsServer::close);
            }
        }
    }

    private void tell(MemoryRebuild.Rebuilt rebuilt) {
        PrintStream out = console.out();
        rebuilt.articles()
                .forEach((partition, articles) ->
                        out.println("partition " + partition + ": " + articles + " articles are remembered again"));
        if (rebuilt.kept().isEmpty()) {
            out.println("there is no state on this machine");
        }
        if (!rebuilt.kept().isEmpty()) {
            out.println(
                    "if the processor or the machine went down hard, the disk lies behind: what was not yet written to it is"
                            + " not remembered");
        }
        rebuilt.kept().forEach(kept -> out.println("what was read lies in " + kept + " until you delete it"));
    }

    private static void run(Wiretag wiretag, StreamsRunner processor, Optional<OpsServer> ops)
            throws InterruptedException {
        // the brokers may go away again before it has asked them all it must know
        BrokerWait wait = new BrokerWait();
        Shutdown.onSignal(() -> {
            ops.ifPresent(OpsServer::stopping);
            wait.stop();
            processor.close();
        });
        // no limit: a large state may have to be restored first, and the registry may be away
        if (wait.until(() -> started(processor)).isPresent()) {
            LOG.info("started topic={}", wiretag.topics().published().name());
            processor.awaitEnd();
        }
    }

    private static boolean started(StreamsRunner processor) {
        processor.start();
        return true;
    }

    private static void requireTopics(List<TopicAdmin.Finding> findings) {
        findings.stream().filter(finding -> !finding.fatal()).forEach(finding -> LOG.warn("{}", finding.problem()));
        List<String> fatal = findings.stream()
                .filter(TopicAdmin.Finding::fatal)
                .map(TopicAdmin.Finding::problem)
                .toList();
        if (!fatal.isEmpty()) {
            throw new CommandFailedException("the processor does not start:\n  " + String.join("\n  ", fatal));
        }
    }
}
