package io.wiretag.intake.format;

import io.wiretag.codec.FieldNames;
import io.wiretag.intake.format.time.IsoTime;
import io.wiretag.schema.Article;
import io.wiretag.schema.InfoSource;
import io.wiretag.schema.PubStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdom2.Attribute;
import org.jdom2.Element;
import org.jdom2.Namespace;
import org.jdom2.filter.ElementFilter;

/**
 * Makes an article of a newsItem of NewsML-G2.
 *
 * <p>Decisions, beside those of {@link NinjsArticle}, which hold here too:
 * <ul>
 *   <li>No {@code guid} or no {@code itemMeta}, which the standard requires: refused. Such an item says nothing, not even
 *       whether it may go out.
 *   <li>{@code pubStatus} is taken by its code, whatever alias its vocabulary has: {@code stat:canceled}. Without one an
 *       item is usable, as the standard has it.
 *   <li>An empty {@code embargoed} means in G2: embargoed, nobody knows until when. The item is taken as withheld, so that
 *       it is known and does not go out; a later version releases it.
 *   <li>{@code provider} and {@code infoSource} without another role give {@code infoSources} of role provider, by name,
 *       else by code: {@code nprov:REUTERS} is REUTERS.
 *   <li>The body is the first content of the item with words in it: XHTML, NITF, or text within the item. What lies
 *       elsewhere ({@code remoteContent}) is not fetched.
 *   <li>Descriptions of role caption, and the captions in NITF, give {@code captions}; those of an item that is itself a
 *       picture or video with its credit.
 * </ul>
 */
final class NewsmlItem {

    /** The parts of an item. */
    static final Set<String> PARTS = Set.of(
            "catalogRef", "hopHistory", "rightsInfo", "itemMeta", "contentMeta", "partMeta", "contentSet", "assert");

    /** What decides whether an item may be seen, all in its itemMeta; with the field that it becomes. */
    private static final Map<String, String> DECISIVE = Map.of("pubStatus", "pubStatus", "embargoed", "embargoedUntil");

    private static final Set<String> PICTURED = Set.of("picture", "graphic", "video");

    private final Element item;
    private final Namespace namespace;
    private final Optional<String> language;
    private final XmlRest rest = new XmlRest();
    private final Faults faults = new Faults();

    NewsmlItem(Element item) {
        this.item = item;
        this.namespace = item.getNamespace();
        this.language = language();
    }

    Article article() throws UnreadableException {
        String guid = item.getAttributeValue("guid", "").strip();
        if (guid.isEmpty()) {
            note(item, "the newsItem has no guid: give it one, it is the identity of the article");
        }
        if (item.getChild("itemMeta", namespace) == null) {
            faults.note(
                    "itemMeta",
                    () -> new UnreadableException(
                            XmlDocument.lineOf(item),
                            "newsItem \"%s\" has no itemMeta: nothing tells its class and status, send it whole"
                                    .formatted(shortened(guid))));
        }
        String version = item.getAttributeValue("version", "").strip();
        Article.Builder article = Article.newBuilder()
                .setUri(guid)
                .setVersion(version.isEmpty() ? null : version)
                .setType(type())
                .setPubStatus(pubStatus())
                .setLanguage(language.orElse(null))
                .setFirstCreated(time("itemMeta", "firstCreated").orElse(null))
                .setVersionCreated(time("itemMeta", "versionCreated").orElse(null))
                .setUrgency(urgency().orElse(null))
                .setHeadline(headline().orElse(null))
                .setSlugline(first("contentMeta", "slugline").orElse(null))
                .setBy(by().orElse(null))
                .setLocated(located().orElse(null))
                .setInfoSources(infoSources())
                .setEdNote(edNote().orElse(null))
                .setCopyrightHolder(copyrightHolder().orElse(null))
                .setCopyrightNotice(verbatim("copyrightNotice").orElse(null))
                .setUsageTerms(verbatim("usageTerms").orElse(null));
        setEmbargo(article);
        requireClear(article.getPubStatus());
        article.setCaptions(captions(article.getType())).setBody(body().orElse(null));
        addRest();
        faults.throwIfAny();
        return article.setAdditionalProperties(rest.asProperties()).build();
    }

