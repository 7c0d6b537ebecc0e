package io.wiretag.cli.topics;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code wiretag topics}: sets up and looks at the topics. */
@Command(
        name = "topics",
        description =
                "Creates, checks and describes the topics and their schemas; fills a topic that was switched on later.",
        mixinStandardHelpOptions = true,
        subcommands = {
            TopicsCreateCommand.class,
            TopicsCheckCommand.class,
            TopicsDescribeCommand.class,
            TopicsFillCommand.class,
            TopicsStrimziCommand.class
        })
public final class TopicsCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "create, check, describe, fill or strimzi?");
    }
}
