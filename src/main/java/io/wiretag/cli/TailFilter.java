package io.wiretag.cli;

import io.wiretag.delivery.ArticleFilter;
import io.wiretag.schema.AgencyRole;
import io.wiretag.schema.Delivery;
import io.wiretag.schema.Operation;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.subscribers.ArticleSubscriber;
import io.wiretag.topics.Topic;
import io.wiretag.topics.Topics;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * From which topic {@code tail} reads what passes a filter, and which of its records it shows: provinces, units and agencies of
 * origin have topics of their own, where a version stands once for each of its keys.
 */
final class TailFilter {
    private static final String ORIGIN = ":" + AgencyRole.origin;

    private final ArticleFilter filter;
    private final Topic<TaggedArticle> topic;
    private final Topic<TaggedArticle> tagged;
    private final Set<String> keys;

    /** Where a keyed topic is not written, all articles are read. */
    TailFilter(ArticleFilter filter, Topics topics) {
        this.filter = filter;
        this.tagged = topics.tagged();
        boolean originOnly = filter.agencies().stream().allMatch(each -> each.endsWith(ORIGIN));
        if (!filter.provinces().isEmpty() && topics.isWritten(topics.byProvince())) {
            this.topic = topics.byProvince();
            this.keys = filter.provinces();
        } else if (!filter.units().isEmpty() && topics.isWritten(topics.byUnit())) {
            this.topic = topics.byUnit();
            this.keys = filter.units();
        } else if (!filter.agencies().isEmpty() && originOnly && topics.isWritten(topics.byAgency())) {
            this.topic = topics.byAgency();
            this.keys = filter.agencies().stream()
                    .map(each -> each.substring(0, each.length() - ORIGIN.length()))
                    .collect(Collectors.toUnmodifiableSet());
        } else {
            this.topic = tagged;
            this.keys = Set.of();
        }
    }

    Topic<TaggedArticle> topic() {
        return topic;
    }

    /** What is shown of a record, if anything. */
    Optional<ArticleSubscriber.Received> shown(ArticleSubscriber.Received delivery) {
        if (delivery.value() == null || topic != tagged && !isFirstKeyOf(delivery)) {
            return Optional.empty();
        }
        return filter.operation(asTagged(delivery.value())).map(operation -> with(operation, delivery));
    }

    /**
     * A version that goes under two of the keys asked for stands twice in its topic: it is shown once, and where it belongs
     * rather than where it is taken back.
     */
    private boolean isFirstKeyOf(ArticleSubscriber.Received delivery) {
        return delivery.value().getDeliveries().stream()
                .filter(each -> each.getSink().equals(topic.role()) && keys.contains(each.getKey()))
                .min(Comparator.comparing(Delivery::getOperation).thenComparing(Delivery::getKey))
                .filter(first -> first.getKey().equals(delivery.key()))
                .isPresent();
    }

    /** With the operation that it has among all: the filter, and not the key, says what it is to whoever asked. */
    private TaggedArticle asTagged(TaggedArticle version) {
        return version.getDeliveries().stream()
                .filter(each -> each.getSink().equals(tagged.role()))
                .map(Delivery::getOperation)
                .findFirst()
                .map(operation -> with(operation, version))
                .orElse(version);
    }

    private static ArticleSubscriber.Received with(Operation operation, ArticleSubscriber.Received delivery) {
        TaggedArticle version = delivery.value();
        return version.getOperation() == operation ? delivery : delivery.with(with(operation, version));
    }

    /** Not by a builder: it copies the article to its last string. */
    private static TaggedArticle with(Operation operation, TaggedArticle version) {
        return new TaggedArticle(
                version.getArticle(),
                version.getProvinces(),
                version.getAgencies(),
                version.getGazetteerVersion(),
                version.getContentHash(),
                version.getTaggedAt(),
                operation,
                version.getDeliveries(),
                version.getReached(),
                version.getBodies(),
                version.getCorrections(),
                version.getRevision());
    }
}
