package io.wiretag;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.EndpointSimulator.Message;
import io.wiretag.EndpointSimulator.Mood;
import io.wiretag.cli.CapturedConsole;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.intake.ArticlePublisher;
import io.wiretag.processor.StreamsRunner;
import io.wiretag.schema.Article;
import io.wiretag.schema.PubStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.MemberDescription;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever an endpoint does, and however often {@code wiretag deliver} is killed outright: nothing is lost, versions of an article come
 * in their order, and kills come first. Beside it stands an endpoint that is well, and must not notice.
 */
@Tag("full")
class WebhookProofTest {
    /** Ten times as many is the proof; so many tell in a build. */
    private static final int ARTICLES = Integer.getInteger("wiretag.webhook.articles", 1_000);

    private static final List<Mood> MOODS =
            List.of(Mood.FAILS, Mood.HANGS, Mood.BUSY, Mood.BREAKS_OFF, Mood.REDIRECTS, Mood.AWAY);
    private static final int TRIES = 3;
    /** The aim is five seconds, and the line that is printed tells; a machine may be busy with other things. */
    private static final Duration KILLS_LIMIT = Duration.ofSeconds(15);
    /** With the start of a process before. */
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    /** Of all that is left, behind the start of a process on a busy machine. */
    private static final Duration ARRIVAL = Duration.ofMinutes(3);

    @TempDir
    Path folder;

    private final Random random = new Random(Long.getLong("wiretag.webhook.seed", 21L));
    private final CapturedConsole console = new CapturedConsole(200);
    /** What was published, by uri: versions in their order, and those of them that are kills. */
    private final Map<String, List<Integer>> published = new TreeMap<>();

    private final Set<String> kills = new HashSet<>();
    /** When they were in the topic of the newsroom. */
    private final Map<String, Instant> killedAt = new HashMap<>();

    /** From the return of the endpoint, or from its own record where that came later. */
    private long slowestKill;

    private long slowestKillOfDead;
    private OwnInstallation own;
    private ArticlePublisher publisher;
    private Process deliver;
    private int stories;
    private int killed;

    @Test
    void whateverAnEndpointDoesAndWhoeverIsKilledItIsSentAllOfItInOrderAndKillsFirst() throws Exception {
        Path key = folder.resolve("webhooks.key");
        assertThat(console.run("subscription", "key", key.toString())).isEqualTo(ExitCode.OK);
        own = new OwnInstallation(
                "webhook-proof",
                folder,
                Map.of(
                        "delivery.port", "0",
                        "webhooks.key.file", key.toString(),
                        "webhooks.allowed.networks", "127.0.0.0/8",
                        "webhooks.timeout", "PT2S"));
        try (EndpointSimulator ill = new EndpointSimulator();
                EndpointSimulator well = new EndpointSimulator();
                StreamsRunner processor = own.wiretag().processor()) {
            processor.start(OwnInstallation.LIMIT);
            add("ill", ill);
            add("well", well);
            deliver = deliver();
            try (ArticlePublisher open = own.wiretag().publisher()) {
                publisher = open;
                for (Mood mood : MOODS) {
                    round(mood, ill, well);
                }
                killWhileDead(ill);
            }
            judge(ill, well);
        } finally {
            deliver.destroyForcibly().waitFor();
            own.close();
        }
    }

