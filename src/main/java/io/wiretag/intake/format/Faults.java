package io.wiretag.intake.format;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What is wrong with one item: all of it, so that its sender mends it once. A reader notes a fault, goes on with a value that
 * nobody will see, and asks {@link #throwIfAny} at the end.
 */
final class Faults {

    /** More are counted and not told: an item with so many is none. */
    static final int MOST = 10;

    private static final int LONGEST_QUOTE = 60;

    private final List<UnreadableException> told = new ArrayList<>();
    private final Set<Object> places = new HashSet<>();
    private int untold;

    /**
     * @param place what is wrong; the second fault of one place is left out, since a value may be asked for twice
     * @param fault made only if it is told, for the line of a fault has its price
     */
    void note(Object place, Supplier<UnreadableException> fault) {
        if (!places.add(place)) {
            return;
        }
        if (told.size() < MOST) {
            told.add(fault.get());
        } else {
            untold++;
        }
    }

    /** Whether this place has a fault that was noted. */
    boolean has(Object place) {
        return places.contains(place);
    }

    /** The first fault, which carries the others. */
    void throwIfAny() throws UnreadableException {
        if (told.isEmpty()) {
            return;
        }
        UnreadableException first = told.get(0);
        told.subList(1, told.size()).forEach(first::addSuppressed);
        if (untold > 0) {
            first.addSuppressed(new UnreadableException(
                    OptionalInt.empty(), "and %d more faults in the same item".formatted(untold)));
        }
        throw first;
    }

    /** A value in a complaint, not longer than people read. */
    static String quoted(String value) {
        return '"' + shortened(value) + '"';
    }

    /** A complaint is one line for people, whatever stands in the input. */
    static String shortened(String value) {
        return value.length() <= LONGEST_QUOTE ? value : value.substring(0, LONGEST_QUOTE) + "...";
    }
}
