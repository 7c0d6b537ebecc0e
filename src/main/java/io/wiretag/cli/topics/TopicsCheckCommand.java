package io.wiretag.cli.topics;

import io.wiretag.Wiretag;
import io.wiretag.cli.options.ClusterOptions;
import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.topics.SubjectAdmin;
import io.wiretag.topics.TopicAdmin;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Compares them with what is needed. */
@Command(
        name = "check",
        description =
                "Compares the topics and their schemas with what is needed. Exit code 1 if something is missing or unsafe.",
        mixinStandardHelpOptions = true)
final class TopicsCheckCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ClusterOptions cluster;

    TopicsCheckCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try (Wiretag wiretag = cluster.connect(console)) {
            List<TopicAdmin.Finding> findings = wiretag.topicAdmin().check();
            tell(findings);
            tell(wiretag.topicAdmin().checkBesides());
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
