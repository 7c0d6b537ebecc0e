package io.wiretag.tagging.about;

import io.wiretag.tagging.gazetteer.Province;
import java.util.EnumSet;
import java.util.Set;

/**
 * A mention of a province, as far as it tells what the story is about.
 *
 * @param word how many words stand before it, counted through all fields
 */
public record Sighting(Province province, Position position, int word, Set<Sign> signs) {
    /** What one part of an address says of the whole. */
    private static final Set<Sign> TOLD = EnumSet.of(Sign.AUTHORITY, Sign.ANNOUNCED, Sign.SEAT);

    /** Where a mention stands. */
    public enum Position {
        HEADLINE,
        LEAD,
        REST,
        /** In a dateline or in the field that tells where the story was written: no word on what it is about. */
        DATELINE
    }

    /** What a mention is like. */
    public enum Sign {
        /** The seat of the government: national events happen there, and it stands for the government. */
        SEAT,
        /** "Công an Hải Phòng", "Hai Phong police": an authority acts or speaks for its place. */
        AUTHORITY,
        /** "tỉnh Hòa Bình", "Dak Lak Province". */
        ANNOUNCED,
        /** "từ Huế", "to Hue": somebody's way leads there. */
        WAY,
        /** "cách Hà Nội 100 km", "north of Hanoi", "quê Thái Bình": says where another place lies, or where somebody comes from. */
        ASIDE,
        /** In a link to another story. */
        LINK,
        /** "Saigon Grill", in a story that never speaks of Viet Nam. */
        LONGER_NAME
    }

    /** The same place with what a further part of its address says: "xã Mường Típ, tỉnh Nghệ An" is announced. */
    public Sighting with(Sighting part) {
        Set<Sign> both = EnumSet.copyOf(TOLD);
        both.retainAll(part.signs);
        both.addAll(signs);
        return new Sighting(province, position, word, both);
    }

    public boolean is(Sign sign) {
        return signs.contains(sign);
    }

    /** Whether the story speaks of the province here at all. */
    public boolean counts() {
        return position != Position.DATELINE && !is(Sign.ASIDE) && !is(Sign.LINK) && !is(Sign.LONGER_NAME);
    }
}
