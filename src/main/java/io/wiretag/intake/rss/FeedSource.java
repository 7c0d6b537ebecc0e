package io.wiretag.intake.rss;

import io.wiretag.files.FileTrouble;
import io.wiretag.files.Sha256;
import io.wiretag.intake.ArticlePublisher;
import io.wiretag.intake.Backoff;
import io.wiretag.intake.OrderedSending;
import io.wiretag.intake.PublishFailure;
import io.wiretag.intake.Receipt;
import io.wiretag.intake.format.ArticleReaders;
import io.wiretag.intake.format.Reading;
import io.wiretag.intake.format.Source;
import io.wiretag.schema.Article;
import io.wiretag.topics.ArticleIdentity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One feed: asks for it, publishes what is new in it, and remembers that when it is acknowledged. One thread uses it. */
final class FeedSource implements AutoCloseable {

    private static final Duration FIRST_RETRY_OF_KAFKA = Duration.ofSeconds(1);
    private static final Duration LONGEST_RETRY_OF_KAFKA = Duration.ofMinutes(1);
    private static final Duration LONGEST_RETRY = Duration.ofHours(1);

    private static final Set<String> GUIDS = Set.of("guid", "id", "atom:id");

    private static final String CHANGING_GUIDS =
            "%s has another guid than before, and the same title: with each new guid it is a"
                    + " new article; if its guids go on changing, --identity LINK takes the links for the identities";

    /**
     * What a poll has brought.
     *
     * @param published articles that the broker acknowledged
     * @param complaints items that could not be read or were refused, or that the feed could not be had
     * @param next when to ask again; empty: never
     * @param outage whether the brokers or the registry are away
     */
    record Result(int published, int complaints, Optional<Duration> next, boolean outage) {

        /** Both, of which this one says when to ask again. */
        Result and(Result other) {
            return new Result(published + other.published, complaints + other.complaints, next, outage || other.outage);
        }
    }

    private final FeedAddress address;
    private final FeedPoller.Settings settings;
    private final FeedClient client;
    private final FeedState state;
    private final OrderedSending sending;
    private final Consumer<String> tell;
    private final Runnable letGo;
    private final Backoff backoff;
    private final Backoff kafkaBackoff = new Backoff(FIRST_RETRY_OF_KAFKA, LONGEST_RETRY_OF_KAFKA);

    private final Sitemaps sitemaps;

    /** What was said of its trouble last, so as to say it once; empty while all is well. */
    private String trouble = "";

    private boolean siteIsGone;

    /**
     * @param sitemaps those that it names, if it is an index
     * @param letGo gives the state free for another
     */
    FeedSource(
            FeedAddress address,
            FeedPoller.Settings settings,
            FeedClient client,
            FeedState state,
            ArticlePublisher publisher,
            Sitemaps sitemaps,
            Consumer<String> tell,
            Runnable letGo) {
        this.address = address;
        this.settings = settings;
        this.client = client;
        this.state = state;
        this.sending = new OrderedSending(publisher);
        this.sitemaps = sitemaps;
        this.tell = tell;
        this.letGo = letGo;
        Duration every = settings.every();
        this.backoff = new Backoff(every, every.compareTo(LONGEST_RETRY) > 0 ? every : LONGEST_RETRY);
    }

    /** @param again whether it is asked again if it does not answer */
    Result poll(boolean again) throws InterruptedException {
        FeedAnswer answer = client.ask(address, state.validators());
        if (answer instanceof FeedAnswer.Failed failed) {
            tellTrouble(failed.reason() + (again ? "; trying again" : ""));
            Duration wait = backoff.next();
            Duration rest = failed.notBefore().orElse(Duration.ZERO);
            return new Result(0, 1, Optional.of(rest.compareTo(wait) > 0 ? rest : wait), false);
        }
        if (answer instanceof FeedAnswer.Gone) {
            tellTrouble("HTTP 410: the feed is gone for good and not asked for again; take it out");
            return new Result(0, 1, Optional.empty(), false);
        }
        backoff.reset();
        Result result;
        if (answer instanceof FeedAnswer.Content content) {
            result = publish(content, again);
        } else {
            tellTrouble("");
            result = new Result(0, 0, Optional.of(settings.every()), false);
        }
        lookForGone();
        return result;
    }

