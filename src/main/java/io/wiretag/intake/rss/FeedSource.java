package io.wiretag.intake.rss;

import io.wiretag.files.FileTrouble;
import io.wiretag.files.Sha256;
import io.wiretag.intake.ArticlePublisher;
import io.wiretag.intake.Backoff;
import io.wiretag.intake.OrderedSending;
import io.wiretag.intake.PublishFailure;
import io.wiretag.intake.Receipt;
import io.wiretag.intake.format.ArticleReaders;
import io.wiretag.intake.format.Format;
import io.wiretag.intake.format.Reading;
import io.wiretag.intake.format.Source;
import io.wiretag.schema.Article;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** One feed: asks for it, publishes what is new in it, and remembers that when it is acknowledged. One thread uses it. */
final class FeedSource {

    private static final Duration FIRST_RETRY_OF_KAFKA = Duration.ofSeconds(1);
    private static final Duration LONGEST_RETRY_OF_KAFKA = Duration.ofMinutes(1);
    private static final Duration LONGEST_RETRY = Duration.ofHours(1);

    /**
     * What a poll has brought.
     *
     * @param published articles that the broker acknowledged
     * @param complaints items that could not be read or were refused, or that the feed could not be had
     * @param next when to ask again; empty: never
     * @param outage whether the brokers or the registry are away
     */
    record Result(int published, int complaints, Optional<Duration> next, boolean outage) {}

    private final FeedAddress address;
    private final Format format;
    private final Duration every;
    private final FeedClient client;
    private final FeedState state;
    private final OrderedSending sending;
    private final Consumer<String> tell;
    private final Backoff backoff;
    private final Backoff kafkaBackoff = new Backoff(FIRST_RETRY_OF_KAFKA, LONGEST_RETRY_OF_KAFKA);

    /** What was said of its trouble last, so as to say it once; empty while all is well. */
    private String trouble = "";

    FeedSource(
            FeedAddress address,
            Format format,
            Duration every,
            FeedClient client,
            FeedState state,
            ArticlePublisher publisher,
            Consumer<String> tell) {
        this.address = address;
        this.format = format;
        this.every = every;
        this.client = client;
        this.state = state;
        this.sending = new OrderedSending(publisher);
        this.tell = tell;
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
        if (answer instanceof FeedAnswer.Content content) {
            return publish(content);
        }
        tellTrouble("");
        return new Result(0, 0, Optional.of(every), false);
    }

    /** All articles of one uri: a feed may hold several versions, and together they are what is new or not. */
    private record Item(String content, List<Article> articles, List<Reading.Complaint> warnings) {}

    private Result publish(FeedAnswer.Content content) {
        List<Reading> readings =
                ArticleReaders.read(new Source(address.toString(), content.bytes(), content.charset()), format);
        Map<String, Item> items = items(readings);
        List<Reading.Complaint> faults = readings.stream()
                .filter(Reading.Complaint.class::isInstance)
                .map(Reading.Complaint.class::cast)
                .toList();
        if (items.isEmpty()) {
            // an empty feed, or a page of excuses in its place: nothing worth remembering, and no reason for long
            // pauses
            tellTrouble(faults.get(0).reason());
            return new Result(0, faults.size(), Optional.of(every), false);
        }
        Round round = new Round();
        faults.forEach(round::complain);
        Map<String, List<CompletableFuture<Receipt>>> receipts = new LinkedHashMap<>();
        items.forEach((uri, item) -> round.sendIfNew(uri, item).ifPresent(sent -> receipts.put(uri, sent)));
        receipts.forEach((uri, sent) -> round.settle(uri, items.get(uri), sent));
        return concluded(content, faults.isEmpty(), round);
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

    private Result concluded(FeedAnswer.Content content, boolean whole, Round round) {
        Optional<Throwable> outage = sending.outage();
        // a feed with a fault is looked at again as a whole: the fault may have hidden an item
        remember(whole && outage.isEmpty() ? content.validators() : FeedAnswer.Validators.NONE, round.done);
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
        return new Result(round.published, round.complaints, Optional.of(every), false);
    }

    /** What was published by its former uri goes on by it: it would else be published anew, and its corrections miss it. */
    private Article known(Reading.Read read) {
        Article article = read.article();
        return read.formerUri()
                .filter(former -> state.has(hash(former)) && !state.has(hash(article.getUri())))
                .map(former -> Article.newBuilder(article).setUri(former).build())
                .orElse(article);
    }

    private Map<String, Item> items(List<Reading> readings) {
        Map<String, Item> items = new LinkedHashMap<>();
        for (Reading reading : readings) {
            if (reading instanceof Reading.Read read) {
                Article article = known(read);
                items.merge(
                        article.getUri(),
                        new Item(hash(bytes(article)), List.of(article), read.warnings()),
                        (earlier, later) -> new Item(
                                hash(earlier.content() + later.content()),
                                joined(earlier.articles(), later.articles()),
                                joined(earlier.warnings(), later.warnings())));
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

    private void remember(FeedAnswer.Validators validators, Map<String, String> done) {
        try {
            state.remember(validators, done);
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

    @Override
    public String toString() {
        return address.toString();
    }
}
