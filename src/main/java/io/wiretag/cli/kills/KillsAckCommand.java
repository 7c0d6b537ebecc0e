package io.wiretag.cli.kills;

import io.wiretag.Wiretag;
import io.wiretag.cli.options.ClusterOptions;
import io.wiretag.cli.terminal.CommandFailedException;
import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.files.OneLine;
import io.wiretag.ops.receipts.Evidence.Kill;
import io.wiretag.ops.receipts.Evidence.Receipt;
import io.wiretag.ops.receipts.Known;
import io.wiretag.topics.Acknowledgement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Somebody says for a subscriber that it has acted. */
@Command(
        name = "ack",
        description = "Notes that a subscriber has acted on a kill: for those who cannot say so themselves.",
        mixinStandardHelpOptions = true)
final class KillsAckCommand implements Callable<Integer> {
    private static final int LONGEST_NAME = 255;

    private final Console console;

    @Mixin
    private ClusterOptions cluster;

    @Parameters(paramLabel = "URI", description = "The uri of the killed article.")
    private String uri;

    @Option(
            names = "--subscriber",
            paramLabel = "NAME",
            required = true,
            description = "Who has acted: a group, a key of delivery, or any other name.")
    private String subscriber;

    @Option(
            names = "--killed-version",
            paramLabel = "VERSION",
            description = "The version that is the kill. Default: the newest kill of the article.")
    private String version;

    @Option(
            names = "--by",
            paramLabel = "WHO",
            description = "Who says so; stands in the proof. Default: the user of this machine.")
    private String by;

    KillsAckCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (subscriber.isBlank() || subscriber.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("--subscriber is '" + OneLine.of(subscriber)
                    + "', must be the name of who has acted, of " + LONGEST_NAME + " characters at most");
        }
        String who = by == null ? System.getProperty("user.name", "") : by;
        if (who.isBlank() || who.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("--by is '" + OneLine.of(who) + "', must be the name of who says so, of "
                    + LONGEST_NAME + " characters at most");
        }
        try (Wiretag wiretag = cluster.connect(console)) {
            Known known = wiretag.receiptArchive((read, all) -> {}).known();
            Kill kill = known.kills(uri).stream()
                    .filter(each -> version == null || version.equals(each.id().version()))
                    .findFirst()
                    .orElseThrow(() -> new CommandFailedException(unknown(wiretag, known)));
            Optional<Receipt> acted = known.receipts(kill.id()).stream()
                    .filter(each ->
                            each.subscriber().equals(subscriber) && each.acted().isPresent())
                    .findFirst();
            if (acted.isPresent()) {
                console.out()
                        .println(OneLine.of(subscriber) + " has acted on it already, at "
                                + acted.get().acted().orElseThrow().at());
                return ExitCode.OK;
            }
            wiretag.acknowledge(new Acknowledgement(
                    subscriber,
                    uri,
                    kill.id().version(),
                    Instant.now().truncatedTo(ChronoUnit.MILLIS),
                    Acknowledgement.Way.COMMAND,
                    Optional.of(who)));
            console.out()
                    .println("noted: " + OneLine.of(subscriber) + " has acted on the kill of " + OneLine.of(uri)
                            + (kill.id().version().isEmpty()
                                    ? ""
                                    : " by version " + OneLine.of(kill.id().version())));
            return ExitCode.OK;
        }
    }

    private String unknown(Wiretag wiretag, Known known) {
        String what = "no kill of '" + OneLine.of(uri) + "'"
                + (version == null ? "" : " by version '" + OneLine.of(version) + "'");
        return known.kills(uri).isEmpty()
                ? what + " is known in " + wiretag.topics().receipts().name()
                        + ": check the uri; kills are noted while 'wiretag serve' runs"
                : what + " is known; its kills are of version "
                        + String.join(
                                ", ",
                                known.kills(uri).stream()
                                        .map(kill -> OneLine.of(kill.id().version()))
                                        .toList());
    }
}