    /** All articles of one uri: a feed may hold several versions, and together they are what is new or not. */
    private record Item(
            String content, List<Article> articles, List<Reading.Complaint> warnings, Optional<String> link) {

        Stories.Story story(String uri) {
            return new Stories.Story(
                    link.orElse(""), uri, hash(String.valueOf(articles.get(0).getHeadline())));
        }
    }

    private Result publish(FeedAnswer.Content content, boolean again) throws InterruptedException {
        Source source = new Source(address.toString(), content.bytes(), content.charset(), settings.zone());
        List<String> named = ArticleReaders.sitemaps(source);
        if (!named.isEmpty()) {
            // not remembered as unchanged: its sitemaps are to be asked each time
            tellTrouble("");
            return sitemaps.poll(address, named, settings.every(), again);
        }
        List<Reading> readings = ArticleReaders.read(source, settings.format());
        Map<String, Item> items = items(readings);
        List<Reading.Complaint> faults = readings.stream()
                .filter(Reading.Complaint.class::isInstance)
                .map(Reading.Complaint.class::cast)
                .toList();
        if (items.isEmpty()) {
            // an empty feed, or a page of excuses in its place: nothing worth remembering, and no reason for long
            // pauses
            tellTrouble(faults.get(0).reason());
            return new Result(0, faults.size(), Optional.of(settings.every()), false);
        }
        Map<String, Long> links = links(items);
        Round round = new Round();
        faults.forEach(round::complain);
        Map<String, List<CompletableFuture<Receipt>>> receipts = new LinkedHashMap<>();
        items.forEach((uri, item) -> round.sendIfNew(uri, item).ifPresent(sent -> receipts.put(uri, sent)));
        tellChangingGuids(items, links, round);
        receipts.forEach((uri, sent) -> round.settle(uri, items.get(uri), sent));
        return concluded(content, faults.isEmpty(), round, items, links);
    }

    /** What comes of one answer. */
    private final class Round {
        /** Hashes of what need not be looked at again, and of its content. */
        private final Map<String, String> done = new LinkedHashMap<>();

        private int published;
        private int complaints;

        void complain(Reading.Complaint fault) {
            complaints++;
            tell.accept(fault.sentence());
        }

        /** Once for each source: it is the same at each poll. */
        private void warn(Reading.Complaint warning) {
            // without its line, which changes with every item above it
            String hash = hash(warning.reason());
            if (done.put(hash, hash) == null && !state.knows(hash, hash)) {
                tell.accept(warning.sentence());
            }
        }

        Optional<List<CompletableFuture<Receipt>>> sendIfNew(String uri, Item item) {
            item.warnings().forEach(this::warn);
            if (state.knows(hash(uri), item.content())) {
                done.put(hash(uri), item.content());
                return Optional.empty();
            }
            return Optional.of(send(item.articles()));
        }

        /** Waits for the receipts. */
        void settle(String uri, Item item, List<CompletableFuture<Receipt>> receipts) {
            boolean settled = receipts.size() == item.articles().size();
            for (CompletableFuture<Receipt> receipt : receipts) {
                Optional<Throwable> failure = OrderedSending.failure(receipt);
                if (failure.isEmpty()) {
                    published++;
                } else if (PublishFailure.isArticles(failure.get())) {
                    complaints++;
                    tell.accept(
                            "%s: %s was refused: %s".formatted(address, uri, PublishFailure.sentence(failure.get())));
                } else {
                    settled = false;
                }
            }
            if (settled) {
                done.put(hash(uri), item.content());
            }
        }
    }

    private Result concluded(
            FeedAnswer.Content content, boolean whole, Round round, Map<String, Item> items, Map<String, Long> links) {
        Optional<Throwable> outage = sending.outage();
        boolean otherStories =
                state.stories().update(published(items, links, round), links.keySet(), whole, Instant.now());
        // a feed with a fault is looked at again as a whole: the fault may have hidden an item
        FeedAnswer.Validators validators =
                whole && outage.isEmpty() ? content.validators() : FeedAnswer.Validators.NONE;
        keep(() -> state.remember(validators, round.done, otherStories));
        if (round.published > 0) {
            tell.accept(address + ": " + (round.published == 1 ? "1 article" : round.published + " articles")
                    + " published");
        }
        if (outage.isPresent()) {
            tellTrouble("not acknowledged: %s; the rest of its articles is tried again"
                    .formatted(PublishFailure.sentence(outage.get())));
            sending.resume();
            return new Result(round.published, round.complaints, Optional.of(kafkaBackoff.next()), true);
        }
        kafkaBackoff.reset();
        tellTrouble("");
        return new Result(round.published, round.complaints, Optional.of(settings.every()), false);
    }

