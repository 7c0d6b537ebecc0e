package io.wiretag.cli;

import io.wiretag.Wiretag;
import io.wiretag.cli.print.Json;
import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.TextTable;
import io.wiretag.topics.SubjectAdmin;
import io.wiretag.topics.TopicAdmin;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code wiretag topics}: sets up and looks at the topics. */
@Command(
        name = "topics",
        description = "Creates, checks and describes the topics and their schemas.",
        mixinStandardHelpOptions = true,
        subcommands = {TopicsCommand.Create.class, TopicsCommand.Check.class, TopicsCommand.Describe.class})
final class TopicsCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "create, check or describe?");
    }

    /** Creates those that are missing. */
    @Command(
            name = "create",
            description =
                    "Creates the topics that are missing, and registers their schemas; leaves the others as they are.",
            mixinStandardHelpOptions = true)
    static final class Create implements Callable<Integer> {
        private final Console console;

        @Mixin
        private ClusterOptions cluster;

        Create(Console console) {
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

    /** Compares them with what is needed. */
    @Command(
            name = "check",
            description =
                    "Compares the topics and their schemas with what is needed. Exit code 1 if something is missing or unsafe.",
            mixinStandardHelpOptions = true)
    static final class Check implements Callable<Integer> {
        private final Console console;

        @Mixin
        private ClusterOptions cluster;

        Check(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            try (Wiretag wiretag = cluster.connect(console)) {
                List<TopicAdmin.Finding> findings = wiretag.topicAdmin().check();
                tell(findings);
                List<TopicAdmin.Finding> ofSubjects;
                try (SubjectAdmin subjects = wiretag.subjectAdmin()) {
                    ofSubjects = subjects.check();
                }
                tell(ofSubjects);
                boolean fatal =
                        Stream.of(findings, ofSubjects).flatMap(List::stream).anyMatch(TopicAdmin.Finding::fatal);
                if (!fatal) {
                    console.out().println(wiretag.topics().all().size() + " topics are as the processor needs them");
                }
                return fatal ? ExitCode.FAILED : ExitCode.OK;
            }
        }

        private void tell(List<TopicAdmin.Finding> findings) {
            for (TopicAdmin.Finding finding : findings) {
                String word = finding.fatal()
                        ? console.style().bad("error")
                        : console.style().warning("warning");
                console.out().println(word + "  " + finding.problem());
            }
        }
    }

    /** Shows them. */
    @Command(
            name = "describe",
            description = "Shows the topics as they stand in the cluster.",
            mixinStandardHelpOptions = true)
    static final class Describe implements Callable<Integer> {
        private final Console console;

        @Mixin
        private ClusterOptions cluster;

        @Option(names = "--json", description = "One JSON object a line.")
        private boolean json;

        Describe(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            try (Wiretag wiretag = cluster.connect(console)) {
                List<TopicAdmin.Description> descriptions = wiretag.topicAdmin().describe();
                if (json) {
                    descriptions.forEach(description -> console.out().println(Json.line(description)));
                    return ExitCode.OK;
                }
                TextTable table = new TextTable("TOPIC", "KEY", "PARTITIONS", "REPLICAS", "OFFSETS", "RETENTION");
                for (TopicAdmin.Description description : descriptions) {
                    table.row(
                            description.topic().name(),
                            description.topic().keyMeaning(),
                            description.partitions(),
                            description.replicationFactor(),
                            description.records().orElse(0),
                            retention(description.configs().get("retention.ms")));
                }
                table.print(console.out());
                return ExitCode.OK;
            }
        }

        private static String retention(String millis) {
            if (millis == null) {
                return "unknown";
            }
            Duration duration = Duration.ofMillis(Long.parseLong(millis));
            if (duration.isNegative()) {
                return "for ever";
            }
            return duration.toDays() > 0 ? duration.toDays() + " d" : duration.toHours() + " h";
        }
    }
}
