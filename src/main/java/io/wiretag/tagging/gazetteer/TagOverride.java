package io.wiretag.tagging.gazetteer;

import java.util.Objects;

/**
 * An editor's word on a tag, which stands above the rules.
 *
 * @param force whether the tag is given; otherwise it is kept away
 * @param target which tag
 * @param pattern what it goes by, as the gazetteer writes it: a uri, the beginning of uris with a {@code *}, or a phrase
 */
public record TagOverride(boolean force, Target target, String pattern) {
    /** How evidence names an override. */
    public static final String RULE = "override";

    /** Nobody is surer than an editor. */
    public static final int CONFIDENCE = 100;

    /** What can be given or kept away. */
    public sealed interface Target {
        /** Of the province or agency. */
        String code();
    }

    public record ProvinceTarget(Province province) implements Target {
        @Override
        public String code() {
            return province.code();
        }
    }

    /** @param headline whether the body is named in the headline */
    public record BodyTarget(Body body, BodyRole role, boolean headline) implements Target {
        @Override
        public String code() {
            return body.code();
        }
    }

    public record AgencyTarget(Agency agency, Role role) implements Target {
        @Override
        public String code() {
            return agency.code();
        }
    }

    public TagOverride {
        Objects.requireNonNull(target, "target of an override");
        if (pattern.isBlank()) {
            throw new IllegalArgumentException("an override needs a uri or a text to go by");
        }
    }
}