    /**
     * The article by the uri by which it was published before: it would else be published anew, and its corrections miss it.
     *
     * @param listed the uris of the answer, as its items give them
     * @param atLink those of them that are to be read at its link: of several none can be told by it
     */
    private Article known(Reading.Read read, Set<String> listed, Set<String> atLink) {
        Article article = read.article();
        Reading.Origin origin = read.origin();
        Optional<String> link =
                origin.link().filter(each -> ArticleIdentity.longUri(each).isEmpty());
        if (settings.identity() == FeedPoller.Identity.LINK && link.isPresent()) {
            Map<String, String> others = new LinkedHashMap<>(article.getAdditionalProperties());
            // a guid that changes would make each reading another
            others.keySet().removeAll(GUIDS);
            return Article.newBuilder(article)
                    .setUri(link.get())
                    .setAdditionalProperties(others)
                    .build();
        }
        Optional<Stories.Story> story = link.filter(each -> atLink.size() == 1).flatMap(state.stories()::at);
        String before = story.map(Stories.Story::uri).orElse("");
        // where the story is known, its link is no other one's identity
        Optional<String> own = link.filter(each -> atLink.size() == 1 && story.isEmpty());
        Optional<String> known = Stream.of(Optional.of(article.getUri()), origin.guid(), link, origin.former())
                .flatMap(Optional::stream)
                .filter(before::equals)
                .findFirst()
                .or(() -> Stream.of(origin.former(), own)
                        .flatMap(Optional::stream)
                        .filter(each -> state.has(hash(each)) && !state.has(hash(article.getUri())))
                        .findFirst())
                .filter(uri -> !listed.contains(uri));
        return known.filter(uri -> !uri.equals(article.getUri()))
                .map(uri -> Article.newBuilder(article).setUri(uri).build())
                .orElse(article);
    }

    private Map<String, Item> items(List<Reading> readings) {
        Map<String, Item> items = new LinkedHashMap<>();
        Set<String> listed = new HashSet<>();
        Map<String, Set<String>> atLinks = new HashMap<>();
        for (Reading reading : readings) {
            if (reading instanceof Reading.Read read) {
                listed.add(read.article().getUri());
                read.origin()
                        .link()
                        .ifPresent(link -> atLinks.computeIfAbsent(link, none -> new HashSet<>())
                                .add(read.article().getUri()));
            }
        }
        for (Reading reading : readings) {
            if (reading instanceof Reading.Read read) {
                Set<String> atLink = read.origin().link().map(atLinks::get).orElse(Set.of());
                Article article = known(read, listed, atLink);
                items.merge(
                        article.getUri(),
                        new Item(
                                hash(bytes(article)),
                                List.of(article),
                                read.warnings(),
                                read.origin().link()),
                        (earlier, later) -> new Item(
                                hash(earlier.content() + later.content()),
                                joined(earlier.articles(), later.articles()),
                                joined(earlier.warnings(), later.warnings()),
                                earlier.link()));
            }
        }
        return items;
    }

    private static <T> List<T> joined(List<T> earlier, List<T> later) {
        return Stream.concat(earlier.stream(), later.stream()).toList();
    }

    /** Up to the first that is held back by an outage. */
    private List<CompletableFuture<Receipt>> send(List<Article> articles) {
        List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
        for (Article article : articles) {
            Optional<CompletableFuture<Receipt>> receipt = sending.send(article);
            if (receipt.isEmpty()) {
                break;
            }
            receipts.add(receipt.get());
        }
        return receipts;
    }

