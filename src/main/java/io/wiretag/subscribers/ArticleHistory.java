package io.wiretag.subscribers;

import io.wiretag.schema.Article;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.topics.TagRequest;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What happened to one article, in the order of time.
 *
 * @param uri its identity
 * @param events the oldest first; as far back as the topics are kept
 */
public record ArticleHistory(String uri, List<Event> events) {
    /** Where a record stands. */
    public record Location(String topic, int partition, long offset) {}

    /** One thing that happened. */
    public sealed interface Event {
        /** When: a publication and a rejection by the time of the record, a delivery when it was tagged. */
        Instant at();

        /** The record that tells of it. */
        Location location();
    }

    /**
     * A version was published.
     *
     * @param article empty if its record cannot be read; then it was rejected
     * @param movedFrom where its publisher put it, as partition and offset, if that was not where its key belongs and the
     *     processor moved it here
     * @param saysMovedFrom what its header says of that where nothing bears it out: its publisher may have written it
     * @param request what it asks for, if it repeats the version to ask for other tags of it
     */
    public record Published(
            Instant at,
            Location location,
            Optional<Article> article,
            Optional<String> movedFrom,
            Optional<String> saysMovedFrom,
            Optional<TagRequest> request)
            implements Event {
        /** As its header says; it is proven or not by the other events. */
        static Published claiming(
                Instant at,
                Location location,
                Optional<Article> article,
                Optional<String> from,
                Optional<TagRequest> request) {
            return new Published(at, location, article, Optional.empty(), from, request);
        }

        private boolean isTheSameAs(Published other) {
            return article.isPresent() && article.equals(other.article);
        }

        private Published proven() {
            return new Published(at, location, article, saysMovedFrom, Optional.empty(), request);
        }

        private String shortPlace() {
            return location.partition() + ":" + location.offset();
        }
    }

    /**
     * A version went out. Its deliveries say to whom.
     *
     * @param published the record that it came from, as partition and offset: {@code 3:17}
     */
    public record Delivered(Instant at, Location location, Optional<String> published, TaggedArticle version)
            implements Event {}

    /** A record was rejected. */
    public record Rejected(Instant at, Location location, String reason, String message) implements Event {}

    /** A record of the tagged topic under the key of the article that cannot be read: not ours, or damaged. */
    public record Unreadable(Instant at, Location location, String message) implements Event {}

    public ArticleHistory {
        // what was published comes before what came of it, also within one millisecond
        events = events.stream()
                .sorted(Comparator.comparing(Event::at)
                        .thenComparing(event -> event instanceof Published ? 0 : 1)
                        .thenComparing(event -> event.location().offset()))
                .toList();
    }

    /**
     * Believes the header of a record that was moved where the record it names is the same article, lies where its key does not
     * belong, and the other where it does. Whoever may publish may write the header; so much he cannot make look so without
     * having published the article there.
     *
     * @param home partition of the key
     */
    static ArticleHistory of(String uri, List<Event> events, int home) {
        Map<String, Published> astray = events.stream()
                .flatMap(ArticleHistory::published)
                .filter(each -> each.location().partition() != home)
                .collect(Collectors.toMap(Published::shortPlace, each -> each));
        return new ArticleHistory(
                uri,
                events.stream()
                        .map(event -> event instanceof Published each
                                        && each.location().partition() == home
                                        && each.saysMovedFrom()
                                                .map(astray::get)
                                                .filter(each::isTheSameAs)
                                                .isPresent()
                                ? each.proven()
                                : event)
                        .toList());
    }

    private static Stream<Published> published(Event event) {
        return event instanceof Published each ? Stream.of(each) : Stream.empty();
    }

    /** Whether anything went out because of it. */
    public boolean wentOut(Published published) {
        String location = published.shortPlace();
        return events.stream()
                        .anyMatch(event -> event instanceof Delivered delivered
                                && delivered
                                        .published()
                                        .filter(location::equals)
                                        .isPresent())
                || movedTo(published).filter(this::wentOut).isPresent();
    }

    /** The same version where the processor moved it to, if it did. */
    public Optional<Published> movedTo(Published published) {
        return events.stream()
                .flatMap(ArticleHistory::published)
                .filter(other -> published.movedFrom().isEmpty()
                        && other.movedFrom()
                                .filter(published.shortPlace()::equals)
                                .isPresent())
                .findFirst();
    }
}
