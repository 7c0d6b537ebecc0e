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
    private boolean foreign;

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
        Set<String> named = new HashSet<>();
        for (String each : addresses) {
            Optional<FeedAddress> address = index.redirected(each).filter(index::isOfSameSite);
            if (address.isPresent()) {
                named.add(key(address.get()));
                sum = sum.and(poll(address.get(), every, again));
            }
        }
        byAddress.entrySet().removeIf(known -> {
            boolean left = !named.contains(known.getKey());
            if (left) {
                // it may come back
                known.getValue().source().close();
            }
            return left;
        });
        return named.isEmpty() ? sum.and(foreign(index, addresses.get(0), every)) : sum;
    }

    private FeedSource.Result foreign(FeedAddress index, String first, Duration every) {
        if (!foreign) {
            tell.accept(
                    "%s: none of the sitemaps that it names is of its site (%s): give the address of the sitemap itself"
                            .formatted(index, FeedAddress.shown(first)));
        }
        foreign = true;
        return new FeedSource.Result(0, 1, Optional.of(every), false);
    }

    /** The whole address: what is not shown of it may be all in which two differ. */
    private static String key(FeedAddress address) {
        return address.uri().toString();
    }

    private FeedSource.Result poll(FeedAddress address, Duration every, boolean again) throws InterruptedException {
        Sitemap known = byAddress.get(key(address));
        FeedSource.Result none = new FeedSource.Result(0, 0, Optional.of(every), false);
        if (known != null
                && known.due().filter(due -> due - System.nanoTime() <= 0).isEmpty()) {
            return none;
        }
        FeedSource source;
        try {
            source = known == null ? open.apply(address) : known.source();
        } catch (IntakeException inUse) {
            if (refused.add(key(address))) {
                tell.accept(address + ": " + inUse.getMessage());
            }
            return new FeedSource.Result(0, 1, Optional.of(every), false);
        }
        FeedSource.Result result = source.poll(again);
        // an index that is asked for on time asks for those as well that are due now
        Optional<Long> due =
                result.next().map(rest -> System.nanoTime() + (rest.compareTo(every) > 0 ? rest.toNanos() : 0));
        byAddress.put(key(address), new Sitemap(source, due));
        return result;
    }
}
