package io.wiretag.delivery;

import java.util.Map;

/** Offsets of the next records by partition; where a partition is missing, its first record is next. */
final class Positions {
    private Positions() {}

    /** Whether somebody who has come as far has all before that place behind him. */
    static boolean hasPassed(Map<Integer, Long> positions, Map<Integer, Long> place) {
        return place.entrySet().stream().allMatch(each -> positions.getOrDefault(each.getKey(), 0L) >= each.getValue());
    }
}
