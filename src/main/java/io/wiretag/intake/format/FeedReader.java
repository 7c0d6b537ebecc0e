package io.wiretag.intake.format;

import com.rometools.rome.feed.synd.SyndEntry;
import com.rometools.rome.io.FeedException;
import com.rometools.rome.io.SyndFeedInput;
import io.wiretag.intake.format.text.FeedWords;
import io.wiretag.intake.format.text.SmallLetters;
import io.wiretag.intake.format.time.DateOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import org.jdom2.Attribute;
import org.jdom2.Document;
import org.jdom2.Element;
import org.jdom2.Namespace;

/**
 * Reads RSS (0.9x, 1.0, 2.0) and Atom (0.3, 1.0), and what is made into one of these: every item is an article. ROME tells the
 * dialects apart; it is given one item at a time, so that one that it cannot read costs that one only.
 *
 * <p>What an item must have is said by {@link FeedItem}.
 */
final class FeedReader {

    private FeedReader() {}

    /** Whether the root is one of a feed. */
    static boolean isFeed(Element root) {
        return isNameOfFeed(root.getName()) || root.getName().equals("entry") && FeedWords.isAtom(root);
    }

    static boolean isNameOfFeed(String name) {
        return Set.of("rss", "rdf", "feed", "urlset", "sitemapindex").contains(SmallLetters.of(name));
    }

    static UnreadableException noFeed(Element root) {
        return new UnreadableException(
                XmlDocument.lineOf(root),
                "the XML is <%s>, no feed: RSS begins with <rss> or <rdf:RDF>, Atom with <feed>, a sitemap with <urlset>"
                        .formatted(root.getQualifiedName()));
    }

    /** @param document of a feed, or of a sitemap */
    static List<Reading> read(Source source, XmlDocument document) throws UnreadableException {
        if (Sitemap.isSitemap(document.root())) {
            return read(source, Sitemap.asFeed(document));
        }
        Element root = document.root();
        if (!isFeed(root)) {
            throw noFeed(root);
        }
        Element feed = FeedWords.isAtom(root) ? root : channel(root);
        List<Element> items = items(root);
        FeedHeader header = FeedHeader.of(source, root, feed, items);
        List<Reading> readings = document.readings(
                source,
                items,
                item -> List.of(read(source, feed, header, item)),
                "an empty feed: there is no item in it");
        return noted(source, document, header, readings);
    }

    /** The first article carries what is to be known of the whole feed. */
    private static List<Reading> noted(Source source, XmlDocument document, FeedHeader header, List<Reading> readings) {
        List<Reading.Complaint> notes = new ArrayList<>();
        document.repaired()
                .ifPresent(fault -> notes.add(new Reading.Complaint(
                        source.name(),
                        OptionalInt.empty(),
                        "the feed breaks a rule and is read all the same: " + fault)));
        if (header.dates() == DateOrder.MONTH_FIRST) {
            notes.add(new Reading.Complaint(
                    source.name(), OptionalInt.empty(), "its dates in figures are read month first: 10/13/2026"));
        }
        if ("true".equals(document.root().getChildText("expired"))) {
            notes.add(new Reading.Complaint(
                    source.name(),
                    OptionalInt.empty(),
                    "the feed says that it has ended: nothing new will stand in it"));
        }
        for (int i = 0; i < readings.size(); i++) {
            if (readings.get(i) instanceof Reading.Read read) {
                readings.set(i, read.warned(notes));
                break;
            }
        }
        return List.copyOf(readings);
    }

    private static Reading read(Source source, Element feed, FeedHeader header, Element item) {
        try {
            return new FeedItem(source, item, header, entry(feed, item)).reading();
        } catch (UnreadableException e) {
            return e.complaint(source);
        }
    }

    /** Items stand in the channel, in RSS 0.90 and 1.0 beside it; a document of Atom may also be a single entry. */
    private static List<Element> items(Element root) {
        if (root.getName().equals("entry")) {
            return List.of(root);
        }
        List<Element> items = new ArrayList<>();
        addItems(root, items);
        root.getChildren().stream()
                .filter(child -> child.getName().equals("channel"))
                .forEach(channel -> addItems(channel, items));
        return items;
    }

    /** Also those within one that lacks its end. */
    private static void addItems(Element parent, List<Element> items) {
        for (Element child : parent.getChildren()) {
            if (isItem(child)) {
                items.add(child);
                addItems(child, items);
            }
        }
    }

    private static boolean isItem(Element element) {
        return element.getName().equals("item") || element.getName().equals("entry") && FeedWords.isAtom(element);
    }

    private static Element channel(Element root) {
        return root.getChildren().stream()
                .filter(child -> child.getName().equals("channel"))
                .findFirst()
                .orElse(root);
    }

    /** Lets ROME read a feed that has this item only. It gets a copy, since it takes trees to pieces. */
    private static SyndEntry entry(Element feed, Element item) throws UnreadableException {
        Element root = feed.getParentElement() == null ? feed : feed.getParentElement();
        Element parent = emptyCopy(root);
        Element only = parent;
        if (root == item) {
            only.setName("feed");
        } else if (!FeedWords.isAtom(root)) {
            if (root.getAttribute("version") != null
                    && !root.getAttributeValue("version").startsWith("0.9")) {
                // there is none after 2.0, and ROME takes no other
                only.setAttribute("version", "2.0");
            }
            Element channel = emptyCopy(feed);
            channel.setName("channel");
            only.addContent(channel);
            parent = item.getParentElement() == root ? only : channel;
        }
        parent.addContent(item.clone());
        try {
            List<SyndEntry> entries = new SyndFeedInput(false, Locale.US)
                    .build(new Document(only))
                    .getEntries();
            if (entries.size() == 1) {
                return entries.get(0);
            }
        } catch (FeedException | RuntimeException e) {
            throw new UnreadableException(XmlDocument.lineOf(item), "no item as RSS or Atom has it: " + e.getMessage());
        }
        throw new UnreadableException(
                XmlDocument.lineOf(item),
                "an <%s> where <%s> has none: put it into the channel"
                        .formatted(item.getQualifiedName(), root.getQualifiedName()));
    }

    private static Element emptyCopy(Element element) {
        Element copy = new Element(element.getName(), element.getNamespace());
        for (Namespace namespace : element.getAdditionalNamespaces()) {
            copy.addNamespaceDeclaration(namespace);
        }
        for (Attribute attribute : element.getAttributes()) {
            copy.setAttribute(attribute.clone());
        }
        return copy;
    }
}
