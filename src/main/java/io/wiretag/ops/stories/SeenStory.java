package io.wiretag.ops.stories;

import io.wiretag.schema.AgencyRole;
import io.wiretag.schema.AgencyTag;
import io.wiretag.schema.Article;
import io.wiretag.schema.Operation;
import io.wiretag.schema.ProvinceTag;
import io.wiretag.schema.TaggedArticle;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The newest version of an article, as it came out. Of an article that was killed or retracted there is no word left but its
 * uri: neither text nor headline may be used any more.
 *
 * @param taggedAt when the processor tagged it
 * @param publishedAt time of the record that brought it
 * @param seconds from then until it could be read; empty if it was there before the watch began
 * @param headline empty if it has none, or may not be used
 * @param content the whole; empty if it may not be used
 * @param place of the published record that it went out because of: says which of its states was seen; empty if that is not known
 */
public record SeenStory(
        String uri,
        Optional<String> version,
        Operation operation,
        Instant taggedAt,
        Instant publishedAt,
        OptionalDouble seconds,
        Optional<String> headline,
        Optional<String> language,
        List<Province> provinces,
        List<Agency> agencies,
        Optional<TaggedArticle> content,
        Optional<String> place) {
    private static final int OVERHEAD = 512;
    private static final int EACH_TAG = 192;

    /** A province of the 63, and whether the story is about it. */
    public record Province(String code, String name, boolean about) {}

    /** What an agency has to do with it: {@code origin}, {@code credit} or {@code mention}. */
    public record Agency(String code, String role) {}

    public SeenStory {
        Objects.requireNonNull(uri, "uri of story");
        provinces = List.copyOf(provinces);
        agencies = List.copyOf(agencies);
    }

    /** One of which it does not matter how fresh it is. */
    public static SeenStory of(TaggedArticle tagged, Optional<String> place) {
        return of(tagged, tagged.getTaggedAt(), OptionalDouble.empty(), place);
    }

    static SeenStory of(TaggedArticle tagged, Instant publishedAt, OptionalDouble seconds, Optional<String> place) {
        Article article = tagged.getArticle();
        boolean usable = isUsable(tagged.getOperation());
        return new SeenStory(
                article.getUri(),
                Optional.ofNullable(article.getVersion()),
                tagged.getOperation(),
                tagged.getTaggedAt(),
                publishedAt,
                seconds,
                Optional.ofNullable(article.getHeadline()).filter(any -> usable),
                Optional.ofNullable(article.getLanguage()),
                tagged.getProvinces().stream().map(SeenStory::place).toList(),
                tagged.getAgencies().stream().map(SeenStory::agency).toList(),
                usable ? Optional.of(tagged) : Optional.empty(),
                place);
    }

    /** Roughly the bytes that it takes in memory without its content. */
    long weight() {
        return OVERHEAD + 2L * uri.length() + (long) EACH_TAG * (provinces.size() + agencies.size());
    }

    /** The same for counts: without a text. */
    SeenStory withoutContent() {
        return new SeenStory(
                uri,
                version,
                operation,
                taggedAt,
                publishedAt,
                seconds,
                Optional.empty(),
                language,
                provinces,
                agencies,
                Optional.empty(),
                place);
    }

    /** Whether what came as this operation may be used. */
    static boolean isUsable(Operation operation) {
        return switch (operation) {
            case publish, correct -> true;
            case retract, kill -> false;
        };
    }

    private static Province place(ProvinceTag tag) {
        return new Province(tag.getCode(), tag.getName(), tag.getAbout());
    }

    private static Agency agency(AgencyTag tag) {
        return new Agency(tag.getCode(), tag.getRole().name());
    }

    /** Whether it may be used. */
    boolean isUsable() {
        return isUsable(operation);
    }

    /** Codes of the agencies that wrote it. */
    public List<String> origins() {
        return agencies.stream()
                .filter(agency -> agency.role().equals(AgencyRole.origin.name()))
                .map(Agency::code)
                .distinct()
                .toList();
    }
}
