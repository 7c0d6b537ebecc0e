package io.wiretag.intake.http;

import io.wiretag.codec.RegistryUnavailableException;
import io.wiretag.codec.ValueNotWritableException;
import io.wiretag.intake.PublishFailure;
import io.wiretag.intake.Receipt;
import io.wiretag.schema.Article;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/**
 * What became of the articles of one request.
 *
 * @param topic where they went
 * @param receipts of those that were acknowledged, in their order
 * @param losses the others, in their order
 */
record Delivery(String topic, List<Receipt> receipts, List<Loss> losses) {

    /**
     * An article that was not acknowledged.
     *
     * @param failure why; empty if it was not tried after another had failed
     */
    record Loss(String uri, Optional<String> version, Optional<Throwable> failure) {

        static Loss of(Article article, Optional<Throwable> failure) {
            return new Loss(article.getUri(), Optional.ofNullable(article.getVersion()), failure);
        }

        private String reason() {
            return failure.map(this::sentence).orElse("not tried, for another had failed");
        }

        private String sentence(Throwable why) {
            if (why instanceof RegistryUnavailableException) {
                return "not sent: " + PublishFailure.outage(why).orElseThrow();
            }
            if (PublishFailure.isUnanswered(why)) {
                return "not acknowledged in time: it may have arrived all the same";
            }
            if (isTooLarge(why)) {
                return "larger than the topic takes: shorten it";
            }
            return why instanceof ValueNotWritableException ? why.getMessage() : "refused by Kafka";
        }
    }

    Delivery {
        receipts = List.copyOf(receipts);
        losses = List.copyOf(losses);
    }

    private static boolean isTooLarge(Throwable failure) {
        return failure instanceof RecordTooLargeException || failure instanceof RecordBatchTooLargeException;
    }

    /** The first failure that is none of the articles. */
    Optional<Throwable> outage() {
        return failures().filter(failure -> !PublishFailure.isArticles(failure)).findFirst();
    }

    Answer answer() {
        if (losses.isEmpty()) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("topic", topic);
            body.put("articles", acknowledged());
            return Answer.of(202, body);
        }
        String counts = "%d of %d articles were acknowledged; send the request again, repetitions do no harm"
                .formatted(receipts.size(), receipts.size() + losses.size());
        return problem(counts)
                .with("topic", topic)
                .with("articles", acknowledged())
                .with("failed", failed());
    }

    /** What the client can do about it decides: come again, mend an article, or call us. */
    private Answer problem(String counts) {
        Optional<String> away = outage().flatMap(PublishFailure::outage);
        if (away.isPresent()) {
            return Answer.unavailable(away.get() + ": " + counts);
        }
        if (failures().anyMatch(Delivery::isTooLarge)) {
            return Answer.problem(413, "an article is larger than the topic takes: shorten it; " + counts);
        }
        if (failures().anyMatch(ValueNotWritableException.class::isInstance)) {
            return Answer.problem(400, "an article cannot be written: mend it; " + counts);
        }
        return failures().allMatch(KafkaException.class::isInstance)
                ? Answer.problem(400, "Kafka refuses an article: mend it; " + counts)
                : Answer.problem(500, "a fault of ours: " + counts);
    }

    private Stream<Throwable> failures() {
        return losses.stream().flatMap(loss -> loss.failure().stream());
    }

    private List<Map<String, Object>> acknowledged() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Receipt receipt : receipts) {
            Map<String, Object> row = row(receipt.uri(), receipt.version());
            row.put("partition", receipt.partition());
            row.put("offset", receipt.offset());
            rows.add(row);
        }
        return rows;
    }

    private List<Map<String, Object>> failed() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Loss loss : losses) {
            Map<String, Object> row = row(loss.uri(), loss.version());
            row.put("reason", loss.reason());
            rows.add(row);
        }
        return rows;
    }

    private static Map<String, Object> row(String uri, Optional<String> version) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("uri", uri);
        version.ifPresent(known -> row.put("version", known));
        return row;
    }
}
