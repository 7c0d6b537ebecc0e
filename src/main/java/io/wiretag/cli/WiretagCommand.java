package io.wiretag.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command behind which all others stand. */
@Command(
        name = "wiretag",
        description = "Tags news articles about Viet Nam with provinces and news agencies, on Kafka.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = WiretagCommand.Version.class,
        subcommands = {
            DemoCommand.class,
            ProcessCommand.class,
            IntakeCommand.class,
            PublishCommand.class,
            TailCommand.class,
            TagCommand.class,
            GazetteerCommand.class,
            HistoryCommand.class,
            RejectedCommand.class,
            LagCommand.class,
            ServeCommand.class,
            TopicsCommand.class
        },
        footer = {
            "",
            "First look:  wiretag demo",
            "Exit codes:  0 done, 1 done and the answer is no, 2 usage or configuration,",
            "             3 Kafka or the registry cannot be reached, 70 a fault of ours"
        })
final class WiretagCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command?");
    }

    /** How servers that are asked for feeds know us. */
    static String userAgent() {
        String version = WiretagCommand.class.getPackage().getImplementationVersion();
        return version == null ? "wiretag" : "wiretag/" + version;
    }

    /** From the manifest of the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = WiretagCommand.class.getPackage().getImplementationVersion();
            return new String[] {"wiretag " + (version == null ? "(not packaged)" : version)};
        }
    }
}