    private String type() {
        return child("itemMeta", "itemClass").flatMap(this::code).orElse("text");
    }

    private PubStatus pubStatus() {
        Optional<Element> element = child("itemMeta", "pubStatus");
        if (element.isEmpty()) {
            return PubStatus.usable;
        }
        String status = code(element.get()).orElse("");
        for (PubStatus known : PubStatus.values()) {
            if (known.name().equals(status)) {
                return known;
            }
        }
        String all = Stream.of(PubStatus.values()).map(Enum::name).collect(Collectors.joining(", "));
        note(element.get(), "pubStatus is \"%s\": NewsML-G2 has %s".formatted(shortened(status), all));
        return PubStatus.usable;
    }

    private void setEmbargo(Article.Builder article) {
        Optional<Element> embargoed = child("itemMeta", "embargoed");
        if (embargoed.isEmpty()) {
            return;
        }
        String text = embargoed.get().getTextNormalize();
        Optional<Instant> until = IsoTime.exact(text);
        if (until.isPresent()) {
            rest.carry(embargoed.get());
            article.setEmbargoedUntil(until.get());
        } else if (article.getPubStatus() != PubStatus.canceled) {
            if (!text.isEmpty()) {
                note(
                        embargoed.get(),
                        "embargoed is \"%s\", no exact time, so the story could get out too early: write it as"
                                        .formatted(shortened(text))
                                + " 2026-08-04T10:00:00+07:00");
            }
            article.setPubStatus(PubStatus.withheld);
        }
    }

    /** As in ninjs: what means version, status or embargo by another name, or in another part, would be passed over. */
    private void requireClear(PubStatus status) {
        if (status == PubStatus.canceled) {
            return;
        }
        for (Attribute attribute : item.getAttributes()) {
            if (FieldNames.isOtherNameOf(attribute.getName(), "version")) {
                note(
                        item,
                        "the attribute %s would be passed over by this name: call it version"
                                .formatted(attribute.getName()));
            }
        }
        Map<String, String> said = new HashMap<>();
        for (Element part : item.getChildren()) {
            requirePlaced(part, item);
            for (Element element : part.getChildren()) {
                if (isInPlace(element, part)) {
                    String text = element.getAttributeValue("qcode", element.getTextNormalize());
                    if (!said.computeIfAbsent(element.getName(), name -> text).equals(text)) {
                        note(
                                element,
                                "<%s> stands here a second time and says something else: leave one"
                                        .formatted(element.getName()));
                    }
                } else {
                    requirePlaced(element, part);
                }
            }
        }
    }

    private boolean isInPlace(Element element, Element part) {
        return part.getName().equals("itemMeta")
                && DECISIVE.containsKey(element.getName())
                && element.getNamespace().equals(namespace);
    }

    private void requirePlaced(Element element, Element part) {
        boolean ours = element.getNamespace().equals(namespace);
        DECISIVE.forEach((name, field) -> {
            if (element.getName().equals(name) || ours && FieldNames.isOtherNameOf(element.getName(), field)) {
                note(
                        element,
                        "<%s> in <%s> would be passed over: NewsML-G2 has <%s> in <itemMeta>, in its own namespace"
                                .formatted(element.getName(), part.getName(), name));
            }
        });
    }

    private Optional<String> language() {
        for (Element language : children("contentMeta", "language")) {
            String tag = language.getAttributeValue("tag", "").strip();
            if (!tag.isEmpty()) {
                return Optional.of(tag);
            }
        }
        String tag = item.getAttributeValue("lang", Namespace.XML_NAMESPACE, "").strip();
        return Optional.of(tag).filter(t -> !t.isEmpty());
    }

    private Optional<Instant> time(String part, String name) {
        Optional<Element> element = child(part, name);
        Optional<Instant> time = element.map(Element::getTextNormalize).flatMap(IsoTime::about);
        if (time.isPresent()) {
            rest.carry(element.get());
        }
        return time;
    }

