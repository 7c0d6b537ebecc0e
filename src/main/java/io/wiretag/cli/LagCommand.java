package io.wiretag.cli;

import io.wiretag.Wiretag;
import io.wiretag.ops.LagReport;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code wiretag lag}: how far every group is behind. */
@Command(
        name = "lag",
        description = {
            "Shows how many records every group that reads our topics is behind.",
            "Counts what a read_committed reader can still get: transaction markers are not lag, and a partition without a "
                    + "committed offset is unknown, not zero."
        },
        mixinStandardHelpOptions = true)
final class LagCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ClusterOptions cluster;

    @Option(names = "--json", description = "One JSON object a line, one line a group.")
    private boolean json;

    LagCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try (Wiretag wiretag = cluster.connect(console)) {
            LagReport report = wiretag.lag();
            for (LagReport.Group group : report.groups()) {
                if (json) {
                    console.out().println(Json.line(report, group));
                } else {
                    print(group);
                }
            }
            return ExitCode.OK;
        }
    }

    private void print(LagReport.Group group) {
        Style style = console.style();
        console.out()
                .println(style.strong(group.id()) + "  " + behind(group, style) + "  "
                        + style.faint(group.state() + ", " + members(group) + ", " + group.type()));
        TextTable table = new TextTable("  TOPIC", "PARTITION", "COMMITTED", "END", "BEHIND", "NOTE");
        for (LagReport.Partition partition : group.partitions()) {
            table.row(
                    "  " + partition.topic(),
                    partition.partition(),
                    partition.committed().isPresent() ? partition.committed().getAsLong() : "-",
                    partition.offsets().lastStable(),
                    partition.lag().isPresent()
                            ? (partition.exact() ? "" : "<= ") + partition.lag().getAsLong()
                            : "unknown",
                    note(partition));
        }
        table.print(console.out());
        console.out().println();
    }

    private static String behind(LagReport.Group group, Style style) {
        if (group.lag().isEmpty()) {
            return style.warning(group.knownLag() + " behind, and more: some partitions are unknown");
        }
        long lag = group.knownLag();
        String text = (group.exact() ? "" : "at most ") + lag + " behind";
        return lag == 0 ? style.good(text) : style.warning(text);
    }

    private static String members(LagReport.Group group) {
        return group.members() == 1 ? "1 member" : group.members() + " members";
    }

    private static String note(LagReport.Partition partition) {
        if (partition.expired() > 0) {
            return partition.expired() + " deleted unread";
        }
        return partition.offsets().open() > 0 ? partition.offsets().open() + " in open transactions" : "";
    }
}
