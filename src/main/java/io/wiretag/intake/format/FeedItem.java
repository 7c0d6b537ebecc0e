package io.wiretag.intake.format;

import com.rometools.rome.feed.synd.SyndContent;
import com.rometools.rome.feed.synd.SyndEntry;
import io.wiretag.intake.format.text.FeedWords;
import io.wiretag.intake.format.text.HtmlText;
import io.wiretag.intake.format.text.MediaCaptions;
import io.wiretag.intake.format.text.SmallLetters;
import io.wiretag.intake.format.text.XmlWords;
import io.wiretag.intake.format.time.FeedTime;
import io.wiretag.schema.Article;
import io.wiretag.schema.InfoSource;
import io.wiretag.schema.PubStatus;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jdom2.Element;
import org.jdom2.Namespace;

/**
 * Makes an article of an item of a feed.
 *
 * <ul>
 *   <li>The {@code uri} is the {@code guid} or {@code id} as it stands if it is a URI, else the link. A guid that is none
 *       ({@code 1001}) is unique in its feed only, and hangs on the link of the channel: {@code https://site.example/#1001}.
 *       One that stands at several links tells nothing: then the link counts. An item with neither is refused: it would
 *       come in as a new article each time the feed is asked.
 *   <li>Feeds have no versions; {@code versionCreated} tells which is later: {@code updated}, else {@code pubDate} or
 *       {@code dc:date}. A date that nobody can read is kept in its own words.
 *   <li>The body is the content, else the summary; each may be text or HTML, which in RSS only its looks tell.
 *   <li>{@code source}, the feed that an item was taken over from, is its provider. The title of the feed itself is no
 *       part of the article: sites call their feeds after places.
 *   <li>Counts of comments ({@code slash:}) are left out: they change by the hour, and the article would look revised.
 *   <li>All else that has no field, and markup that a field cannot hold, is kept in {@code additionalProperties}.
 * </ul>
 */
final class FeedItem {

    private static final Namespace RDF = Namespace.getNamespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#");
    private static final String COMMENT_COUNTS = "http://purl.org/rss/1.0/modules/slash/";

    private static final Pattern MARKUP =
            Pattern.compile("<[a-zA-Z/!][^<>]*>|&(?:#\\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});");

    /** An absolute one; RFC 3986. What stands behind the scheme is not looked at: sites write blanks. */
    private static final Pattern URI_WITH_SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*:\\S.*", Pattern.DOTALL);

    private static final Pattern WORDPRESS =
            Pattern.compile("\\s*https?://wordpress\\.org/export/", Pattern.CASE_INSENSITIVE);

    private final Source source;
    private final Element item;
    private final FeedHeader header;
    private final SyndEntry entry;
    private final XmlRest rest = new XmlRest();
    private final List<Reading.Complaint> warnings = new ArrayList<>();

    /**
     * @param source the input that it stands in
     * @param item the item as it stands
     * @param header what holds for all items of the feed
     * @param entry the item as ROME reads it
     */
    FeedItem(Source source, Element item, FeedHeader header, SyndEntry entry) {
        this.source = source;
        this.item = item;
        this.header = header;
        this.entry = entry;
    }

    Reading reading() throws UnreadableException {
        Article article = article();
        // one guid of several stories made them one before, and must not again
        Optional<String> former = Optional.of(formerUri())
                .filter(each ->
                        !each.equals(article.getUri()) && !header.sharedGuids().contains(each));
        return new Reading.Read(
                article,
                warnings,
                new Reading.Origin(former, FeedWords.guid(item).map(guid -> ofFeed(guid, link())), page()));
    }

    private Optional<String> link() {
        return Optional.ofNullable(entry.getLink()).map(String::strip).filter(text -> !text.isEmpty());
    }

    /** Where a reader would go; a guid that is no address passes for a link in RSS, and leads nowhere. */
    private Optional<String> page() {
        return FeedWords.links(item)
                .findFirst()
                .or(() -> FeedWords.guid(item).filter(guid -> guid.matches("https?://.*")))
                .map(this::absolute);
    }