    private Optional<Integer> urgency() {
        Optional<Element> element = child("contentMeta", "urgency");
        Optional<String> digit = element.map(Element::getTextNormalize).filter(text -> text.matches("[1-9]"));
        digit.ifPresent(d -> rest.carry(element.get()));
        return digit.map(Integer::valueOf);
    }

    /** The main one of several; that of NITF if the item has none of its own. */
    private Optional<String> headline() {
        List<Element> headlines = children("contentMeta", "headline");
        Optional<Element> main = headlines.stream()
                .filter(headline -> headline.getAttribute("role") == null || hasRole(headline, "main"))
                .findFirst()
                .or(() -> headlines.stream().findFirst());
        return main.flatMap(this::words).or(() -> nitf("hl1")).or(() -> first("itemMeta", "title"));
    }

    private Optional<String> by() {
        List<String> names = children("contentMeta", "by").stream()
                .map(this::words)
                .flatMap(Optional::stream)
                .toList();
        if (names.isEmpty()) {
            names = nitf("byline").stream().toList();
        }
        if (names.isEmpty()) {
            names = children("contentMeta", "creator").stream()
                    .map(this::name)
                    .flatMap(Optional::stream)
                    .toList();
        }
        return names.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", names));
    }

    private Optional<String> located() {
        for (Element located : children("contentMeta", "located")) {
            Optional<String> name = name(located);
            if (name.isPresent()) {
                return name;
            }
        }
        return nitf("location");
    }

    private List<InfoSource> infoSources() {
        Set<InfoSource> sources = new LinkedHashSet<>();
        Stream.concat(children("itemMeta", "provider").stream(), children("contentMeta", "infoSource").stream())
                .forEach(party -> {
                    String uri = party.getAttributeValue("uri");
                    Optional<String> name = name(party)
                            .or(() -> code(party.getAttributeValue("qcode")))
                            .or(() -> Optional.ofNullable(uri));
                    String role = code(party.getAttributeValue("role")).orElse("provider");
                    name.ifPresent(n -> sources.add(new InfoSource(n, role, uri)));
                });
        return List.copyOf(sources);
    }

    private Optional<String> edNote() {
        List<String> notes = Stream.concat(
                        children("itemMeta", "edNote").stream(), children("contentMeta", "edNote").stream())
                .map(this::words)
                .flatMap(Optional::stream)
                .toList();
        return notes.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", notes));
    }

    private Optional<String> copyrightHolder() {
        return child("rightsInfo", "copyrightHolder")
                .flatMap(holder -> name(holder).or(() -> Optional.ofNullable(holder.getAttributeValue("uri"))));
    }

    /** Words of lawyers, as they stand. */
    private Optional<String> verbatim(String name) {
        Optional<Element> element = child("rightsInfo", name);
        element.ifPresent(rest::carry);
        return element.map(e -> e.getValue().strip()).filter(text -> !text.isEmpty());
    }

    private List<String> captions(String type) {
        String credit = Stream.concat(
                        children("contentMeta", "creditline").stream().map(Element::getTextNormalize), by().stream())
                .filter(words -> !words.isEmpty())
                .findFirst()
                .orElse("");
        List<String> captions = new ArrayList<>();
        for (String part : List.of("contentMeta", "partMeta")) {
            for (Element description : children(part, "description")) {
                if (hasRole(description, "caption")) {
                    words(description)
                            .map(words -> PICTURED.contains(type) && !words.contains(credit)
                                    ? words + (type.equals("video") ? " Video: " : " Photo: ") + credit
                                    : words)
                            .ifPresent(captions::add);
                }
            }
        }
        for (Element content : children("contentSet", "inlineXML")) {
            for (Element caption : content.getDescendants(new ElementFilter())) {
                if (isCaption(caption)) {
                    Optional.of(HtmlText.of(caption))
                            .filter(text -> !text.isBlank())
                            .ifPresent(captions::add);
                }
            }
        }
        return captions;
    }

    /** Not one within another, of which each would repeat the next. */
    private static boolean isCaption(Element element) {
        if (!element.getName().equals("media-caption")) {
            return false;
        }
        for (Element outer = element.getParentElement(); outer != null; outer = outer.getParentElement()) {
            if (outer.getName().equals("media-caption")) {
                return false;
            }
        }
        return true;
    }

