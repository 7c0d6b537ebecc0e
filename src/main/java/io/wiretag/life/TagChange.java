package io.wiretag.life;

import io.wiretag.files.Sha256;
import io.wiretag.schema.Mention;
import io.wiretag.schema.TaggedArticle;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One difference between the tags that a version went out with and those that other rules give it. Relevance, confidence and
 * evidence alone are none: they send no story to anybody else.
 *
 * @param code of the province, the agency or the public body
 * @param name its name
 * @param role of the agency or the body; empty for a province
 * @param evidence mentions that it has by the other rules; of a tag that is lost those that it had
 */
public record TagChange(
        Kind kind, Subject subject, String code, String name, Optional<String> role, List<Mention> evidence) {
    /** What becomes of a tag. */
    public enum Kind {
        GAINED,
        LOST,
        /** The story is about it now, and was not. */
        ABOUT,
        /** The story was about it, and is not now. */
        NOT_ABOUT,
        /** The province is another unit: the former one, or that of today. */
        UNIT
    }

    /** What a tag names. */
    public enum Subject {
        PROVINCE,
        AGENCY,
        BODY
    }

    public TagChange {
        evidence = List.copyOf(evidence);
    }

    /** The same for tags between which there is no such difference, and for hardly any others. */
    public static long fingerprint(TaggedArticle tagged) {
        Stream<String> provinces = tagged.getProvinces().stream()
                .map(tag -> tag.getCode() + " " + tag.getAbout() + " "
                        + (tag.getByArrival() ? "by-arrival" : tag.getUnit().name()));
        Stream<String> agencies = tagged.getAgencies().stream().map(tag -> tag.getCode() + " " + tag.getRole());
        Stream<String> bodies =
                tagged.getBodies().stream().map(tag -> tag.getCode() + " " + tag.getRole() + " " + tag.getAbout());
        String all = Stream.of(provinces, agencies, bodies)
                .flatMap(tags -> tags.sorted())
                .collect(Collectors.joining("\n"));
        return ByteBuffer.wrap(Sha256.digest().digest(all.getBytes(StandardCharsets.UTF_8)))
                .getLong();
    }
}
