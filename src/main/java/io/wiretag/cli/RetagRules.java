package io.wiretag.cli;

import io.wiretag.Wiretag;
import io.wiretag.cli.gazetteer.NamedRules;
import io.wiretag.cli.terminal.CommandFailedException;
import io.wiretag.cli.terminal.Console;
import io.wiretag.cluster.KafkaRefusedException;
import io.wiretag.files.OneLine;
import io.wiretag.rules.RulesBook;
import io.wiretag.rules.RulesChange;
import io.wiretag.rules.RulesDesk;
import io.wiretag.tagging.gazetteer.Gazetteer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** By which rules stories are tagged anew. */
final class RetagRules {
    private final Console console;
    private final Wiretag wiretag;
    private final List<String> named;

    /** @param named files, or one version; none: what is in force, else what the configuration names */
    RetagRules(Console console, Wiretag wiretag, List<String> named) {
        this.console = console;
        this.wiretag = wiretag;
        this.named = List.copyOf(named);
    }

    /** To tell what they would change. */
    Gazetteer toLook() {
        if (named.size() > 1) {
            return files();
        }
        try (RulesDesk desk = wiretag.rulesDesk()) {
            RulesBook book = desk.read();
            return named.isEmpty() ? inForce(book) : NamedRules.gazetteer(named.get(0), book);
        } catch (KafkaRefusedException e) {
            console.err().println("what is in force on the cluster is not known: " + e.getMessage());
            return named.isEmpty() ? wiretag.gazetteer() : files();
        }
    }

    private Gazetteer files() {
        return Gazetteer.builtInWith(named.stream().map(Path::of).toList());
    }

    private Gazetteer inForce(RulesBook book) {
        return isAnyInForce(book) ? NamedRules.gazetteer(NamedRules.IN_FORCE, book) : wiretag.gazetteer();
    }

    private static boolean isAnyInForce(RulesBook book) {
        return book.inForce().flatMap(RulesChange::hash).isPresent();
    }

    /**
     * To send what they change: those that all processors tag by.
     *
     * @throws CommandFailedException if others are named, no processor runs, or one tags by others
     * @throws KafkaRefusedException if that cannot be known
     */
    Gazetteer toSend() {
        try (RulesDesk desk = wiretag.rulesDesk()) {
            RulesBook book = desk.read();
            Gazetteer rules = inForce(book);
            requireNamed(book, rules);
            requireProcessors(desk.instances(book), book, rules.version());
            if (!isAnyInForce(book)) {
                console.err()
                        .println("no version is in force on the cluster: what counts is the gazetteer of this build"
                                + " and of this configuration, " + rules.version()
                                + ", and every processor must have the same");
            }
            return rules;
        }
    }

    /** What is in force now; empty if nothing ever was. */
    Optional<RulesChange> change() {
        try (RulesDesk desk = wiretag.rulesDesk()) {
            return desk.read().inForce();
        }
    }

    private void requireNamed(RulesBook book, Gazetteer rules) {
        if (named.isEmpty()) {
            return;
        }
        Gazetteer own = named.size() > 1 ? files() : NamedRules.gazetteer(named.get(0), book);
        if (!own.version().equals(rules.version())) {
            String names = named.stream().map(OneLine::of).collect(Collectors.joining(" "));
            throw new CommandFailedException("nothing was sent: --gazetteer " + names + " is version " + own.version()
                    + ", and processors tag by " + rules.version() + ". Put it in force first: wiretag gazetteer "
                    + (book.find(names).isPresent() ? "rollback " : "apply ") + names);
        }
    }

    private static void requireProcessors(
            Optional<List<RulesDesk.Instance>> instances, RulesBook book, String version) {
        List<RulesDesk.Instance> running = instances.orElseThrow(() -> new KafkaRefusedException(
                "which processors run is not known, so nothing was sent: allow this user DESCRIBE on their group",
                null));
        if (running.isEmpty()) {
            throw new CommandFailedException(
                    "nothing was sent: no processor runs, and nobody would answer. Start one: wiretag process");
        }
        List<String> others = running.stream()
                .filter(each -> !agrees(each, book, version))
                .map(RetagRules::sentence)
                .toList();
        if (!others.isEmpty()) {
            throw new CommandFailedException("nothing was sent, for not all processors tag by " + version + ": "
                    + String.join("; ", others) + ". 'wiretag gazetteer status' tells more");
        }
    }

    private static boolean agrees(RulesDesk.Instance processor, RulesBook book, String version) {
        return book.inForce().map(processor::has).orElse(true)
                && processor
                        .said()
                        .filter(said ->
                                said.version().equals(version) && said.trouble().isEmpty())
                        .isPresent();
    }

    private static String sentence(RulesDesk.Instance processor) {
        return OneLine.of(processor.client())
                + processor
                        .said()
                        .map(said -> " tags by " + OneLine.of(said.version())
                                + said.trouble()
                                        .map(why -> ", for " + OneLine.of(why))
                                        .orElse(""))
                        .orElse(" says nothing: it starts, is of an earlier build, or may not write to the topic");
    }
}