    private Article article() throws UnreadableException {
        String uri = uri();
        own("guid", "id").stream()
                .filter(id -> uri.endsWith(id.getText().strip()))
                .forEach(rest::carry);
        Article.Builder article = Article.newBuilder()
                .setPubStatus(pubStatus())
                .setCaptions(MediaCaptions.of(item))
                .setUri(uri)
                .setLanguage(language().orElse(null))
                .setHeadline(headline().orElse(null))
                .setBody(body().orElse(null))
                .setBy(by().orElse(null))
                .setInfoSources(infoSources())
                .setCopyrightNotice(rights().orElse(null))
                .setVersionCreated(time("updated", "modified", "pubDate", "date", "published", "issued")
                        .orElse(null))
                .setFirstCreated(time("published", "issued", "created").orElse(null));
        item.getChildren().stream()
                .filter(child -> !COMMENT_COUNTS.equals(child.getNamespaceURI()))
                .forEach(rest::add);
        return article.setAdditionalProperties(rest.asProperties()).build();
    }

    private String uri() throws UnreadableException {
        Optional<String> guid = FeedWords.guid(item);
        Optional<String> link = link();
        if (guid.isPresent() && header.sharedGuids().contains(guid.get()) && link.isPresent()) {
            warn("the guid %s stands at other stories of the feed too: the link is taken for the identity"
                    .formatted(Faults.quoted(guid.get())));
            return whole(absolute(link.get()));
        }
        String about = about();
        Optional<String> identity = guid.or(() -> Optional.of(about).filter(text -> !text.isEmpty()));
        if (identity.isPresent()) {
            String uri = ofFeed(identity.get(), link);
            if (uri.equals(identity.get()) && !URI_WITH_SCHEME.matcher(uri).matches()) {
                warn("the guid %s is unique in its feed only, and the feed has no link: give it one"
                        .formatted(Faults.quoted(uri)));
            }
            return whole(uri);
        }
        if (link.isEmpty()) {
            throw new UnreadableException(
                    XmlDocument.lineOf(item),
                    "the item \"%s\" has no guid, id or link: give it one, it is the identity of the article"
                            .formatted(shortened(headline().orElse(""))));
        }
        return whole(absolute(link.get()));
    }

    private String about() {
        return item.getAttributes().stream()
                .filter(attribute -> attribute.getName().equals("about")
                        && FeedWords.namespace(attribute.getNamespaceURI()).equals(RDF.getURI()))
                .map(attribute -> attribute.getValue().strip())
                .findFirst()
                .orElse("");
    }

    /** An identity that holds beyond the feed. */
    private String ofFeed(String guid, Optional<String> link) {
        if (URI_WITH_SCHEME.matcher(guid).matches()) {
            return guid;
        }
        if (guid.startsWith("/") && header.base().isPresent()) {
            return absolute(guid);
        }
        if (header.base().isPresent()) {
            return header.base().get().replaceFirst("[?#].*", "") + "#" + guid;
        }
        return link.map(this::absolute).orElse(guid);
    }

    /** As 0.1.0 made it, so that what is known by it stays so. */
    private String formerUri() {
        String about = about();
        return FeedWords.guid(item)
                .or(() -> Optional.of(about).filter(text -> !text.isEmpty()))
                .orElseGet(() -> String.valueOf(entry.getLink()).strip());
    }

    private String whole(String uri) throws UnreadableException {
        if (uri.contains("\uFFFD")) {
            throw new UnreadableException(
                    XmlDocument.lineOf(item),
                    "the identity %s has a broken character in it: an identity must be whole text"
                            .formatted(Faults.quoted(uri)));
        }
        return uri;
    }

    private void warn(String reason) {
        warnings.add(new Reading.Complaint(source.name(), XmlDocument.lineOf(item), reason));
    }

    /** An identity must not depend on where it stands. */
    private String absolute(String link) {
        for (Element element = item; element != null; element = element.getParentElement()) {
            String base = element.getAttributeValue("base", Namespace.XML_NAMESPACE);
            if (base != null) {
                return resolved(base.strip(), link);
            }
        }
        return header.base().map(base -> resolved(base, link)).orElse(link);
    }

    private static String resolved(String base, String link) {
        try {
            return URI.create(base).resolve(link).toString();
        } catch (IllegalArgumentException noUri) {
            return link;
        }
    }

