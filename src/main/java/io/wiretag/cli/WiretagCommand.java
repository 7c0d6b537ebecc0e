package io.wiretag.cli;

import io.wiretag.cli.corrections.CorrectCommand;
import io.wiretag.cli.corrections.CorrectionsCommand;
import io.wiretag.cli.gazetteer.GazetteerCommand;
import io.wiretag.cli.kills.KillsCommand;
import io.wiretag.cli.rejected.RejectedCommand;
import io.wiretag.cli.subscription.SubscriptionCommand;
import io.wiretag.cli.topics.TopicsCommand;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command behind which all others stand. */
@Command(
        name = "wiretag",
        description = "Tags news articles about Viet Nam with provinces, news agencies and public bodies, on Kafka.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = WiretagCommand.Version.class,
        footer = {
            "",
            "First look:  wiretag demo",
            "Exit codes:  0 done, 1 done and the answer is no, 2 usage or configuration,",
            "             3 Kafka or the registry cannot be reached or refuses, 70 a fault of ours"
        })
final class WiretagCommand implements Runnable {
    /** By their names, in the order of the help. */
    static final Map<String, Class<?>> COMMANDS = commands();

    private static Map<String, Class<?>> commands() {
        Map<String, Class<?>> commands = new LinkedHashMap<>();
        commands.put("demo", DemoCommand.class);
        commands.put("process", ProcessCommand.class);
        commands.put("intake", IntakeCommand.class);
        commands.put("deliver", DeliverCommand.class);
        commands.put("subscription", SubscriptionCommand.class);
        commands.put("publish", PublishCommand.class);
        commands.put("tail", TailCommand.class);
        commands.put("tag", TagCommand.class);
        commands.put("gazetteer", GazetteerCommand.class);
        commands.put("retag", RetagCommand.class);
        commands.put("correct", CorrectCommand.class);
        commands.put("corrections", CorrectionsCommand.class);
        commands.put("history", HistoryCommand.class);
        commands.put("verify", VerifyCommand.class);
        commands.put("kills", KillsCommand.class);
        commands.put("rejected", RejectedCommand.class);
        commands.put("lag", LagCommand.class);
        commands.put("serve", ServeCommand.class);
        commands.put("topics", TopicsCommand.class);
        return Collections.unmodifiableMap(commands);
    }

    /** Those that a call may need: to read the annotations of all takes longer than most commands. */
    static Collection<Class<?>> commands(String... args) {
        Class<?> named = args.length == 0 ? null : COMMANDS.get(args[0]);
        return named == null ? COMMANDS.values() : List.of(named);
    }

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
