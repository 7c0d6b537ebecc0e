package io.wiretag.revision;

import io.wiretag.life.TagChange;
import io.wiretag.schema.CorrectedTag;
import io.wiretag.schema.Delivery;
import io.wiretag.schema.TaggedArticle;
import java.util.List;

/**
 * What a correction would do. Nothing was sent.
 *
 * @param after the version with the tags that it would have
 * @param changes between the tags that are out and those; also what the rules of now say otherwise than those that it went out by
 * @param records that would go out to the sinks that are written
 * @param idle those of the changes that are asked for without which the tags would be the same
 */
public record Preview(TaggedArticle after, List<TagChange> changes, List<Delivery> records, List<CorrectedTag> idle) {
    public Preview {
        changes = List.copyOf(changes);
        records = List.copyOf(records);
        idle = List.copyOf(idle);
    }
}
