package io.wiretag.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What came of a trial.
 *
 * @param articlesPerSecond of the backlog, after the warm-up, at a read_committed reader
 * @param mibPerSecond of the published values
 * @param articlesPerCpuSecond of the contender's own CPU
 * @param cores of the contender that were busy on average
 * @param latency in the open loop, if there was one and it was got through
 * @param trouble why it did not get through; what is not known then is 0
 */
record Measurement(
        Trial trial,
        int round,
        double articlesPerSecond,
        double mibPerSecond,
        double articlesPerCpuSecond,
        double cores,
        Optional<Latency> latency,
        Optional<String> trouble) {

    /** In milliseconds, from the time an article was due to be published to a read_committed reader. */
    record Latency(double median, double p99, double max) {}

    static Measurement failed(Trial trial, int round, String trouble) {
        return new Measurement(trial, round, 0, 0, 0, 0, Optional.empty(), Optional.of(trouble));
    }

    /** For a line of JSON. */
    Map<String, Object> raw() {
        Map<String, Object> raw = new LinkedHashMap<>();
        raw.put("row", trial.row());
        raw.put("round", round);
        raw.put("variant", trial.variant());
        raw.put("contender", trial.contender().label());
        raw.put("articles", trial.articles());
        raw.put("warmUp", trial.warmUp());
        raw.put("scale", trial.scale());
        raw.put("urisInState", trial.uris());
        raw.put("heapMiB", trial.heapMiB());
        raw.put("articlesPerSecond", articlesPerSecond);
        raw.put("mibPerSecond", mibPerSecond);
        raw.put("articlesPerCpuSecond", articlesPerCpuSecond);
        raw.put("cores", cores);
        raw.put("rate", trial.rate());
        latency.ifPresent(l -> {
            raw.put("p50Ms", l.median());
            raw.put("p99Ms", l.p99());
            raw.put("maxMs", l.max());
        });
        trouble.ifPresent(text -> raw.put("trouble", text));
        return raw;
    }
}