    /** The endpoint is ill while a sixth of the articles comes; kills are the last of them, and the first to arrive when it is well. */
    private void round(Mood mood, EndpointSimulator ill, EndpointSimulator well) throws Exception {
        int share = ARTICLES / (MOODS.size() + 1);
        publish(share / 4);
        int before = ill.calls();
        ill.be(mood);
        publish(share / 2);
        if (mood != Mood.AWAY) {
            await("tries while it " + mood, () -> ill.calls() >= before + TRIES);
        }
        Set<String> members = Set.of();
        if (mood == Mood.FAILS || mood == Mood.AWAY) {
            members = members();
            kill9();
        }
        publish(share / 4);
        List<String> killed = kill(10);
        own.awaitAllRead();
        // who is well has all of it: so does the topic, and whoever looks ahead in it
        await("the other endpoint not to notice", () -> new HashSet<>(well.said()).containsAll(killed));
        Set<String> dead = members;
        await(
                "a member that lives",
                () -> !members().isEmpty() && members().stream().noneMatch(dead::contains));
        ill.be(Mood.WELL);
        Instant back = Instant.now();
        // all that waited goes out now, and these have to overtake it
        List<String> later = kill(2);
        own.awaitAllRead();
        await("kills behind " + mood, () -> new HashSet<>(ill.said()).containsAll(kills));
        long ofThese = slowest(ill, killed, back);
        long ofLater = slowest(ill, later, back);
        System.out.println("WEBHOOKS endpoint=" + mood + " slowest-kill-after-return-ms=" + ofThese
                + " slowest-kill-after-its-record-ms=" + ofLater);
        slowestKill = Math.max(slowestKill, Math.max(ofThese, ofLater));
    }

    /** Milliseconds of the slowest of them to arrive, from that time or from its own record. */
    private long slowest(EndpointSimulator endpoint, Collection<String> messages, Instant since) {
        Set<String> seen = new HashSet<>();
        return endpoint.taken().stream()
                .filter(message -> messages.contains(message.said()) && seen.add(message.said()))
                .mapToLong(message -> {
                    Instant own = killedAt.get(message.said());
                    return Duration.between(own.isAfter(since) ? own : since, message.at())
                            .toMillis();
                })
                .reduce(0, Math::max);
    }

    /** Kills that come while nobody is there to send them: what a start takes, and the group's wait for the one that was killed. */
    private void killWhileDead(EndpointSimulator ill) throws Exception {
        deliver.destroyForcibly().waitFor();
        killed++;
        publish(ARTICLES - published.values().stream().mapToInt(List::size).sum());
        List<String> dead = kill(10);
        own.awaitAllRead();
        Instant begun = Instant.now();
        deliver = deliver();
        await("kills behind a start", () -> new HashSet<>(ill.said()).containsAll(dead));
        slowestKillOfDead = slowest(ill, dead, begun);
    }

    private void publish(int most) throws Exception {
        List<CompletableFuture<?>> receipts = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            boolean isNew = stories < 10 || random.nextInt(5) > 0;
            String uri = "urn:webhook:" + (isNew ? stories++ : random.nextInt(stories));
            if (kills.stream().noneMatch(each -> each.contains(" " + uri + " "))) {
                receipts.add(publish(uri, PubStatus.usable));
            }
        }
        CompletableFuture.allOf(receipts.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
    }

    private CompletableFuture<?> publish(String uri, PubStatus status) {
        List<Integer> versions = published.computeIfAbsent(uri, each -> new ArrayList<>());
        versions.add(versions.size() + 1);
        String version = String.valueOf(versions.size());
        if (status == PubStatus.canceled) {
            kills.add("kill " + uri + " " + version);
        }
        return publisher.publish(Article.newBuilder(Articles.flood(version))
                .setUri(uri)
                .setHeadline("Flood " + version)
                .setPubStatus(status)
                .build());
    }

    private List<String> kill(int most) throws Exception {
        Set<String> before = Set.copyOf(kills);
        for (int i = 0; i < most; i++) {
            // of the last ones, which have not arrived, and of any
            int back = i % 2 == 0 ? random.nextInt(Math.min(stories, 20)) : random.nextInt(stories);
            String uri = "urn:webhook:" + (stories - 1 - back);
            if (published.containsKey(uri) && kills.stream().noneMatch(each -> each.contains(" " + uri + " "))) {
                publish(uri, PubStatus.canceled).get(60, TimeUnit.SECONDS);
                killedAt.put("kill " + uri + " " + published.get(uri).size(), Instant.now());
            }
        }
        return kills.stream().filter(each -> !before.contains(each)).toList();
    }

    /** Of the group that sends to the endpoint that is ill, those that have partitions. */
    private Set<String> members() throws Exception {
        String group = own.settings().get("topics.prefix") + "webhook-ill";
        return own
                .admin()
                .describeConsumerGroups(List.of(group))
                .describedGroups()
                .get(group)
                .get(60, TimeUnit.SECONDS)
                .members()
                .stream()
                .filter(each -> !each.assignment().topicPartitions().isEmpty())
                .map(MemberDescription::consumerId)
                .collect(Collectors.toSet());
    }

