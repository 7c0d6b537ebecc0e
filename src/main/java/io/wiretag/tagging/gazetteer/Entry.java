package io.wiretag.tagging.gazetteer;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What a written form of the gazetteer stands for. */
public sealed interface Entry {
    /** The notes behind the name. */
    Set<Flag> flags();

    default boolean is(Flag flag) {
        return flags().contains(flag);
    }

    /** What an editor notes in square brackets behind a name. */
    enum Flag {
        /** Accepted in lower case too: no common word looks like it. */
        ANY_CASE("any case"),
        /** Looks like a common word: in lower or upper case it must be announced (tỉnh Hòa Bình). */
        COMMON_WORD("common word"),
        /** Must always be announced by a word for its kind, in front or behind: thành phố Vinh, Vinh City. */
        ANNOUNCED("announced"),
        /** Must be announced, or stand in a list with other places, or behind a word like ở, tại, in. */
        PLACED("placed"),
        /** Also a usual name of people: not a place behind a title (ca sĩ Hà Giang) or a middle name. */
        PERSON("person"),
        /** Without its diacritics a word or name of other languages: counts only where Viet Nam is spoken of (Hue). */
        AT_HOME("at home"),
        /** Must be written with these very capitals: HN, BR-VT. */
        THESE_CAPITALS("these capitals"),
        /** Must have its diacritics: the bare letters are another word. */
        THESE_MARKS("these marks"),
        /** Is not written as one word, because that is another word: longan. */
        APART("apart"),
        /** Another country has a place of this name: with it beside, it is no place in Viet Nam. */
        ABROAD("abroad"),
        /** A city that is a unit itself: "thành phố" announces the unit and no town in it. */
        MUNICIPALITY("municipality"),
        /** Seat of the government: national events happen there, and are not about it. */
        SEAT("seat");

        private final String written;

        Flag(String written) {
            this.written = written;
        }

        String written() {
            return written;
        }

        /** Asked of nearly every word of a text, so one of bits: that of {@link Set#copyOf} divides by its size to look something up. */
        private static Set<Flag> set(Set<Flag> flags) {
            Set<Flag> set = EnumSet.noneOf(Flag.class);
            set.addAll(flags);
            return Collections.unmodifiableSet(set);
        }
    }

    /** What sort of name a province goes by. */
    enum NameKind {
        PROVINCE,
        CITY,
        NICKNAME,
        SHORT
    }

    /** A name that stands for a province: its own, that of a city in it, a nickname or an abbreviation. */
    record ProvinceName(Province province, NameKind kind, Set<Flag> flags) implements Entry {
        public ProvinceName {
            Objects.requireNonNull(province, "province of a name");
            flags = Flag.set(flags);
        }
    }

    /** How a form of an agency is read. */
    enum AgencyForm {
        /** A name that means the agency wherever it stands. */
        NAME,
        /** A short form with other meanings too: a mention only where news is quoted. */
        QUOTED,
        /** The name of a paper or station that is a usual word too: counts where something says that it is one. */
        OUTLET,
        /** The name of a province's paper or station; found by the words beside the province's name. */
        HOUSE,
        /** A mark that counts only where agencies put theirs: dateline, sign-off, credit, byline. */
        MARK
    }

    /** A name or mark of an agency. */
    record AgencyName(Agency agency, AgencyForm form, Set<Flag> flags) implements Entry {
        public AgencyName {
            Objects.requireNonNull(agency, "agency of a name");
            Objects.requireNonNull(form, "form of a name");
            flags = Flag.set(flags);
        }
    }

    /** A name of a public body, or of who speaks for it. */
    record BodyName(Body body, Set<Flag> flags) implements Entry {
        public BodyName {
            Objects.requireNonNull(body, "body of a name");
            flags = Flag.set(flags);
        }
    }

    /**
     * A phrase that looks as if it held a name, and does not: Thái Bình Dương is the Pacific.
     *
     * @param agency the one that the phrase looks like, if it is one of an agency's traps
     */
    record Trap(Optional<Agency> agency, Set<Flag> flags) implements Entry {
        public Trap {
            Objects.requireNonNull(agency, "agency of a trap");
            flags = Flag.set(flags);
        }
    }

    /** A phrase that by an editor's word gives a tag, or takes it from the names within. */
    record OverrideText(TagOverride override, Set<Flag> flags) implements Entry {
        public OverrideText {
            Objects.requireNonNull(override, "override of a phrase");
            flags = Flag.set(flags);
        }
    }

    /** A word that says what the name beside it is. */
    record Cue(CueKind kind, Set<Flag> flags) implements Entry {
        public Cue {
            Objects.requireNonNull(kind, "kind of a cue");
            flags = Flag.set(flags);
        }
    }

    /** The name of a commune or district where a text announces it. */
    record DivisionName(Division division) implements Entry {
        public DivisionName {
            Objects.requireNonNull(division, "division of a name");
        }

        @Override
        public Set<Flag> flags() {
            return Set.of();
        }
    }
}
