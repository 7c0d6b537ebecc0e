package io.wiretag.retag;

import io.wiretag.life.TagChange;
import io.wiretag.schema.Operation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What other rules would change.
 *
 * @param topic that was read
 * @param version of the gazetteer with these rules
 * @param versions of the gazetteers that the stories were tagged by, with how many stories each
 * @param stories that were tagged anew
 * @param unreadable records that could not be read, of which nothing is said
 * @param whyUnreadable the first of them, and why
 * @param changed stories that would change
 * @param forgotten those of them that stay as they are, since the processor does not remember them any more, or their
 *     records do not tell where they come from
 * @param kinds stories by what becomes of their tags; a story may count in several
 * @param records that would go out, by what they do
 * @param tags the most often changed first
 * @param rules the most frequent first; one story may count in several
 * @param examples the most telling first
 */
public record RetagReport(
        String topic,
        String version,
        Map<String, Long> versions,
        long stories,
        long unreadable,
        Optional<String> whyUnreadable,
        long changed,
        long forgotten,
        Map<TagChange.Kind, Long> kinds,
        Map<Operation, Long> records,
        List<ByTag> tags,
        List<ByRule> rules,
        List<Example> examples) {

    /**
     * What becomes of one tag.
     *
     * @param stories by what becomes of it there
     */
    public record ByTag(
            TagChange.Subject subject,
            String code,
            String name,
            Optional<String> role,
            Map<TagChange.Kind, Long> stories) {}

    /**
     * By what tags come and go.
     *
     * @param entry of the gazetteer, by its written form
     * @param rule that accepted the mention
     */
    public record ByRule(TagChange.Kind kind, String code, String entry, String rule, long stories) {}

    /**
     * A story that would change.
     *
     * @param record partition and offset in the topic: {@code 3:17}
     */
    public record Example(
            String uri,
            Optional<String> version,
            Optional<String> headline,
            Instant at,
            String record,
            List<Line> lines) {}

    /**
     * One change of a story, and the words that it goes by.
     *
     * @param field of the article
     * @param before what stands in front of the mention, in one line
     * @param mention as it stands in the article
     * @param after what stands behind it
     */
    public record Line(
            TagChange change, String field, String before, String mention, String after, String entry, String rule) {}
}