    private Optional<String> body() {
        for (Element set : parts("contentSet")) {
            for (Element content : set.getChildren()) {
                Optional<String> text = text(content);
                if (text.isPresent()) {
                    return text;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> text(Element content) {
        String text = "";
        if (content.getName().equals("inlineXML")) {
            text = HtmlText.of(content);
        } else if (content.getName().equals("inlineData") && content.getAttribute("encoding") == null) {
            String type = content.getAttributeValue("contenttype", "text/plain");
            TextVariant variant = new TextVariant("inlineData", "", type, content.getText());
            text = Utf8.mended(variant.plain()).strip();
            if (!variant.isMarkup()) {
                rest.drop(content);
            }
        }
        return Optional.of(text).filter(words -> !words.isBlank());
    }

    /** What NITF has in its head, to fill what the item leaves open. */
    private Optional<String> nitf(String name) {
        for (Element content : children("contentSet", "inlineXML")) {
            for (Element head : content.getDescendants(new ElementFilter("body.head"))) {
                for (Element element : head.getDescendants(new ElementFilter(name))) {
                    String words = element.getValue().replaceAll("\\s+", " ").strip();
                    if (!words.isEmpty()) {
                        return Optional.of(words);
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** Metadata under their own names, the rest of the item by its parts; what is carried is left out. */
    private void addRest() {
        for (Element part : item.getChildren()) {
            switch (part.getName()) {
                case "rightsInfo", "itemMeta", "contentMeta", "contentSet" ->
                    part.getChildren().forEach(rest::add);
                default -> rest.add(part);
            }
        }
    }

    private Optional<String> first(String part, String name) {
        return children(part, name).stream().findFirst().flatMap(this::words);
    }

    /** The words of an element on one line; it is carried with them. */
    private Optional<String> words(Element element) {
        rest.carry(element);
        String words = element.getValue().replaceAll("\\s+", " ").strip();
        return Optional.of(words).filter(w -> !w.isEmpty());
    }

    /** The name of a party or place, in the language of the item if there are several. */
    private Optional<String> name(Element concept) {
        List<Element> names = concept.getChildren("name", namespace);
        Optional<Element> best = names.stream()
                .filter(name ->
                        language.equals(Optional.ofNullable(name.getAttributeValue("lang", Namespace.XML_NAMESPACE))))
                .findFirst()
                .or(() -> names.stream().findFirst());
        return best.map(Element::getTextNormalize)
                .filter(name -> !name.isEmpty())
                .or(() -> Optional.ofNullable(concept.getAttributeValue("literal")))
                .map(String::strip)
                .filter(name -> !name.isEmpty());
    }

    private boolean hasRole(Element element, String role) {
        return Arrays.stream(element.getAttributeValue("role", "").split("\\s+"))
                .anyMatch(qcode -> code(qcode).filter(role::equals).isPresent());
    }

    /** The code of a concept: behind the alias of a qcode, or last in a URI. */
    private Optional<String> code(Element concept) {
        for (String name : List.of("qcode", "uri", "literal")) {
            Attribute attribute = concept.getAttribute(name);
            if (attribute != null) {
                return code(attribute.getValue());
            }
        }
        return Optional.empty();
    }

    private Optional<String> code(String concept) {
        if (concept == null) {
            return Optional.empty();
        }
        String text = concept.strip();
        return Optional.of(text.substring(Math.max(text.lastIndexOf(':'), text.lastIndexOf('/')) + 1))
                .filter(code -> !code.isEmpty());
    }

    private Optional<Element> child(String part, String name) {
        return children(part, name).stream().findFirst();
    }

    private List<Element> children(String part, String name) {
        return parts(part).stream()
                .flatMap(p -> p.getChildren(name, namespace).stream())
                .toList();
    }

    private List<Element> parts(String name) {
        return item.getChildren(name, namespace);
    }

    private void note(Element element, String reason) {
        faults.note(element, () -> new UnreadableException(XmlDocument.lineOf(element), reason));
    }

    static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }
}
