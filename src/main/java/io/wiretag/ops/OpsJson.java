package io.wiretag.ops;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wiretag.ops.corrections.CorrectionsJson;
import io.wiretag.ops.json.JsonValues;
import io.wiretag.ops.json.RejectedJson;
import io.wiretag.ops.rejected.RejectedReader;
import io.wiretag.ops.rejected.RejectedRecord;
import io.wiretag.ops.stories.SeenStory;
import io.wiretag.ops.stories.StoryCursor;
import io.wiretag.schema.AgencyKind;
import io.wiretag.schema.AgencyTag;
import io.wiretag.schema.Article;
import io.wiretag.schema.BodyTag;
import io.wiretag.schema.Mention;
import io.wiretag.schema.ProvinceTag;
import io.wiretag.schema.TaggedArticle;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** What the dashboard reads of stories, and of rejected records what {@link RejectedJson} does not tell. */
final class OpsJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** A headline in a list; longer than any that is one, so that a list stays small whatever is published. */
    private static final int LONGEST_HEADLINE = 1000;

    private OpsJson() {}

    /** As in a list of stories. */
    static ObjectNode story(SeenStory story) {
        ObjectNode object = JsonValues.object().put("uri", story.uri());
        object.set("version", JsonValues.text(story.version()));
        object.put("operation", story.operation().name());
        object.set("headline", JsonValues.text(story.headline().map(OpsJson::cut)));
        object.set("language", JsonValues.text(story.language()));
        object.put("taggedAt", story.taggedAt().toString());
        object.put("publishedAt", story.publishedAt().toString());
        object.set("seconds", JsonValues.number(story.seconds()));
        ArrayNode provinces = object.putArray("provinces");
        story.provinces()
                .forEach(place -> provinces
                        .addObject()
                        .put("code", place.code())
                        .put("name", place.name())
                        .put("about", place.about()));
        ArrayNode agencies = object.putArray("agencies");
        story.agencies()
                .forEach(agency ->
                        agencies.addObject().put("code", agency.code()).put("role", agency.role()));
        object.put("cursor", StoryCursor.of(story).toString());
        return object;
    }

    private static String cut(String headline) {
        return headline.length() <= LONGEST_HEADLINE
                ? headline
                : headline.substring(0, headline.offsetByCodePoints(0, LONGEST_HEADLINE / 2)) + "…";
    }

    /** The whole; without a word of its text if it may not be used. */
    static ObjectNode wholeStory(SeenStory story) {
        ObjectNode object = story(story);
        Optional<Article> article = story.content().map(TaggedArticle::getArticle);
        object.set("headline", JsonValues.text(story.headline()));
        object.set("by", JsonValues.text(article.map(Article::getBy)));
        object.set("located", JsonValues.text(article.map(Article::getLocated)));
        object.set("body", JsonValues.text(article.map(Article::getBody)));
        ArrayNode captions = object.putArray("captions");
        article.map(Article::getCaptions).orElse(List.of()).forEach(captions::add);
        object.set("gazetteerVersion", JsonValues.text(story.content().map(TaggedArticle::getGazetteerVersion)));
        ArrayNode mentions = NODES.arrayNode();
        story.content().ifPresent(content -> {
            ArrayNode provinces = object.putArray("provinces");
            for (ProvinceTag tag : content.getProvinces()) {
                ObjectNode province = provinces
                        .addObject()
                        .put("code", tag.getCode())
                        .put("name", tag.getName())
                        .put("unitSince2025", tag.getUnitSince2025())
                        .put("unitSince2025Code", tag.getUnitSince2025Code())
                        .put("unit", tag.getUnit().name())
                        .put("byArrival", tag.getByArrival())
                        .put("about", tag.getAbout())
                        .put("relevance", tag.getRelevance())
                        .put("confidence", tag.getConfidence());
                ArrayNode covers = province.putArray("covers");
                tag.getCovers().forEach(covers::add);
                tag.getMentions().forEach(mention -> add(mentions, mention, tag.getCode(), "province", null));
            }
            ArrayNode agencies = object.putArray("agencies");
            for (AgencyTag tag : content.getAgencies()) {
                ObjectNode agency =
                        agencies.addObject().put("code", tag.getCode()).put("name", tag.getName());
                agency.set(
                        "kind",
                        JsonValues.text(Optional.ofNullable(tag.getKind()).map(AgencyKind::name)));
                agency.put("role", tag.getRole().name()).put("confidence", tag.getConfidence());
                tag.getMentions()
                        .forEach(mention -> add(
                                mentions,
                                mention,
                                tag.getCode(),
                                "agency",
                                tag.getRole().name()));
            }
            ArrayNode bodies = object.putArray("bodies");
            for (BodyTag tag : content.getBodies()) {
                bodies.addObject()
                        .put("code", tag.getCode())
                        .put("name", tag.getName())
                        .put("nameEn", tag.getNameEn())
                        .put("role", tag.getRole().name())
                        .put("about", tag.getAbout())
                        .put("confidence", tag.getConfidence());
                tag.getMentions()
                        .forEach(mention -> add(
                                mentions,
                                mention,
                                tag.getCode(),
                                "body",
                                tag.getRole().name()));
            }
        });
        object.set("mentions", mentions);
        object.set("seen", JsonValues.text(story.place()));
        object.set("revision", story.content().map(CorrectionsJson::revision).orElse(JsonValues.nothing()));
        ArrayNode corrections = object.putArray("corrections");
        story.content().ifPresent(content -> CorrectionsJson.put(corrections, content));
        return object;
    }

    private static void add(ArrayNode mentions, Mention mention, String code, String kind, String role) {
        mentions.addObject()
                .put("field", mention.getField())
                .put("start", mention.getStart())
                .put("end", mention.getEnd())
                .put("text", mention.getText())
                .put("code", code)
                .put("kind", kind)
                .put("role", role)
                .put("rule", mention.getRule())
                .put("entry", mention.getEntry())
                .put("place", mention.getPlace())
                .put("confidence", mention.getConfidence());
    }

    /** One record, and the beginning of its value as text, if it is text, and in hexadecimal digits. */
    static ObjectNode rejected(RejectedRecord each) {
        ObjectNode object = RejectedJson.of(each);
        Optional<byte[]> beginning =
                each.value().map(value -> Arrays.copyOf(value, Math.min(value.length, RejectedReader.BEGINNING)));
        object.set("text", JsonValues.text(beginning.map(OpsJson::utf8)));
        object.set("hex", JsonValues.text(beginning.map(HexFormat.of()::formatHex)));
        return object;
    }

    /** What is no UTF-8 becomes U+FFFD. */
    private static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
