package io.wiretag.cli.subscription;

import io.wiretag.Wiretag;
import io.wiretag.cli.options.ClusterOptions;
import io.wiretag.cli.options.Codes;
import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.config.Config;
import io.wiretag.delivery.ArticleFilter;
import io.wiretag.delivery.webhook.SecretSeal;
import io.wiretag.delivery.webhook.SigningSecret;
import io.wiretag.delivery.webhook.Subscription;
import io.wiretag.delivery.webhook.Subscriptions;
import io.wiretag.tagging.gazetteer.Gazetteer;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Adds one. */
@Command(
        name = "add",
        description =
                "Adds a subscription. Of several values of one option each is enough; of several options all must hold.",
        mixinStandardHelpOptions = true)
final class SubscriptionAddCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ClusterOptions cluster;

    @Mixin
    private SecretOption secrets;

    @Parameters(paramLabel = "NAME", description = "Small letters, digits and -.")
    private String name;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Of the endpoint, always needed: https://desk.example/hooks")
    private String url;

    @Option(
            names = "--province",
            split = ",",
            paramLabel = "CODE|NAME",
            description = "Articles that mention one of these: VN-HN, ...")
    private List<String> provinces = List.of();

    @Option(names = "--unit", split = ",", paramLabel = "CODE|NAME", description = "Articles of these units: 01, ...")
    private List<String> units = List.of();

    @Option(
            names = "--agency",
            split = ",",
            paramLabel = "CODE[:ROLE]",
            description = "Articles of these agencies: VNA, AFP:credit, ... Without a role, those of origin.")
    private List<String> agencies = List.of();

    @Option(names = "--about", description = "Only articles that are about one of the provinces or units.")
    private boolean about;

    @Option(names = "--language", split = ",", paramLabel = "TAG", description = "Articles in these languages: vi, ...")
    private List<String> languages = List.of();

    @Option(names = "--no-text", description = "Identity and tags alone, no text.")
    private boolean noText;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description =
                    "Also articles published since then, which may be many: 2026-01-31T00:00:00Z. Default: those that come.")
    private Optional<String> since = Optional.empty();

    SubscriptionAddCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (url == null) {
            throw new IllegalArgumentException("where is it to be sent? Give --url https://desk.example/hooks");
        }
        URI endpoint = Subscription.url(url);
        SigningSecret secret = secrets.secret();
        Subscriptions.Order order =
                new Subscriptions.Order(name, endpoint, filter(), !noText, since.map(SubscriptionAddCommand::time));
        try (Wiretag wiretag = cluster.open(console, Map.of())) {
            SecretSeal seal = wiretag.secretSeal();
            wiretag.requireReachable(endpoint);
            wiretag.requireBrokers();
            try (Subscriptions subscriptions = wiretag.subscriptions()) {
                subscriptions.add(order, seal, secret);
            }
        }
        secrets.show(secret, console);
        return ExitCode.OK;
    }

    private ArticleFilter filter() {
        Config config = cluster.config(console);
        Codes codes = new Codes(Gazetteer.builtInWith(config.gazetteerFiles()));
        return new ArticleFilter(
                Set.copyOf(codes.provinces(provinces)),
                Set.copyOf(codes.units(units)),
                inRoles(codes),
                about,
                Set.copyOf(languages));
    }

    private Set<String> inRoles(Codes codes) {
        Set<String> inRoles = new HashSet<>();
        for (String each : agencies) {
            String[] parts = each.split(":", 2);
            String code = codes.agencies(List.of(parts[0])).get(0);
            inRoles.add(ArticleFilter.agency(parts.length == 1 ? code : code + ":" + parts[1]));
        }
        return inRoles;
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "--since '" + text + "' is no time: give one like 2026-01-31T00:00:00Z", e);
        }
    }
}
