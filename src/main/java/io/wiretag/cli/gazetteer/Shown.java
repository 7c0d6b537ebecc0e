package io.wiretag.cli.gazetteer;

import io.wiretag.files.OneLine;
import io.wiretag.rules.RulesChange;
import io.wiretag.rules.RulesDesk;

/** What is in force, and who has it, in words. */
final class Shown {
    private Shown() {}

    static String sentence(RulesChange change) {
        return version(change) + " is in force, by change " + change.number() + " of " + OneLine.of(change.by())
                + " at " + change.at() + (change.note().isEmpty() ? "" : " (" + OneLine.of(change.note()) + ")");
    }

    /** Of no version the name is none that a tag could have. */
    static String version(RulesChange change) {
        return change.hash().isEmpty() ? "no version" : "version " + OneLine.of(change.version());
    }

    static String of(RulesDesk.Instance instance) {
        return OneLine.of(instance.client())
                + instance.said()
                        .map(said -> " tags by " + OneLine.of(said.version()) + " since " + said.since()
                                + said.trouble()
                                        .map(why -> ": " + OneLine.of(why))
                                        .orElse(""))
                        .orElse(" says nothing: it starts, is of an earlier build, or may not write to the topic");
    }
}
