package io.wiretag.cli;

import io.wiretag.schema.AgencyRole;
import io.wiretag.schema.Delivery;
import io.wiretag.schema.Operation;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.subscribers.ArticleSubscriber;
import io.wiretag.topics.Topic;
import io.wiretag.topics.Topics;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which tagged articles {@code tail} shows, and from which topic.
 *
 * <p>Provinces and agencies of origin have topics of their own, where each version says what it does under its key. The other
 * filters are answered likewise: a correction that passes no longer is shown as a retraction where an earlier version may have
 * passed; retractions and kills pass always. Who never had the article ignores them.
 *
 * @param provinces codes; empty for all
 * @param agencies codes; empty for all
 * @param roles of these agencies; empty for origin
 * @param about whether the story must be about one of the provinces, or of all if none is named
 * @param languages tags of BCP 47; empty for all
 */
record TailFilter(
        List<String> provinces, List<String> agencies, Set<AgencyRole> roles, boolean about, List<String> languages) {

    /** @throws IllegalArgumentException for a language that is none */
    TailFilter {
        languages.forEach(TailFilter::requireLanguage);
    }

    private static void requireLanguage(String tag) {
        String language = Locale.forLanguageTag(tag).getLanguage();
        if (!Set.of(Locale.getISOLanguages()).contains(language)) {
            throw new IllegalArgumentException("no language '" + tag + "': give a tag such as vi, en or en-GB");
        }
    }

    Topic<TaggedArticle> topic(Topics topics) {
        if (!provinces.isEmpty()) {
            return topics.byProvince();
        }
        return agencies.isEmpty() || !originOnly() ? topics.tagged() : topics.byAgency();
    }

    private boolean originOnly() {
        return roles.isEmpty() || roles.equals(Set.of(AgencyRole.origin));
    }

    /**
     * What is shown of a record, if anything.
     *
     * @param mayHavePassed whether an earlier version of the article with a uri may have been shown
     */
    Optional<ArticleSubscriber.Received> shown(
            ArticleSubscriber.Received delivery, Topics topics, Predicate<String> mayHavePassed) {
        TaggedArticle version = delivery.value();
        if (!isFirstKeyOf(delivery, topics)) {
            return Optional.empty();
        }
        boolean takesBack = version.getOperation() == Operation.retract || version.getOperation() == Operation.kill;
        if (takesBack || passes(version)) {
            return Optional.of(delivery);
        }
        return version.getOperation() == Operation.correct
                        && mayHavePassed.test(version.getArticle().getUri())
                ? Optional.of(delivery.with(TaggedArticle.newBuilder(version)
                        .setOperation(Operation.retract)
                        .build()))
                : Optional.empty();
    }

    /**
     * A version that goes under two of the keys asked for stands twice in its topic: it is shown once, and where it belongs
     * rather than where it is taken back.
     */
    private boolean isFirstKeyOf(ArticleSubscriber.Received delivery, Topics topics) {
        Optional<String> province = firstKey(delivery.value(), topics.byProvince(), provinces);
        Optional<String> agency = firstKey(delivery.value(), topics.byAgency(), agencies);
        if (!provinces.isEmpty()) {
            return province.filter(delivery.key()::equals).isPresent()
                    && (agencies.isEmpty() || !originOnly() || agency.isPresent());
        }
        return agencies.isEmpty()
                || !originOnly()
                || agency.filter(delivery.key()::equals).isPresent();
    }

    private static Optional<String> firstKey(TaggedArticle version, Topic<?> sink, List<String> wanted) {
        return version.getDeliveries().stream()
                .filter(each -> each.getSink().equals(sink.role()) && wanted.contains(each.getKey()))
                .min(Comparator.comparing(Delivery::getOperation).thenComparing(Delivery::getKey))
                .map(Delivery::getKey);
    }

    private boolean passes(TaggedArticle version) {
        return passesAbout(version)
                && passesRole(version)
                && passesLanguage(version.getArticle().getLanguage());
    }

    private boolean passesAbout(TaggedArticle version) {
        return !about
                || version.getProvinces().stream()
                        .anyMatch(tag -> tag.getAbout() && (provinces.isEmpty() || provinces.contains(tag.getCode())));
    }

    private boolean passesRole(TaggedArticle version) {
        return originOnly()
                || version.getAgencies().stream()
                        .anyMatch(tag -> agencies.contains(tag.getCode()) && roles.contains(tag.getRole()));
    }

    /** {@code vi} is also the language of what says {@code vi-VN}. */
    private boolean passesLanguage(String language) {
        return languages.isEmpty()
                || language != null
                        && languages.stream()
                                .map(wanted -> wanted.toLowerCase(Locale.ROOT))
                                .anyMatch(wanted -> (language.toLowerCase(Locale.ROOT) + "-").startsWith(wanted + "-"));
    }
}
