package io.wiretag.revision;

import io.wiretag.schema.Correction;
import io.wiretag.schema.TaggedArticle;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tags in a sentence. */
final class TagWords {
    private TagWords() {}

    static String of(TaggedArticle tagged) {
        Stream<String> provinces =
                tagged.getProvinces().stream().map(tag -> tag.getCode() + (tag.getAbout() ? " (about)" : ""));
        Stream<String> agencies = tagged.getAgencies().stream().map(tag -> tag.getCode() + " (" + tag.getRole() + ")");
        Stream<String> bodies = tagged.getBodies().stream().map(tag -> tag.getCode() + " (" + tag.getRole() + ")");
        String all =
                Stream.of(provinces, agencies, bodies).flatMap(tags -> tags).collect(Collectors.joining(", "));
        return all.isEmpty() ? "it has none" : "it has " + all;
    }

    static String ids(List<Correction> corrections) {
        return corrections.stream().map(Correction::getId).collect(Collectors.joining(", "));
    }
}