    /** How many stories of the feed are to be read at each link. */
    private static Map<String, Long> links(Map<String, Item> items) {
        return items.values().stream()
                .flatMap(item -> item.link().stream())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    /** The stories that the broker has, each by its link; of a link of several stories no uri can be told. */
    private static List<Stories.Story> published(Map<String, Item> items, Map<String, Long> links, Round round) {
        List<Stories.Story> published = new ArrayList<>();
        items.forEach((uri, item) -> {
            if (item.link().isPresent() && round.done.containsKey(hash(uri))) {
                published.add(item.story(links.get(item.link().get()) == 1 ? uri : ""));
            }
        });
        return published;
    }

    /** Once for each source. */
    private void tellChangingGuids(Map<String, Item> items, Map<String, Long> links, Round round) {
        String told = hash(CHANGING_GUIDS);
        boolean known = state.knows(told, told) || settings.identity() == FeedPoller.Identity.LINK;
        for (Map.Entry<String, Item> each : items.entrySet()) {
            String uri = each.getKey();
            Optional<Stories.Story> before = each.getValue().link().flatMap(state.stories()::at);
            if (before.isPresent()
                    && links.get(before.get().link()) == 1
                    && !before.get().uri().isEmpty()
                    && !before.get().uri().equals(uri)
                    && !items.containsKey(before.get().uri())
                    && !state.has(hash(uri))
                    && before.get().title().equals(each.getValue().story(uri).title())) {
                if (!known) {
                    tell.accept(address + ": "
                            + CHANGING_GUIDS.formatted(before.get().link()));
                }
                known = true;
            }
        }
        if (known && settings.identity() == FeedPoller.Identity.GUID) {
            round.done.put(told, told);
        }
    }

    /**
     * Tells which of the stories that left the feed are gone from their site. That is no kill: only who knows the site can say why.
     */
    private void lookForGone() throws InterruptedException {
        Stories stories = state.stories();
        List<Stories.Story> due = stories.due(Instant.now(), settings.looks());
        for (Stories.Story story : due) {
            Optional<FeedAddress> page = page(story);
            OptionalInt status = page.isPresent() ? client.gone(page.get()) : OptionalInt.empty();
            if (page.isEmpty() || story.uri().isEmpty()) {
                stories.forget(story);
            } else if (status.isEmpty()) {
                siteIsGone = false;
                stories.lookedFor(story);
            } else if (isListedGone()) {
                if (!siteIsGone) {
                    tell.accept(
                            "%s: its site answers HTTP %d also for stories that stand in the feed: whether one was taken down cannot be told"
                                    .formatted(address, status.getAsInt()));
                }
                siteIsGone = true;
                stories.lookedFor(story);
            } else {
                tell.accept(
                        ("%s: %s has left the feed and its site (HTTP %d): it may have been killed; to kill it here as well,"
                                        + " publish its uri %s with pubStatus canceled")
                                .formatted(address, FeedAddress.shown(story.link()), status.getAsInt(), story.uri()));
                stories.forget(story);
            }
        }
        if (!due.isEmpty()) {
            keep(state::write);
        }
    }

    private boolean isListedGone() throws InterruptedException {
        Optional<FeedAddress> page = state.stories().listed().flatMap(this::page);
        return page.isPresent() && client.gone(page.get()).isPresent();
    }

    /** A feed must not send us to the hosts of others. */
    private Optional<FeedAddress> page(Stories.Story story) {
        try {
            return Optional.of(FeedAddress.of(story.link())).filter(address::isOfSameSite);
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    private interface Keeping {
        void run() throws IOException;
    }

    private void keep(Keeping keeping) {
        try {
            keeping.run();
        } catch (IOException e) {
            tell.accept(
                    "%s: what was published of it cannot be written down (%s): after a restart it is published again"
                            .formatted(address, FileTrouble.reason(e)));
        }
    }

    private void tellTrouble(String now) {
        if (!now.equals(trouble)) {
            tell.accept(address + ": " + (now.isEmpty() ? "all is well again" : now));
            trouble = now;
        }
    }

    private static byte[] bytes(Article article) {
        try {
            ByteBuffer bytes = article.toByteBuffer();
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            return copy;
        } catch (IOException e) {
            throw new IllegalStateException("an article in memory cannot be written", e);
        }
    }

    private static String hash(String text) {
        return hash(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Half a SHA-256 is long enough to tell the items of a feed apart. */
    private static String hash(byte[] bytes) {
        return HexFormat.of().formatHex(Sha256.of(bytes), 0, 16);
    }

    /** A name for its state, the same whatever the password. */
    static String fileName(FeedAddress address) {
        return address.uri().getHost().replaceAll("[^A-Za-z0-9.-]", "_") + "-"
                + hash(address.uri().toString()).substring(0, 16);
    }

    /** Lets go of its state. */
    @Override
    public void close() {
        letGo.run();
    }

    @Override
    public String toString() {
        return address.toString();
    }
}
