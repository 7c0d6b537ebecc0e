package io.wiretag.intake.rss;

import io.wiretag.intake.IntakeException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** The sitemaps that an index names, each asked for like a feed of its own. One thread uses it. */
final class Sitemaps {

    /**
     * One of them.
     *
     * @param due when it may be asked for again, by {@link System#nanoTime}; empty: never
     */
    private record Sitemap(FeedSource source, Optional<Long> due) {}

    private final Function<FeedAddress, FeedSource> open;
    private final Consumer<String> tell;
    private final Map<String, Sitemap> byAddress = new HashMap<>();
    private final Set<String> refused = new HashSet<>();

    /** @param open makes a source with a state of its own */
    Sitemaps(Function<FeedAddress, FeedSource> open, Consumer<String> tell) {
        this.open = open;
        this.tell = tell;
    }

    /**
     * Asks for each that is due.
     *
     * @param index where they are named; those of other sites are left alone
     * @param again whether one that does not answer is asked again
     */
    FeedSource.Result poll(FeedAddress index, List<String> addresses, Duration every, boolean again)
            throws InterruptedException {
        FeedSource.Result sum = new FeedSource.Result(0, 0, Optional.of(every), false);
        for (String each : addresses) {
            Optional<FeedAddress> address = index.redirected(each).filter(index::isOfSameSite);
            if (address.isPresent()) {
                sum = sum.and(poll(address.get(), every, again));
            }
        }
        byAddress
                .keySet()
                .removeIf(known -> addresses.stream()
                        .noneMatch(each -> index.redirected(each)
                                .map(FeedAddress::toString)
                                .equals(Optional.of(known))));
        return sum;
    }

    private FeedSource.Result poll(FeedAddress address, Duration every, boolean again) throws InterruptedException {
        Sitemap known = byAddress.get(address.toString());
        FeedSource.Result none = new FeedSource.Result(0, 0, Optional.of(every), false);
        if (known != null
                && known.due().filter(due -> due - System.nanoTime() <= 0).isEmpty()) {
            return none;
        }
        FeedSource source;
        try {
            source = known == null ? open.apply(address) : known.source();
        } catch (IntakeException inUse) {
            if (refused.add(address.toString())) {
                tell.accept(address + ": " + inUse.getMessage());
            }
            return new FeedSource.Result(0, 1, Optional.of(every), false);
        }
        FeedSource.Result result = source.poll(again);
        // an index that is asked for on time asks for those as well that are due now
        Optional<Long> due =
                result.next().map(rest -> System.nanoTime() + (rest.compareTo(every) > 0 ? rest.toNanos() : 0));
        byAddress.put(address.toString(), new Sitemap(source, due));
        return result;
    }
}