    /** An export of WordPress holds drafts too, and what only some may read; Atom has a word for drafts (RFC 5023). */
    private PubStatus pubStatus() {
        boolean published = wordpress("status").allMatch("publish"::equals);
        boolean open = wordpress("post_password").allMatch(String::isEmpty);
        boolean draft = XmlWords.words(item, "control", "draft")
                .filter("yes"::equalsIgnoreCase)
                .isPresent();
        return published && open && !draft ? PubStatus.usable : PubStatus.withheld;
    }

    private Stream<String> wordpress(String name) {
        return item.getChildren().stream()
                .filter(child -> child.getName().equals(name)
                        && WORDPRESS.matcher(child.getNamespaceURI()).lookingAt())
                .map(Element::getTextNormalize);
    }

    private Optional<String> headline() {
        SyndContent title = entry.getTitleEx();
        return plain("title", title == null ? null : title.getType(), entry.getTitle())
                .map(text -> text.replaceAll("\\s+", " ").strip());
    }

    /** The first of contents and summary that has words in it. */
    private Optional<String> body() {
        List<SyndContent> candidates = new ArrayList<>(entry.getContents());
        candidates.add(entry.getDescription());
        for (SyndContent candidate : candidates) {
            if (candidate != null) {
                boolean summary = candidate == entry.getDescription();
                String name = FeedWords.isAtom(item)
                        ? (summary ? "summary" : "content")
                        : summary ? "description" : "encoded";
                Optional<String> text = plain(name, candidate.getType(), candidate.getValue());
                if (text.isPresent()) {
                    return text;
                }
            }
        }
        return Optional.empty();
    }

    /** The text of an element; one that was text before is carried by it. */
    private Optional<String> plain(String name, String type, String value) {
        if (value == null) {
            return Optional.empty();
        }
        boolean markup =
                FeedWords.isAtom(item) ? isMarkup(type) : MARKUP.matcher(value).find();
        String text = Utf8.mended(markup ? HtmlText.ofEscaped(value) : value).strip();
        if (!markup) {
            own(name).forEach(element -> {
                if (element.getText().equals(value)) {
                    rest.drop(element);
                }
            });
        }
        return Optional.of(text).filter(words -> !words.isEmpty());
    }

    private static boolean isMarkup(String type) {
        String kind = type == null ? "" : SmallLetters.of(type);
        return kind.contains("html") || kind.contains("xml");
    }

    private Optional<String> by() {
        for (Element author : own("author", "creator")) {
            boolean onlyName = author.getChildren().size() <= 1;
            if (onlyName
                    && FeedWords.name(author)
                            .equals(Optional.of(author.getValue().strip()))) {
                rest.drop(author);
            }
        }
        return FeedHeader.joined(FeedWords.authors(item)).or(header::by);
    }

    private List<InfoSource> infoSources() {
        List<InfoSource> sources = new ArrayList<>();
        for (Element source : own("source")) {
            Element title = FeedWords.isAtom(source) ? source.getChild("title", source.getNamespace()) : source;
            Element id = source.getChild("id", source.getNamespace());
            String uri = id == null ? source.getAttributeValue("url") : id.getTextNormalize();
            if (title != null && !title.getTextNormalize().isEmpty()) {
                sources.add(new InfoSource(title.getTextNormalize(), "provider", uri));
                if (!FeedWords.isAtom(source)) {
                    rest.drop(source);
                }
            }
        }
        for (Element publisher : item.getChildren("publisher", FeedWords.DUBLIN_CORE)) {
            if (!publisher.getTextNormalize().isEmpty()) {
                sources.add(new InfoSource(publisher.getTextNormalize(), "provider", null));
                rest.carry(publisher);
            }
        }
        return sources;
    }

    private Optional<String> rights() {
        Optional<Element> rights = FeedWords.rights(item);
        rights.ifPresent(rest::carry);
        return rights.map(element -> element.getValue().strip()).or(header::rights);
    }

    private Optional<String> language() {
        own("language").forEach(rest::carry);
        return FeedWords.language(item).or(header::language);
    }

    /** The time in the first of these elements that can be read. */
    private Optional<Instant> time(String... names) {
        for (String name : names) {
            for (Element date : own(name)) {
                Optional<Instant> time = FeedTime.of(date.getText(), header.dates(), header.zone());
                if (time.isPresent()) {
                    rest.carry(date);
                    return time;
                }
            }
        }
        return Optional.empty();
    }

    private List<Element> own(String... names) {
        return Stream.of(names).flatMap(name -> FeedWords.children(item, name)).toList();
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }
}
