package io.wiretag.tagging;

import io.wiretag.tagging.text.WireText;
import java.util.List;
import java.util.Objects;

/**
 * Why a story has the tags it has, and why not others.
 *
 * @param tags with their evidence
 * @param rejected what is spelled like a name of the gazetteer and is none here, field by field
 */
public record Explanation(Tags tags, List<Rejected> rejected) {
    /**
     * A candidate that a rule rejected.
     *
     * @param field name of the field
     * @param start first UTF-16 code unit in the field's original text
     * @param end one past the last code unit
     * @param text what stands there
     * @param entry the name in the gazetteer that it is spelled like
     * @param code of the province or agency that it would have been
     * @param rule what rejected it
     */
    public record Rejected(String field, int start, int end, String text, String entry, String code, String rule) {
        public Rejected {
            Objects.requireNonNull(field, "field of a rejected candidate");
            Objects.requireNonNull(text, "text of a rejected candidate");
            Objects.requireNonNull(entry, "entry of a rejected candidate");
            Objects.requireNonNull(code, "code of a rejected candidate");
            Objects.requireNonNull(rule, "rule that rejected a candidate");
            new WireText.Span(start, end);
        }
    }

    public Explanation {
        Objects.requireNonNull(tags, "tags");
        rejected = List.copyOf(rejected);
    }
}
