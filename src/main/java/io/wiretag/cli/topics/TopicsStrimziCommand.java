package io.wiretag.cli.topics;

import io.wiretag.Wiretag;
import io.wiretag.cli.options.ClusterOptions;
import io.wiretag.cli.print.StrimziPrinter;
import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.config.Config;
import io.wiretag.topics.Rights;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Prints what Strimzi's operators make topics and users of. Asks no broker. */
@Command(
        name = "strimzi",
        description = "Prints the topics, and users with their rights, as resources for Strimzi on Kubernetes (YAML).",
        mixinStandardHelpOptions = true)
final class TopicsStrimziCommand implements Callable<Integer> {
    /** How users show who they are. */
    enum Authentication {
        SCRAM_SHA_512,
        TLS;

        /** The word for it, here and in Strimzi. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final Console console;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ClusterOptions cluster;

    @Option(names = "--cluster", paramLabel = "NAME", description = "Name of the resource Kafka that they belong to.")
    private String kafka;

    @Option(
            names = "--authentication",
            paramLabel = "TYPE",
            description = "How users show who they are: scram-sha-512 (default) or tls.")
    private Authentication authentication = Authentication.SCRAM_SHA_512;

    TopicsStrimziCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (kafka == null) {
            throw new ParameterException(
                    spec.commandLine(), "to which resource Kafka do they belong? Say --cluster NAME");
        }
        Config config = cluster.config(console);
        try (Wiretag wiretag = new Wiretag(config)) {
            StrimziPrinter printer = new StrimziPrinter(console.out(), kafka);
            printer.printTopics(wiretag.topics());
            printer.printUsers(
                    new Rights(wiretag.topics(), config.topics().prefix(), config.applicationId()),
                    authentication.toString());
        }
        return ExitCode.OK;
    }
}
