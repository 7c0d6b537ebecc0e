package io.wiretag.life;

import io.wiretag.schema.Operation;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.topics.Topic;
import io.wiretag.topics.Topics;

/** A topic that tagged articles go to, in the order in which a version goes out. */
enum Sink {
    /** Every version that goes out; key: the uri. */
    TAGGED,
    /** Key: a province that the article mentions. */
    BY_PROVINCE,
    /** Key: a unit since 1 July 2025 in which such a province lies. */
    BY_UNIT,
    /** Key: an agency that the article comes from. */
    BY_AGENCY,
    /** The newest version, as long as it may be shown; key: the uri. Compacted: what is down is a null. */
    CURRENT;

    /** Whether the value stays with a record of this operation; else the record takes what is there away. */
    boolean keeps(Operation operation) {
        return this != CURRENT || operation == Operation.publish || operation == Operation.correct;
    }

    Topic<TaggedArticle> topic(Topics topics) {
        return switch (this) {
            case TAGGED -> topics.tagged();
            case BY_PROVINCE -> topics.byProvince();
            case BY_UNIT -> topics.byUnit();
            case BY_AGENCY -> topics.byAgency();
            case CURRENT -> topics.current();
        };
    }
}
