package io.wiretag.life;

import io.wiretag.schema.TaggedArticle;
import io.wiretag.topics.Topic;
import io.wiretag.topics.Topics;

/** A topic that tagged articles go to, in the order in which a version goes out. */
enum Sink {
    /** Every version that goes out; key: the uri. */
    TAGGED,
    /** Key: a province that the article mentions. */
    BY_PROVINCE,
    /** Key: an agency that the article comes from. */
    BY_AGENCY;

    Topic<TaggedArticle> topic(Topics topics) {
        return switch (this) {
            case TAGGED -> topics.tagged();
            case BY_PROVINCE -> topics.byProvince();
            case BY_AGENCY -> topics.byAgency();
        };
    }
}
