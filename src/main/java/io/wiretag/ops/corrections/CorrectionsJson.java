package io.wiretag.ops.corrections;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wiretag.ops.json.JsonValues;
import io.wiretag.revision.Preview;
import io.wiretag.schema.CorrectedTag;
import io.wiretag.schema.Correction;
import io.wiretag.schema.Delivery;
import io.wiretag.schema.TagRevision;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.tagging.gazetteer.Gazetteer;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Corrections, and what they would do. */
public final class CorrectionsJson {
    private CorrectionsJson() {}

    /** How often the tags of a version went out anew, and why the last time; null for its first tags. */
    public static JsonNode revision(TaggedArticle tagged) {
        TagRevision revision = tagged.getRevision();
        if (revision == null) {
            return JsonValues.nothing();
        }
        ObjectNode object = JsonValues.object()
                .put("number", revision.getNumber())
                .put("reason", revision.getReason().name());
        object.set("by", JsonValues.text(Optional.ofNullable(revision.getBy())));
        object.set("note", JsonValues.text(Optional.ofNullable(revision.getNote())));
        return object.put("proven", revision.getProven());
    }

    /** Those that hold. */
    public static void put(ArrayNode corrections, TaggedArticle tagged) {
        for (Correction each : tagged.getCorrections()) {
            ObjectNode correction = corrections
                    .addObject()
                    .put("id", each.getId())
                    .put("by", each.getBy())
                    .put("proven", each.getProven())
                    .put("at", each.getAt().toString())
                    .put("note", each.getNote());
            put(correction.putArray("changes"), each.getChanges());
        }
    }

    /**
     * What a correction would do.
     *
     * @param topic name of that of a role
     * @param readers groups that read a topic, where any are known
     */
    public static ObjectNode of(
            TaggedArticle before,
            Preview preview,
            UnaryOperator<String> topic,
            Function<String, Collection<String>> readers) {
        ObjectNode object = JsonValues.object().put("uri", before.getArticle().getUri());
        object.set("revision", revision(before));
        object.put("gazetteerVersion", preview.after().getGazetteerVersion());
        object.set("before", tags(before));
        object.set("after", tags(preview.after()));
        ArrayNode records = object.putArray("records");
        for (Delivery each : preview.records()) {
            String name = topic.apply(each.getSink());
            ArrayNode names = records.addObject()
                    .put("sink", each.getSink())
                    .put("topic", name)
                    .put("key", each.getKey())
                    .put("operation", each.getOperation().name())
                    .putArray("readers");
            readers.apply(name).forEach(names::add);
        }
        put(object.putArray("idle"), preview.idle());
        return object;
    }

    /** All that can be tagged. */
    public static ObjectNode codes(Gazetteer gazetteer) {
        ObjectNode codes = JsonValues.object().put("gazetteer", gazetteer.version());
        ArrayNode provinces = codes.putArray("provinces");
        gazetteer
                .provinces()
                .forEach(each -> provinces.addObject().put("code", each.code()).put("name", each.name()));
        ArrayNode agencies = codes.putArray("agencies");
        gazetteer
                .agencies()
                .forEach(each -> agencies.addObject().put("code", each.code()).put("name", each.name()));
        ArrayNode bodies = codes.putArray("bodies");
        gazetteer
                .bodies()
                .forEach(each -> bodies.addObject()
                        .put("code", each.code())
                        .put("name", each.name())
                        .put("nameEn", each.englishName()));
        return codes;
    }

    private static void put(ArrayNode list, Iterable<CorrectedTag> changes) {
        for (CorrectedTag each : changes) {
            ObjectNode change = list.addObject()
                    .put("action", each.getAction().name())
                    .put("subject", each.getSubject().name())
                    .put("code", each.getCode());
            change.set("role", JsonValues.text(Optional.ofNullable(each.getRole())));
            change.set("text", JsonValues.text(Optional.ofNullable(each.getText())));
        }
    }

    private static ObjectNode tags(TaggedArticle tagged) {
        ObjectNode object = JsonValues.object();
        ArrayNode provinces = object.putArray("provinces");
        tagged.getProvinces()
                .forEach(tag -> provinces
                        .addObject()
                        .put("code", tag.getCode())
                        .put("name", tag.getName())
                        .put("unitSince2025", tag.getUnitSince2025())
                        .put("unitSince2025Code", tag.getUnitSince2025Code())
                        .put("about", tag.getAbout()));
        ArrayNode agencies = object.putArray("agencies");
        tagged.getAgencies()
                .forEach(tag -> agencies.addObject()
                        .put("code", tag.getCode())
                        .put("name", tag.getName())
                        .put("role", tag.getRole().name()));
        ArrayNode bodies = object.putArray("bodies");
        tagged.getBodies()
                .forEach(tag -> bodies.addObject()
                        .put("code", tag.getCode())
                        .put("name", tag.getName())
                        .put("nameEn", tag.getNameEn())
                        .put("role", tag.getRole().name()));
        return object;
    }
}