    private void kill9() throws Exception {
        deliver.destroyForcibly().waitFor();
        killed++;
        deliver = deliver();
    }

    private Process deliver() throws IOException {
        return DeliveryJvm.start(own, Path.of("target", "webhook-proof-deliver.log"), List.of("-Xmx256m"), Map.of());
    }

    private void add(String name, EndpointSimulator endpoint) {
        List<String> words = new ArrayList<>(
                List.of("subscription", "add", name, "--url", endpoint.url().toString()));
        own.settings().forEach((each, value) -> words.addAll(List.of("-X", each + "=" + value)));
        assertThat(console.run(words.toArray(String[]::new))).as(console::err).isEqualTo(ExitCode.OK);
    }

    private void judge(EndpointSimulator ill, EndpointSimulator well) {
        int records = published.values().stream().mapToInt(List::size).sum();
        for (EndpointSimulator each : List.of(ill, well)) {
            await("all to arrive", ARRIVAL, () -> lost(each), List::isEmpty);
        }
        int lost = lost(ill).size() + lost(well).size();
        int violations = violations(ill) + violations(well);
        int repeated = repeated(ill) + repeated(well);
        int messages = ill.taken().size() + well.taken().size();
        System.out.println(
                "WEBHOOKS versions=" + records + " kills=" + kills.size() + " endpoints=2 messages=" + messages
                        + " repeated=" + repeated + " replaced-by-kills=" + replaced(ill) + " lost=" + lost
                        + " order-violations="
                        + violations
                        + " deliver-killed=" + killed + " slowest-kill-ms=" + slowestKill
                        + " slowest-kill-after-start-of-deliver-ms=" + slowestKillOfDead);
        assertThat(violations).isZero();
        assertThat(slowestKill).isLessThan(KILLS_LIMIT.toMillis());
        assertThat(slowestKillOfDead).isPositive().isLessThan(START_LIMIT.toMillis());
    }

    /** Versions that did not arrive and that no kill has taken the place of. */
    private List<String> lost(EndpointSimulator endpoint) {
        Set<String> arrived = new HashSet<>();
        endpoint.taken().forEach(each -> arrived.add(each.uri() + " " + each.version()));
        List<String> lost = new ArrayList<>();
        published.forEach((uri, versions) -> {
            int last = versions.size();
            boolean isKilled = kills.contains("kill " + uri + " " + last);
            versions.stream()
                    .filter(version -> !isKilled || version == last)
                    .map(version -> uri + " " + version)
                    .filter(each -> !arrived.contains(each))
                    .forEach(lost::add);
        });
        return lost;
    }

    private int replaced(EndpointSimulator endpoint) {
        Set<String> arrived = new HashSet<>();
        endpoint.taken().forEach(each -> arrived.add(each.uri() + " " + each.version()));
        return published.values().stream().mapToInt(List::size).sum() - arrived.size();
    }

    /** A version that comes for the first time after a later one; any at all that comes after its kill. */
    private int violations(EndpointSimulator endpoint) {
        Map<String, Integer> newest = new HashMap<>();
        Set<String> ids = new HashSet<>();
        Set<String> killed = new HashSet<>();
        int violations = 0;
        for (Message each : endpoint.taken()) {
            int version = Integer.parseInt(each.version());
            boolean isNew = ids.add(each.id());
            if (isNew && version <= newest.getOrDefault(each.uri(), 0)
                    || killed.contains(each.uri()) && !each.operation().equals("kill")) {
                violations++;
            }
            newest.merge(each.uri(), version, Math::max);
            if (each.operation().equals("kill")) {
                killed.add(each.uri());
            }
        }
        return violations;
    }

    private static int repeated(EndpointSimulator endpoint) {
        List<Message> taken = endpoint.taken();
        return taken.size() - (int) taken.stream().map(Message::id).distinct().count();
    }
}
