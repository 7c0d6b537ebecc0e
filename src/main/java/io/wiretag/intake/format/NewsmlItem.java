package io.wiretag.intake.format;

import io.wiretag.codec.FieldNames;
import io.wiretag.intake.format.text.Nitf;
import io.wiretag.intake.format.text.SmallLetters;
import io.wiretag.intake.format.text.TextVariant;
import io.wiretag.intake.format.time.IsoTime;
import io.wiretag.schema.Article;
import io.wiretag.schema.InfoSource;
import io.wiretag.schema.PubStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdom2.Attribute;
import org.jdom2.Element;
import org.jdom2.Namespace;

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
 *   <li>Descriptions of role caption, and the captions in NITF, give {@code captions}; of an item that is itself a
 *       picture or video all descriptions do, with its credit.
 *   <li>Of headlines and contents in several languages that of the item counts.
 *   <li>NITF's byline, note, dateline and abstract fill what the item leaves open; the latter two open the body.
 * </ul>
 */
final class NewsmlItem {

    /** The parts of an item. */
    static final Set<String> PARTS = Set.of(
            "catalogRef", "hopHistory", "rightsInfo", "itemMeta", "contentMeta", "partMeta", "contentSet", "assert");

    /** What decides whether an item may be seen, all in its itemMeta; with the field that it becomes. */
    private static final Map<String, String> DECISIVE = Map.of("pubStatus", "pubStatus", "embargoed", "embargoedUntil");

    /** HTML, whatever it is called: exports call it text/plain. */
    private static final Pattern PARAGRAPH =
            Pattern.compile("^\\s*<(p|div)(\\s[^<>]*)?>.*</\\1>", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final Pattern NO_NAME =
            Pattern.compile("[a-z0-9._-]+(?:@\\S+)?|(?i:no[- ]data[- ]available|n/?a|none|null|unknown|-+)");

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
                .min(byLanguage())
                .or(() -> headlines.stream().min(byLanguage()));
        return main.flatMap(this::words).or(() -> nitf(Nitf::headline)).or(() -> first("itemMeta", "title"));
    }

    /** What is in the language of the item first, then what names none, then the others. */
    private Comparator<Element> byLanguage() {
        return Comparator.comparing(element -> {
            String tag = element.getAttributeValue("lang", Namespace.XML_NAMESPACE, "");
            if (tag.isEmpty()) {
                return 1;
            }
            return language.map(NewsmlItem::primary).equals(Optional.of(primary(tag))) ? 0 : 2;
        });
    }

    /** {@code vi} of {@code vi-VN}. */
    private static String primary(String tag) {
        return SmallLetters.of(tag.strip()).replaceFirst("[-_].*", "");
    }

    private Optional<String> by() {
        List<String> names = children("contentMeta", "by").stream()
                .map(this::words)
                .flatMap(Optional::stream)
                .filter(NewsmlItem::isName)
                .toList();
        if (names.isEmpty()) {
            names = nitf(Nitf::byline).filter(NewsmlItem::isName).stream().toList();
        }
        if (names.isEmpty()) {
            names = children("contentMeta", "creator").stream()
                    .map(this::name)
                    .flatMap(Optional::stream)
                    .filter(NewsmlItem::isName)
                    .toList();
        }
        return names.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", names));
    }

    /** Logins of a system and its words for nothing are no byline. */
    private static boolean isName(String by) {
        return !NO_NAME.matcher(by).matches();
    }

    private Optional<String> located() {
        for (Element located : children("contentMeta", "located")) {
            Optional<String> name = name(located);
            if (name.isPresent()) {
                return name;
            }
        }
        return nitf(Nitf::location);
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
        return notes.isEmpty() ? nitf(Nitf::note) : Optional.of(String.join("\n", notes));
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
        Set<String> slugs = Stream.concat(
                        children("contentMeta", "slugline").stream(), children("contentMeta", "headline").stream())
                .map(slug -> SmallLetters.of(slug.getTextNormalize()))
                .collect(Collectors.toSet());
        List<String> captions = new ArrayList<>();
        for (String part : List.of("contentMeta", "partMeta")) {
            for (Element description : children(part, "description")) {
                if (hasRole(description, "caption") || PICTURED.contains(type)) {
                    words(description)
                            .filter(words -> !slugs.contains(SmallLetters.of(words)))
                            .map(words -> PICTURED.contains(type) && !words.contains(credit)
                                    ? words + (type.equals("video") ? " Video: " : " Photo: ") + credit
                                    : words)
                            .ifPresent(captions::add);
                }
            }
        }
        children("contentSet", "inlineXML").forEach(content -> captions.addAll(new Nitf(content).captions()));
        return captions;
    }

    private Optional<String> body() {
        return parts("contentSet").stream()
                .flatMap(set -> set.getChildren().stream())
                .sorted(byLanguage())
                .map(this::text)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<String> text(Element content) {
        String text = "";
        if (content.getName().equals("inlineXML")) {
            text = new Nitf(content).body().orElse("");
        } else if (content.getName().equals("inlineData") && content.getAttribute("encoding") == null) {
            String type = PARAGRAPH.matcher(content.getText()).find()
                    ? "text/html"
                    : content.getAttributeValue("contenttype", "text/plain");
            TextVariant variant = new TextVariant("inlineData", "", type, content.getText());
            text = Utf8.mended(variant.plain()).strip();
            if (!variant.isMarkup()) {
                rest.drop(content);
            }
        }
        return Optional.of(text).filter(words -> !words.isBlank());
    }

    /** What NITF has, to fill what the item leaves open. */
    private Optional<String> nitf(Function<Nitf, Optional<String>> part) {
        return children("contentSet", "inlineXML").stream()
                .map(Nitf::new)
                .map(part)
                .flatMap(Optional::stream)
                .findFirst();
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
