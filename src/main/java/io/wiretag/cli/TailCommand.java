package io.wiretag.cli;

import io.wiretag.Wiretag;
import io.wiretag.schema.Delivery;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.subscribers.ArticleSubscriber;
import io.wiretag.topics.Topic;
import io.wiretag.topics.Topics;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
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
            Predicate<ArticleSubscriber.Delivery> wanted = wanted(topics);
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

    /**
     * A version that goes under two of the keys asked for stands twice in its topic: it is shown once, and where it belongs
     * rather than where it is taken back.
     */
    private Predicate<ArticleSubscriber.Delivery> wanted(Topics topics) {
        List<String> wantedProvinces = upperCase(provinces);
        List<String> wantedAgencies = upperCase(agencies);
        return delivery -> {
            Optional<String> province = shown(delivery.value(), topics.byProvince(), wantedProvinces);
            Optional<String> agency = shown(delivery.value(), topics.byAgency(), wantedAgencies);
            if (!wantedProvinces.isEmpty()) {
                return province.filter(delivery.key()::equals).isPresent()
                        && (wantedAgencies.isEmpty() || agency.isPresent());
            }
            return wantedAgencies.isEmpty()
                    || agency.filter(delivery.key()::equals).isPresent();
        };
    }

    private static Optional<String> shown(TaggedArticle version, Topic<?> sink, List<String> wanted) {
        return version.getDeliveries().stream()
                .filter(each -> each.getSink().equals(sink.role()) && wanted.contains(each.getKey()))
                .min(Comparator.comparing(Delivery::getOperation).thenComparing(Delivery::getKey))
                .map(Delivery::getKey);
    }

    private static List<String> upperCase(List<String> codes) {
        return codes.stream().map(code -> code.strip().toUpperCase(Locale.ROOT)).toList();
    }

    private void print(ArticlePrinter printer, ArticleSubscriber.Delivery delivery) {
        if (json) {
            console.out().println(Json.line(delivery));
        } else {
            printer.print(delivery.value(), delivery.published());
        }
        console.out().flush();
    }
}
