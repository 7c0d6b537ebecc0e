package io.wiretag.bench;

import java.nio.file.Path;
import java.util.Optional;

/**
 * One contender, once: a backlog to drain, then perhaps articles at a rate.
 *
 * @param row what the result is for
 * @param variant told from others of the same contender and row
 * @param warmUp articles of the backlog that are not counted
 * @param scale how many times longer than usual the articles are
 * @param uris that are in the state before it starts, and of which the backlog brings new versions; 0: none, all are new
 * @param rate articles a second after the backlog; 0: none
 * @param seconds of that
 */
record Trial(
        String row,
        String variant,
        Contender contender,
        int articles,
        int warmUp,
        int scale,
        Optional<Path> gazetteer,
        int uris,
        int heapMiB,
        double rate,
        int seconds) {

    static Trial of(Options options, String row, Contender contender) {
        return new Trial(
                row,
                contender.label(),
                contender,
                options.articles(),
                options.warmUp(),
                1,
                Optional.empty(),
                0,
                options.heapMiB(),
                0,
                0);
    }

    Trial named(String name) {
        return new Trial(row, name, contender, articles, warmUp, scale, gazetteer, uris, heapMiB, rate, seconds);
    }

    Trial atRate(double articlesPerSecond, int forSeconds) {
        return new Trial(
                row,
                variant,
                contender,
                articles,
                warmUp,
                scale,
                gazetteer,
                uris,
                heapMiB,
                articlesPerSecond,
                forSeconds);
    }

    Trial withArticles(int number, int ofWarmUp) {
        return new Trial(row, variant, contender, number, ofWarmUp, scale, gazetteer, uris, heapMiB, rate, seconds);
    }

    /** The same volume of text in fewer articles. */
    Trial longer(int times) {
        return new Trial(
                row,
                variant,
                contender,
                articles / times,
                warmUp / times,
                times,
                gazetteer,
                uris,
                heapMiB,
                rate,
                seconds);
    }

    Trial withGazetteer(Path file) {
        return new Trial(
                row, variant, contender, articles, warmUp, scale, Optional.of(file), uris, heapMiB, rate, seconds);
    }

    Trial withState(int number) {
        return new Trial(row, variant, contender, articles, warmUp, scale, gazetteer, number, heapMiB, rate, seconds);
    }

    Trial withHeap(int mib) {
        return new Trial(row, variant, contender, articles, warmUp, scale, gazetteer, uris, mib, rate, seconds);
    }
}
