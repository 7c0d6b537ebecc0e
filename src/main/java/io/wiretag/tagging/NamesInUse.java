package io.wiretag.tagging;

import io.wiretag.tagging.gazetteer.CueKind;

/** Which names of communes a story may use: all were given anew on 1 July 2025, and many now belong to others. */
enum NamesInUse {
    UNTIL_2025,
    SINCE_2025,
    /** The day is not known: only a name that all its bearers have in one province is sure. */
    EITHER;

    /**
     * The date of the story decides. When it came is less: an old text may come today, and tells it by its districts or by its
     * years.
     */
    static NamesInUse of(Story story, Passage passage) {
        if (story.day().isEmpty()) {
            return EITHER;
        }
        if (Mergers.isBefore(story.day().get())) {
            return UNTIL_2025;
        }
        boolean mayBeOld =
                story.date().isEmpty() && (passage.hasCue(CueKind.FORMER_RANK) || PastYears.areAllOf(passage.text()));
        return mayBeOld ? EITHER : SINCE_2025;
    }
}
