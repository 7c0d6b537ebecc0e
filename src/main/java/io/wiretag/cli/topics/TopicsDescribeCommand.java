package io.wiretag.cli.topics;

import io.wiretag.Wiretag;
import io.wiretag.cli.options.ClusterOptions;
import io.wiretag.cli.print.Json;
import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.cli.terminal.TextTable;
import io.wiretag.topics.TopicAdmin;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows them. */
@Command(
        name = "describe",
        description = "Shows the topics as they stand in the cluster.",
        mixinStandardHelpOptions = true)
final class TopicsDescribeCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ClusterOptions cluster;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    TopicsDescribeCommand(Console console) {
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
                        "compact".equals(description.configs().get("cleanup.policy"))
                                ? "compacted"
                                : retention(description.configs().get("retention.ms")));
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
