package io.wiretag.intake.format;

import io.wiretag.intake.format.time.IsoTime;
import io.wiretag.schema.Article;
import io.wiretag.schema.InfoSource;
import io.wiretag.schema.PubStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes an article of a ninjs item.
 *
 * <p>Decisions, each for what a newsroom would want:
 * <ul>
 *   <li>No {@code uri}: refused. {@code guid}, as some systems write in ninjs 1.x, is taken for it.
 *   <li>{@code version} that is a number: refused. 1.10 would arrive as 1.1 and lose against 1.9.
 *   <li>{@code firstCreated} or {@code versionCreated} that is no date ("Last Tuesday", valid in ninjs 1.0): the
 *       article is taken without it, since a story is worth more than its date. The words stay in
 *       {@code additionalProperties}, and {@link UnreadTimes} tells the sender. A date without a zone or a time of day is read
 *       in Viet Nam's time.
 *   <li>{@code embargoedUntil} that is no exact time: refused, for a guess could let the story out too early; save for
 *       a kill, which must never be held up.
 *   <li>A status that is {@code null} or blank, status or embargo in two spellings that contradict each other, and what looks
 *       like status, embargo, uri or version by another name ({@code pub_status}, {@code Embargoed}): refused, for all
 *       these would make an article {@code usable} at once. A kill goes through, whatever stands beside it. An embargo that is
 *       {@code null} is none, as in the schema.
 *   <li>Half a surrogate pair, which only an escape can write: refused in {@code uri} and {@code version}, elsewhere
 *       replaced by U+FFFD.
 *   <li>Pictures and videos, associated or the item itself, give {@code captions}: the description, and the credit
 *       unless the description has it already.
 *   <li>What has no field, or lost something on the way into it (markup, a second body), is kept in
 *       {@code additionalProperties} as JSON text.
 * </ul>
 */
final class NinjsArticle {

    private static final Set<String> PICTURED = Set.of("picture", "graphic", "video");
    private static final String[] IDENTITY = {"uri", "guid"};
    private static final String VERSION = "version";
    private static final String[] EMBARGO = {"embargoedUntil", "embargoed"};
    private static final String[] STATUS = {"pubStatus", "pubstatus"};
    private static final String[] SOURCES = {"infoSources", "infosources", "infosource"};

    private NinjsArticle() {}

    static Article of(NinjsItem item) throws UnreadableException {
        Article.Builder article = Article.newBuilder()
                .setUri(uri(item))
                .setVersion(item.identity(VERSION).orElse(null))
                .setPubStatus(pubStatus(item))
                .setLanguage(item.text("language").orElse(null))
                .setFirstCreated(item.time(IsoTime::about, "firstCreated", "firstcreated")
                        .orElse(null))
                .setVersionCreated(item.time(IsoTime::about, "versionCreated", "versioncreated")
                        .orElse(null))
                .setHeadline(item.mainText("headlines", "headline").orElse(null))
                .setBody(item.mainText("bodies", "body").orElse(null))
                .setSlugline(item.text("slugline").orElse(null))
                .setBy(item.text("by", "byline").orElse(null))
                .setLocated(item.text("located").orElse(null))
                .setEdNote(item.text("edNote", "ednote").orElse(null))
                .setCopyrightHolder(
                        item.text("copyrightHolder", "copyrightholder").orElse(null))
                .setCopyrightNotice(
                        item.text("copyrightNotice", "copyrightnotice").orElse(null))
                .setUsageTerms(item.text("usageTerms", "usageterms").orElse(null))
                .setInfoSources(infoSources(item));
        String type = item.text("type").orElse("text");
        article.setEmbargoedUntil(embargo(item, article.getPubStatus()));
        requireClear(item, article.getPubStatus());
        OptionalInt urgency = item.integer(1, 9, "urgency");
        article.setUrgency(urgency.isPresent() ? urgency.getAsInt() : null);
        article.setType(type).setCaptions(captions(item, type));
        item.requireSound();
        return article.setAdditionalProperties(item.rest()).build();
    }

