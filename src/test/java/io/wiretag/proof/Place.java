package io.wiretag.proof;

import java.util.Comparator;

/** A sink and a key in it. */
record Place(Sink sink, String key) implements Comparable<Place> {
    private static final Comparator<Place> ORDER =
            Comparator.comparing(Place::sink).thenComparing(Place::key);

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return sink + "/" + key;
    }
}
