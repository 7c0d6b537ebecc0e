package io.wiretag.tagging.gazetteer;

import java.util.List;
import java.util.Objects;

/**
 * What a check of gazetteer files found.
 *
 * @param version that tags would carry
 * @param names of provinces and agencies that would be in force, those of the product among them
 * @param removed names and words that the files take out
 * @param overrides lines of the files that force or forbid a tag
 * @param errors in the order of the files; with one, the files cannot be used
 * @param warnings what can be used and is perhaps not meant so
 */
public record GazetteerReport(
        String version,
        long names,
        int removed,
        long overrides,
        List<GazetteerProblem> errors,
        List<GazetteerProblem> warnings) {
    public GazetteerReport {
        Objects.requireNonNull(version, "version of the gazetteer");
        errors = List.copyOf(errors);
        warnings = List.copyOf(warnings);
    }
}
