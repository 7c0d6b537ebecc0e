package io.wiretag.retag;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Which stories are to be tagged anew, as one look found them.
 *
 * @param report what would change
 * @param stories where the records of those stand in the topic that the report names
 * @param since where the topics ended, before the look, in which it stands what comes of requests
 */
public record RetagPlan(RetagReport report, Set<RecordPlace> stories, Map<TopicPartition, Long> since) {
    /** The maps and sets are not copied: there may be a million stories. */
    public RetagPlan {}

    /** Records that would go out for them. */
    public long records() {
        return report.records().values().stream().mapToLong(Long::longValue).sum();
    }
}
