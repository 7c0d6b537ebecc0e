package io.wiretag.cli.topics;

import io.wiretag.Wiretag;
import io.wiretag.cli.options.ClusterOptions;
import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.topics.SubjectAdmin;
import io.wiretag.topics.TopicAdmin;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Creates those that are missing. */
@Command(
        name = "create",
        description =
                "Creates the topics that are missing, and registers their schemas; leaves the others as they are.",
        mixinStandardHelpOptions = true)
final class TopicsCreateCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ClusterOptions cluster;

    TopicsCreateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try (Wiretag wiretag = cluster.connect(console)) {
            for (TopicAdmin.Creation creation : wiretag.topicAdmin().create()) {
                console.out()
                        .printf(
                                "%-8s %s%n",
                                creation.created() ? "created" : "exists",
                                creation.topic().name());
            }
            try (SubjectAdmin subjects = wiretag.subjectAdmin()) {
                subjects.create()
                        .forEach(each ->
                                console.out().printf("subject  %s, %s%n", each.subject(), each.compatibility()));
            }
        }
        return ExitCode.OK;
    }
}
