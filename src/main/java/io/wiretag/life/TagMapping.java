package io.wiretag.life;

import io.wiretag.schema.AgencyKind;
import io.wiretag.schema.AgencyRole;
import io.wiretag.schema.AgencyTag;
import io.wiretag.schema.Article;
import io.wiretag.schema.BodyRole;
import io.wiretag.schema.BodyTag;
import io.wiretag.schema.CorrectedTag;
import io.wiretag.schema.Correction;
import io.wiretag.schema.CorrectionAction;
import io.wiretag.schema.InfoSource;
import io.wiretag.schema.Mention;
import io.wiretag.schema.ProvinceTag;
import io.wiretag.schema.ProvinceUnit;
import io.wiretag.schema.TagSubject;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.tagging.Story;
import io.wiretag.tagging.Tags;
import io.wiretag.tagging.gazetteer.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Between the schemas and the tagging core, which do not know of each other. */
final class TagMapping {
    private TagMapping() {}

    /**
     * What of an article is tagged. Not the note to editors: it is not part of the story.
     *
     * @param arrived when it was published, which counts where it has no date
     * @param corrections that hold for it
     */
    static Story story(Article article, Instant arrived, List<Correction> corrections) {
        List<Story.Field> fields = new ArrayList<>();
        add(fields, Story.Kind.HEADLINE, "headline", article.getHeadline());
        add(fields, Story.Kind.BYLINE, "by", article.getBy());
        add(fields, Story.Kind.LOCATED, "located", article.getLocated());
        add(fields, Story.Kind.BODY, "body", article.getBody());
        for (int i = 0; i < article.getCaptions().size(); i++) {
            add(
                    fields,
                    Story.Kind.CAPTION,
                    "captions[" + i + "]",
                    article.getCaptions().get(i));
        }
        for (int i = 0; i < article.getInfoSources().size(); i++) {
            InfoSource source = article.getInfoSources().get(i);
            if ("provider".equals(source.getRole())) {
                add(fields, Story.Kind.PROVIDER, "infoSources[" + i + "].name", source.getName());
            }
        }
        Optional<Instant> date = Optional.ofNullable(article.getVersionCreated())
                .or(() -> Optional.ofNullable(article.getFirstCreated()));
        return new Story(fields, date, Optional.of(arrived), Optional.of(article.getUri()), edits(corrections));
    }

    private static List<Story.Edit> edits(List<Correction> corrections) {
        List<Story.Edit> edits = new ArrayList<>();
        for (int i = 0; i < corrections.size(); i++) {
            Correction correction = corrections.get(i);
            Story.Edit.Evidence evidence = new Story.Edit.Evidence("corrections[" + i + "]", correction.getNote());
            correction.getChanges().stream()
                    .filter(change ->
                            change.getAction() != CorrectionAction.other && change.getSubject() != TagSubject.other)
                    .forEach(change -> edits.add(edit(change, evidence)));
        }
        return edits;
    }

    private static Story.Edit edit(CorrectedTag change, Story.Edit.Evidence evidence) {
        return new Story.Edit(
                switch (change.getAction()) {
                    case add -> Story.Edit.Action.ADD;
                    case remove -> Story.Edit.Action.REMOVE;
                    case about -> Story.Edit.Action.ABOUT;
                    case notAbout, other -> Story.Edit.Action.NOT_ABOUT;
                },
                switch (change.getSubject()) {
                    case province -> Story.Edit.Subject.PROVINCE;
                    case agency -> Story.Edit.Subject.AGENCY;
                    case body, other -> Story.Edit.Subject.BODY;
                },
                change.getCode(),
                Optional.ofNullable(change.getRole()),
                Optional.ofNullable(change.getText()),
                evidence);
    }

    private static void add(List<Story.Field> fields, Story.Kind kind, String name, String text) {
        if (text != null && !text.isEmpty()) {
            fields.add(new Story.Field(kind, name, text));
        }
    }

    static TaggedArticle taggedArticle(
            Article article, Tags tags, String contentHash, Instant taggedAt, List<Correction> corrections) {
        return TaggedArticle.newBuilder()
                .setArticle(article)
                .setProvinces(
                        tags.provinces().stream().map(TagMapping::province).toList())
                .setAgencies(tags.agencies().stream().map(TagMapping::agency).toList())
                .setBodies(tags.bodies().stream().map(TagMapping::body).toList())
                .setGazetteerVersion(tags.gazetteerVersion())
                .setContentHash(contentHash)
                .setTaggedAt(taggedAt)
                .setCorrections(corrections)
                .build();
    }

    private static ProvinceTag province(Tags.ProvinceTag tag) {
        return ProvinceTag.newBuilder()
                .setCode(tag.province().code())
                .setName(tag.province().name())
                .setUnitSince2025(tag.province().unitSince2025())
                .setUnitSince2025Code(tag.province().unitSince2025Code())
                .setUnit(unit(tag.unit()))
                .setCovers(tag.covers())
                .setByArrival(tag.byArrival())
                .setAbout(tag.about())
                .setRelevance(tag.relevance())
                .setConfidence(tag.confidence())
                .setMentions(mentions(tag.mentions()))
                .build();
    }

    private static ProvinceUnit unit(Tags.Unit unit) {
        return switch (unit) {
            case FORMER -> ProvinceUnit.former;
            case CURRENT -> ProvinceUnit.current;
            case UNCHANGED -> ProvinceUnit.unchanged;
            case UNKNOWN -> ProvinceUnit.unknown;
        };
    }

    private static AgencyTag agency(Tags.AgencyTag tag) {
        return AgencyTag.newBuilder()
                .setCode(tag.agency().code())
                .setName(tag.agency().name())
                .setKind(AgencyKind.valueOf(tag.agency().kind().written()))
                .setRole(role(tag.role()))
                .setConfidence(tag.confidence())
                .setMentions(mentions(tag.mentions()))
                .build();
    }

    private static BodyTag body(Tags.BodyTag tag) {
        return BodyTag.newBuilder()
                .setCode(tag.body().code())
                .setName(tag.body().name())
                .setNameEn(tag.body().englishName())
                .setSuccessor(tag.body().successor().orElse(null))
                .setRole(
                        switch (tag.role()) {
                            case SPEAKER -> BodyRole.speaker;
                            case MENTION -> BodyRole.mention;
                        })
                .setAbout(tag.about())
                .setConfidence(tag.confidence())
                .setMentions(mentions(tag.mentions()))
                .build();
    }

    private static AgencyRole role(Role role) {
        return switch (role) {
            case ORIGIN -> AgencyRole.origin;
            case CREDIT -> AgencyRole.credit;
            case MENTION -> AgencyRole.mention;
        };
    }

    private static List<Mention> mentions(List<Tags.Mention> mentions) {
        return mentions.stream().map(TagMapping::mention).toList();
    }

    private static Mention mention(Tags.Mention mention) {
        return Mention.newBuilder()
                .setField(mention.field())
                .setStart(mention.start())
                .setEnd(mention.end())
                .setText(mention.text())
                .setEntry(mention.entry())
                .setRule(mention.rule())
                .setConfidence(mention.confidence())
                .setPlace(mention.place().orElse(null))
                .build();
    }
}
