package io.wiretag.cli;

import io.wiretag.Wiretag;
import io.wiretag.schema.AgencyRole;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.subscribers.ArticleSubscriber;
import io.wiretag.topics.Topic;
import io.wiretag.topics.Topics;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code wiretag tail}: tagged articles as they come. */
@Command(
        name = "tail",
        description = {
            "Prints tagged articles as they come, until Ctrl-C.",
            "With --province or --agency it reads the topic that is keyed so; with both, articles that have one of each."
        },
        mixinStandardHelpOptions = true)
final class TailCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ClusterOptions cluster;

    @Option(
            names = "--province",
            split = ",",
            paramLabel = "CODE",
            description = "Only articles that mention it: VN-HN, VN-44, ... May be repeated.")
    private List<String> provinces = List.of();

    @Option(
            names = "--agency",
            split = ",",
            paramLabel = "CODE",
            description = "Only articles of that origin: VNA, VNS, ... May be repeated.")
    private List<String> agencies = List.of();

    @Option(names = "--from-beginning", description = "Begin with the oldest article that is kept.")
    private boolean fromBeginning;

    @Option(
            names = "--group",
            description =
                    "Read as a member of this group and remember the position: the group then shows in 'wiretag lag'.")
    private String group;

    @Option(names = "--max", paramLabel = "N", description = "End after so many articles.")
    private long max = Long.MAX_VALUE;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    TailCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        ArticlePrinter printer = new ArticlePrinter(console);
        long[] printed = {0};
        try (Wiretag wiretag = cluster.connect(console)) {
            Topics topics = wiretag.topics();
            Predicate<ArticleSubscriber.Delivery> wanted = wanted();
            try (ArticleSubscriber subscriber =
                    wiretag.subscriber(topic(topics), Optional.ofNullable(group), fromBeginning)) {
                Shutdown.onSignal(subscriber::stop);
                subscriber.run(
                        delivery -> {
                            if (wanted.test(delivery)) {
                                print(printer, delivery);
                                printed[0]++;
                            }
                        },
                        () -> printed[0] >= max || console.out().checkError());
            }
        }
        return ExitCode.OK;
    }

    private Topic<TaggedArticle> topic(Topics topics) {
        if (!provinces.isEmpty()) {
            return topics.byProvince();
        }
        return agencies.isEmpty() ? topics.tagged() : topics.byAgency();
    }

    /** An article with two of the provinces asked for stands twice in its topic: it is shown once. */
    private Predicate<ArticleSubscriber.Delivery> wanted() {
        List<String> wantedProvinces = upperCase(provinces);
        Set<String> wantedAgencies = new HashSet<>(upperCase(agencies));
        return delivery -> {
            if (!wantedProvinces.isEmpty()) {
                return firstOf(wantedProvinces, delivery)
                                .filter(delivery.key()::equals)
                                .isPresent()
                        && (wantedAgencies.isEmpty() || !disjoint(wantedAgencies, origins(delivery)));
            }
            return wantedAgencies.isEmpty()
                    || origins(delivery).stream()
                            .filter(wantedAgencies::contains)
                            .sorted()
                            .findFirst()
                            .filter(delivery.key()::equals)
                            .isPresent();
        };
    }

    private static Optional<String> firstOf(List<String> wanted, ArticleSubscriber.Delivery delivery) {
        return delivery.value().getProvinces().stream()
                .map(tag -> tag.getCode())
                .filter(wanted::contains)
                .sorted()
                .findFirst();
    }

    private static Set<String> origins(ArticleSubscriber.Delivery delivery) {
        return delivery.value().getAgencies().stream()
                .filter(tag -> tag.getRole() == AgencyRole.origin)
                .map(tag -> tag.getCode())
                .collect(Collectors.toSet());
    }

    private static boolean disjoint(Set<String> left, Set<String> right) {
        return java.util.Collections.disjoint(left, right);
    }

    private static List<String> upperCase(List<String> codes) {
        return codes.stream().map(code -> code.strip().toUpperCase(Locale.ROOT)).toList();
    }

    private void print(ArticlePrinter printer, ArticleSubscriber.Delivery delivery) {
        if (json) {
            console.out().println(Json.line(Json.of(delivery.value())));
        } else {
            printer.print(delivery.value(), delivery.published());
        }
        console.out().flush();
    }
}
