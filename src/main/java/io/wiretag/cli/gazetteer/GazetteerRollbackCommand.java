package io.wiretag.cli.gazetteer;

import io.wiretag.Wiretag;
import io.wiretag.cli.options.ClusterOptions;
import io.wiretag.cli.terminal.CommandFailedException;
import io.wiretag.cli.terminal.Console;
import io.wiretag.rules.RulesBook;
import io.wiretag.rules.RulesChange;
import io.wiretag.rules.RulesDesk;
import io.wiretag.rules.RulesVersion;
import io.wiretag.tagging.gazetteer.Gazetteer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Puts in force again what was. */
@Command(
        name = "rollback",
        description = {
            "Puts an earlier version in force again, and waits until all processors tag by it. It is a change like others:"
                    + " the history keeps all.",
            "Where nothing was in force before, each processor goes back to its own files (gazetteer.file)."
        },
        mixinStandardHelpOptions = true)
final class GazetteerRollbackCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ClusterOptions cluster;

    @Parameters(
            paramLabel = "VERSION",
            arity = "0..1",
            description =
                    "As tags name it, number of its change, beginning of its hash, or none. Default: what was in force before.")
    private String name;

    @Mixin
    private ChangeOptions change;

    GazetteerRollbackCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try (Wiretag wiretag = cluster.connect(console);
                RulesDesk desk = wiretag.rulesDesk()) {
            RulesBook book = desk.read();
            RulesChange inForce = book.inForce()
                    .orElseThrow(
                            () -> new CommandFailedException("nothing was ever put in force: there is no way back"));
            Optional<RulesChange> target = target(book, inForce);
            Optional<RulesVersion> version =
                    target.filter(each -> each.hash().isPresent()).map(each -> NamedRules.version(each, book));
            return change.change(
                    console,
                    desk,
                    version,
                    version.map(each -> Gazetteer.builtInWithFiles(each.files()).version())
                            .orElse("none"),
                    book.inForce(),
                    target.map(each -> "rollback to change " + each.number()).orElse("rollback to none"));
        }
    }

    /** Empty: that nothing is in force. */
    private Optional<RulesChange> target(RulesBook book, RulesChange inForce) {
        if (name == null) {
            return before(book, inForce);
        }
        return name.equals("none") ? Optional.empty() : Optional.of(NamedRules.change(name, book));
    }

    /** The change before the last; a rollback takes back one change, and the next one takes back the rollback. */
    private static Optional<RulesChange> before(RulesBook book, RulesChange inForce) {
        List<RulesChange> changes = book.changes();
        return changes.stream().filter(each -> each.number() < inForce.number()).reduce((earlier, later) -> later);
    }
}
