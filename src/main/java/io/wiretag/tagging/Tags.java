package io.wiretag.tagging;

import io.wiretag.tagging.gazetteer.Agency;
import io.wiretag.tagging.gazetteer.Body;
import io.wiretag.tagging.gazetteer.BodyRole;
import io.wiretag.tagging.gazetteer.Province;
import io.wiretag.tagging.gazetteer.Role;
import io.wiretag.tagging.text.WireText;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a {@link Tagger} found in a story.
 *
 * @param provinces by relevance, the greatest first
 * @param agencies by role, then by code; an agency with two roles has two tags
 * @param bodies public bodies, by role, then by code; a body has one tag
 * @param gazetteerVersion of the gazetteer that gave the tags
 */
public record Tags(
        List<ProvinceTag> provinces, List<AgencyTag> agencies, List<BodyTag> bodies, String gazetteerVersion) {
    /**
     * What the code of a province stands for. On 1 July 2025 the 63 units became 34: eleven went on unchanged, 23 kept their name
     * and were enlarged, 29 ended.
     */
    public enum Unit {
        /**
         * The unit as it stood until 30 June 2025: the story is older, the unit has ended since, or the text names a town in it or
         * says "cũ" or "former".
         */
        FORMER,
        /** The enlarged unit that bears the name since 1 July 2025; which part of it is meant cannot be told. */
        CURRENT,
        /** The same unit before and after. */
        UNCHANGED,
        /** One of the 23 that were enlarged, and neither the date of the story nor when it came is known. */
        UNKNOWN
    }

    /**
     * A place in the text that gave a tag, and why.
     *
     * @param field name of the field
     * @param start first UTF-16 code unit in the field's original text
     * @param end one past the last code unit
     * @param text what stands there
     * @param entry the name in the gazetteer that matched
     * @param rule what accepted it
     * @param confidence 0 to 100
     * @param place five-digit code of the commune since 1 July 2025 that is named, or that took in the one that is named
     */
    public record Mention(
            String field,
            int start,
            int end,
            String text,
            String entry,
            String rule,
            int confidence,
            Optional<String> place) {
        /** A mention of anything but a commune. */
        public Mention(String field, int start, int end, String text, String entry, String rule, int confidence) {
            this(field, start, end, text, entry, rule, confidence, Optional.empty());
        }

        public Mention {
            Objects.requireNonNull(field, "field of mention");
            Objects.requireNonNull(text, "text of mention");
            Objects.requireNonNull(entry, "entry of mention");
            Objects.requireNonNull(rule, "rule of mention");
            Objects.requireNonNull(place, "place of mention");
            new WireText.Span(start, end);
            percent("confidence", confidence);
        }
    }

    /**
     * A province that the story names.
     *
     * @param about whether the story is about it rather than naming it in passing
     * @param relevance how much the story is about it, 0 to 100
     * @param unit what the code stands for; {@code CURRENT} if at least one mention names the unit of now
     * @param covers codes of all units of the 63 whose territory the current unit holds, the province's own among them; empty
     *     unless {@code unit} is {@code CURRENT}
     * @param byArrival whether {@code unit} goes by the day on which the story came, since it has no date
     * @param confidence of the surest mention, 0 to 100
     * @param mentions in the order of the text, never empty
     */
    public record ProvinceTag(
            Province province,
            boolean about,
            int relevance,
            Unit unit,
            List<String> covers,
            boolean byArrival,
            int confidence,
            List<Mention> mentions) {
        public ProvinceTag {
            Objects.requireNonNull(province, "province of tag");
            Objects.requireNonNull(unit, "unit of tag");
            covers = List.copyOf(covers);
            if (covers.contains(province.code()) != (unit == Unit.CURRENT)) {
                throw new IllegalArgumentException(province.code() + " as " + unit + " unit cannot cover " + covers);
            }
            percent("relevance", relevance);
            percent("confidence", confidence);
            mentions = evidence(mentions);
        }
    }

    /**
     * An agency in one of its roles.
     *
     * @param confidence of the surest mention, 0 to 100
     * @param mentions in the order of the text, never empty
     */
    public record AgencyTag(Agency agency, Role role, int confidence, List<Mention> mentions) {
        public AgencyTag {
            Objects.requireNonNull(agency, "agency of tag");
            Objects.requireNonNull(role, "role of tag");
            percent("confidence", confidence);
            mentions = evidence(mentions);
        }
    }

    /**
     * A public body.
     *
     * @param role {@code SPEAKER} if it speaks in at least one mention
     * @param about whether the headline names it
     * @param confidence of the surest mention, 0 to 100
     * @param mentions in the order of the text, never empty
     */
    public record BodyTag(Body body, BodyRole role, boolean about, int confidence, List<Mention> mentions) {
        public BodyTag {
            Objects.requireNonNull(body, "body of tag");
            Objects.requireNonNull(role, "role of tag");
            percent("confidence", confidence);
            mentions = evidence(mentions);
        }
    }

    public Tags {
        provinces = List.copyOf(provinces);
        agencies = List.copyOf(agencies);
        bodies = List.copyOf(bodies);
        Objects.requireNonNull(gazetteerVersion, "version of the gazetteer");
    }

    /** The other tags. */
    public Tags withoutBodies() {
        return new Tags(provinces, agencies, List.of(), gazetteerVersion);
    }

    private static List<Mention> evidence(List<Mention> mentions) {
        if (mentions.isEmpty()) {
            throw new IllegalArgumentException("a tag needs a mention as its evidence");
        }
        return List.copyOf(mentions);
    }

    private static void percent(String what, int value) {
        if (value < 0 || value > 100) {
            throw new IllegalArgumentException(what + " is not within 0 to 100: " + value);
        }
    }
}