    private static String uri(NinjsItem item) {
        Optional<String> uri = item.identity(IDENTITY);
        if (uri.isEmpty() && !item.isFaulty(IDENTITY)) {
            item.note("has no uri: give it one, it is the identity of the article");
        }
        return uri.orElse("");
    }

    private static PubStatus pubStatus(NinjsItem item) {
        String status = item.text(STATUS).orElse(PubStatus.usable.name());
        for (PubStatus known : PubStatus.values()) {
            if (known.name().equals(status)) {
                return known;
            }
        }
        String all = Stream.of(PubStatus.values()).map(Enum::name).collect(Collectors.joining(", "));
        item.note("is %s: ninjs has %s".formatted(Faults.quoted(status), all), STATUS);
        return PubStatus.usable;
    }

    /** What identifies an article, and whether it may be seen, must not hang on how a name is spelled. A kill must arrive. */
    private static void requireClear(NinjsItem item, PubStatus status) {
        if (status != PubStatus.canceled) {
            item.refuseOtherNames(IDENTITY[0]);
            item.refuseOtherNames(VERSION);
            item.refuseOtherNames(STATUS);
            item.refuseOtherNames(EMBARGO);
            item.requireWords("write usable, withheld or canceled, or leave it out", STATUS);
            item.requireOneValue(STATUS);
            item.requireOneValue(EMBARGO);
        }
    }

    private static Instant embargo(NinjsItem item, PubStatus status) {
        Optional<Instant> embargo = item.time(IsoTime::exact, EMBARGO);
        if (embargo.isEmpty() && status != PubStatus.canceled && item.isNamed(EMBARGO)) {
            item.note(
                    "is no exact time, so the story could get out too early: write it as 2026-08-04T10:00:00+07:00",
                    EMBARGO);
        }
        return embargo.orElse(null);
    }

    /** ninjs 1.x and systems that follow it name the agency in {@code source}: it is the provider. */
    private static List<InfoSource> infoSources(NinjsItem item) {
        List<InfoSource> sources = new ArrayList<>();
        boolean inFull = true;
        for (NinjsItem entry : item.children(SOURCES)) {
            Optional<String> uri = entry.text("uri");
            Optional<String> name = entry.text("name").or(() -> uri);
            if (name.isEmpty()) {
                name = entry.text("literal", "code");
            }
            Optional<String> role = entry.text("role", "rel");
            name.ifPresent(n -> sources.add(new InfoSource(n, role.orElse(null), uri.orElse(null))));
            inFull &= entry.isExhausted();
        }
        if (inFull) {
            item.carry(SOURCES);
        }
        if (item.hasText("source")) {
            item.text("source").ifPresent(name -> sources.add(new InfoSource(name, "provider", null)));
        }
        return sources;
    }

    private static List<String> captions(NinjsItem item, String type) {
        List<String> captions = new ArrayList<>();
        if (PICTURED.contains(type)) {
            caption(item, type).ifPresent(captions::add);
        }
        for (NinjsItem association : item.children("associations")) {
            String kind = association.text("type").orElse(association.has("renditions") ? "picture" : "text");
            if (PICTURED.contains(kind)) {
                caption(association, kind).ifPresent(captions::add);
            }
        }
        return captions;
    }

    /** Description, or else headline, followed by those of its makers that it does not name itself. */
    private static Optional<String> caption(NinjsItem picture, String type) {
        Optional<String> words = picture.mainText("descriptions", "description");
        if (words.isEmpty()) {
            words = picture.mainText("headlines", "headline");
        }
        List<String> makers = new ArrayList<>();
        picture.text("by", "byline").ifPresent(makers::add);
        infoSources(picture).forEach(source -> makers.add(source.getName()));
        if (makers.isEmpty()) {
            picture.text("copyrightHolder", "copyrightholder").ifPresent(makers::add);
        }
        String written = words.orElse("");
        String credit = makers.stream()
                .filter(maker -> !written.contains(maker))
                .distinct()
                .collect(Collectors.joining(" / "));
        if (credit.isEmpty()) {
            return words;
        }
        return Optional.of((written + (type.equals("video") ? " Video: " : " Photo: ") + credit).strip());
    }
}
