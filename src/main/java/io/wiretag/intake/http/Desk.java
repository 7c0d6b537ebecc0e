package io.wiretag.intake.http;

import io.wiretag.intake.ArticlePublisher;
import io.wiretag.intake.PublishFailure;
import io.wiretag.intake.Receipt;
import io.wiretag.intake.format.ArticleReaders;
import io.wiretag.intake.format.Reading;
import io.wiretag.intake.format.Source;
import io.wiretag.schema.Article;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.header.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a whole body and has its articles published. Safe for use by several threads. */
final class Desk {

    private static final Logger LOG = LoggerFactory.getLogger(Desk.class);

    /** What the input is called in complaints. */
    private static final String REQUEST = "request";

    private final ArticlePublisher publisher;
    private final String topic;
    private final Availability availability;

    Desk(ArticlePublisher publisher, String topic, Availability availability) {
        this.publisher = publisher;
        this.topic = topic;
        this.availability = availability;
    }

    /** An article on its way. */
    private record Sent(Article article, CompletableFuture<Receipt> receipt) {

        Optional<Throwable> failure() {
            try {
                receipt.join();
                return Optional.empty();
            } catch (CompletionException e) {
                return Optional.of(e.getCause());
            }
        }
    }

    /**
     * Reads a body and publishes what stands in it. May block while Kafka or the registry is away.
     *
     * @param sender name of the key it came with
     * @param trace that it belongs to: headers for every record
     * @return the answer, once every article is acknowledged or has failed; completes normally whatever happens to articles
     * @throws RefusedException if an article of it cannot be read, or nothing can be published now; then none is
     */
    CompletableFuture<Answer> take(BodyType type, byte[] body, String sender, List<Header> trace) {
        List<Reading.Read> readings = read(type, body);
        List<Article> articles = readings.stream().map(Reading.Read::article).toList();
        List<Reading.Complaint> warnings =
                readings.stream().flatMap(read -> read.warnings().stream()).toList();
        // it may have waited behind others that found out
        availability.whyNot().ifPresent(reason -> {
            throw Answer.unavailable(reason + ": nothing was published, send it again later")
                    .asRefusal();
        });
        List<Sent> sent = new ArrayList<>();
        for (Article article : articles) {
            Sent next = new Sent(article, publisher.publish(article, Optional.of(sender), trace));
            sent.add(next);
            if (next.receipt().isCompletedExceptionally()
                    && next.failure().flatMap(PublishFailure::outage).isPresent()) {
                // every further one would wait as long, and fail as well
                break;
            }
        }
        List<Article> untried = articles.subList(sent.size(), articles.size());
        return CompletableFuture.allOf(sent.stream().map(Sent::receipt).toArray(CompletableFuture<?>[]::new))
                .handle((none, failure) -> delivery(sent, untried))
                .thenApply(delivery -> {
                    tell(delivery, sender);
                    return warnings.isEmpty()
                            ? delivery.answer()
                            : delivery.answer().with("warnings", members(warnings));
                });
    }

    private static List<Reading.Read> read(BodyType type, byte[] body) {
        List<Reading.Read> articles = new ArrayList<>();
        List<Reading.Complaint> complaints = new ArrayList<>();
        type.mismatch(REQUEST, body).ifPresent(complaints::add);
        if (complaints.isEmpty()) {
            for (Reading reading : ArticleReaders.read(new Source(REQUEST, body), type.format())) {
                if (reading instanceof Reading.Read read) {
                    articles.add(read);
                } else if (reading instanceof Reading.Complaint complaint) {
                    complaints.add(complaint);
                }
            }
        }
        if (!complaints.isEmpty()) {
            throw Answer.problem(
                            400,
                            "%d %s, %d articles without one: nothing was published, mend it and send the whole again"
                                    .formatted(
                                            complaints.size(),
                                            complaints.size() == 1 ? "fault" : "faults",
                                            articles.size()))
                    .with("errors", members(complaints))
                    .asRefusal();
        }
        return articles;
    }

    private static List<Map<String, Object>> members(List<Reading.Complaint> complaints) {
        return complaints.stream().map(Desk::member).toList();
    }

    private static Map<String, Object> member(Reading.Complaint complaint) {
        Map<String, Object> member = new LinkedHashMap<>();
        member.put("source", complaint.source());
        complaint.line().ifPresent(line -> member.put("line", line));
        member.put("reason", complaint.reason());
        return member;
    }

    private Delivery delivery(List<Sent> sent, List<Article> untried) {
        List<Receipt> receipts = new ArrayList<>();
        List<Delivery.Loss> losses = new ArrayList<>();
        for (Sent each : sent) {
            Optional<Throwable> failure = each.failure();
            if (failure.isPresent()) {
                losses.add(Delivery.Loss.of(each.article(), failure));
            } else {
                receipts.add(each.receipt().join());
            }
        }
        untried.forEach(article -> losses.add(Delivery.Loss.of(article, Optional.empty())));
        return new Delivery(topic, receipts, losses);
    }

    private void tell(Delivery delivery, String sender) {
        if (!delivery.receipts().isEmpty()) {
            availability.succeeded();
        }
        delivery.outage()
                .ifPresent(failure ->
                        availability.failed(PublishFailure.outage(failure).orElseThrow(), failure));
        for (Delivery.Loss loss : delivery.losses()) {
            loss.failure()
                    .filter(PublishFailure::isArticles)
                    .ifPresent(failure -> LOG.warn(
                            "not published uri={} sender={} failure={}", loss.uri(), sender, failure.toString()));
        }
    }
}
