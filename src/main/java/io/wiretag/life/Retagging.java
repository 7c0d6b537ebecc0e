package io.wiretag.life;

import io.wiretag.life.TagChange.Kind;
import io.wiretag.life.TagChange.Subject;
import io.wiretag.schema.Delivery;
import io.wiretag.schema.Mention;
import io.wiretag.schema.Operation;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.tagging.Tagging;
import io.wiretag.topics.Topic;
import io.wiretag.topics.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What other rules make of versions that have gone out. Sends nothing. Thread-safe. */
public final class Retagging {
    private final ArticleTagger tagger;
    private final Topics topics;

    /**
     * A version and what becomes of it.
     *
     * @param then with the tags of the other rules
     * @param changes none: for subscribers it stays as it is
     * @param records that would go out to the sinks that are written, by what they do; none without a change
     */
    public record Retagged(TaggedArticle then, List<TagChange> changes, Map<Operation, Integer> records) {}

    /** What two tags must have in common to be the same. */
    private record Identity(Subject subject, String code, Optional<String> role) {}

    /** @param byArrival whether the unit goes by the day on which the story came, which may be told otherwise now */
    private record Tag(String name, boolean about, String unit, boolean byArrival, List<Mention> mentions) {
        boolean isOtherUnit(Tag old) {
            return !unit.equals(old.unit) && !(byArrival && old.byArrival);
        }
    }

    public Retagging(Tagging tagger, Topics topics) {
        this.tagger = new ArticleTagger(tagger);
        this.topics = topics;
    }

    /**
     * Tags a version anew.
     *
     * @param sent the newest one of its article, live
     * @param arrived when it was published, which counts where it has no date
     */
    public Retagged retag(TaggedArticle sent, Instant arrived) {
        TaggedArticle then = tagger.tag(
                sent.getArticle(), sent.getContentHash(), arrived, sent.getTaggedAt(), sent.getCorrections());
        List<TagChange> changes = changes(tags(sent), tags(then));
        return new Retagged(then, changes, changes.isEmpty() ? Map.of() : records(sent, then));
    }

    private static Map<Identity, Tag> tags(TaggedArticle tagged) {
        Map<Identity, Tag> tags = new LinkedHashMap<>();
        tagged.getProvinces()
                .forEach(tag -> tags.put(
                        new Identity(Subject.PROVINCE, tag.getCode(), Optional.empty()),
                        new Tag(
                                tag.getName(),
                                tag.getAbout(),
                                tag.getUnit().name(),
                                tag.getByArrival(),
                                tag.getMentions())));
        tagged.getAgencies()
                .forEach(tag -> tags.put(
                        new Identity(
                                Subject.AGENCY,
                                tag.getCode(),
                                Optional.of(tag.getRole().name())),
                        new Tag(tag.getName(), false, "", false, tag.getMentions())));
        tagged.getBodies()
                .forEach(tag -> tags.put(
                        new Identity(
                                Subject.BODY,
                                tag.getCode(),
                                Optional.of(tag.getRole().name())),
                        new Tag(tag.getName(), tag.getAbout(), "", false, tag.getMentions())));
        return tags;
    }

    private static List<TagChange> changes(Map<Identity, Tag> before, Map<Identity, Tag> after) {
        List<TagChange> changes = new ArrayList<>();
        after.forEach((identity, tag) -> {
            Tag old = before.get(identity);
            if (old == null) {
                changes.add(change(Kind.GAINED, identity, tag));
            } else {
                if (tag.about() != old.about()) {
                    changes.add(change(tag.about() ? Kind.ABOUT : Kind.NOT_ABOUT, identity, tag));
                }
                if (tag.isOtherUnit(old)) {
                    changes.add(change(Kind.UNIT, identity, tag));
                }
            }
        });
        before.forEach((identity, tag) -> {
            if (!after.containsKey(identity)) {
                changes.add(change(Kind.LOST, identity, tag));
            }
        });
        return changes;
    }

    private static TagChange change(Kind kind, Identity identity, Tag tag) {
        return new TagChange(kind, identity.subject(), identity.code(), tag.name(), identity.role(), tag.mentions());
    }

    private Map<Operation, Integer> records(TaggedArticle sent, TaggedArticle then) {
        Map<Operation, Integer> records = new EnumMap<>(Operation.class);
        deliveries(sent, then).forEach(each -> records.merge(each.getOperation(), 1, Integer::sum));
        return records;
    }

    /**
     * The records that would go out to the sinks that are written.
     *
     * @param sent the newest version of its article, live
     * @param then the same with other tags
     */
    public List<Delivery> deliveries(TaggedArticle sent, TaggedArticle then) {
        Reach known = Reach.NOWHERE.including(sent);
        Reach live = known.after(known.send(Reach.places(sent)));
        List<Delivery> deliveries = new ArrayList<>();
        for (Reach.Delivery each : live.send(Reach.places(then))) {
            Topic<?> topic = each.destination().sink().topic(topics);
            if (topics.isWritten(topic)) {
                deliveries.add(new Delivery(topic.role(), each.destination().key(), each.operation()));
            }
        }
        return deliveries;
    }
}
