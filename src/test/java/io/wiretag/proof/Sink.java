package io.wiretag.proof;

import io.wiretag.topics.Topic;
import io.wiretag.topics.Topics;

/** Where readers read. */
enum Sink {
    TAGGED,
    BY_PROVINCE,
    BY_AGENCY,
    REJECTED;

    Topic<?> topic(Topics topics) {
        return switch (this) {
            case TAGGED -> topics.tagged();
            case BY_PROVINCE -> topics.byProvince();
            case BY_AGENCY -> topics.byAgency();
            case REJECTED -> topics.rejected();
        };
    }
}
