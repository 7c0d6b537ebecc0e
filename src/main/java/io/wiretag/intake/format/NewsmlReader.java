package io.wiretag.intake.format;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.jdom2.Element;

/**
 * Reads IPTC NewsML-G2: a {@code newsItem}, or a {@code newsMessage} with any number of items. What an item must have is
 * said by {@link NewsmlItem}.
 *
 * <p>A {@code packageItem} lists other items and is no article: it gives a complaint, and the items that travel with it
 * are read. So are items of knowledge, concepts, plans and catalogues. The header of a message belongs to the
 * transmission and is not kept.
 */
final class NewsmlReader {

    /** The namespace of all of G2, whatever its version. */
    static final String NAR = "http://iptc.org/std/nar/2006-10-01/";

    private static final String NEWS_ITEM = "newsItem";
    private static final String NEWS_MESSAGE = "newsMessage";
    private static final Set<String> OTHER_ITEMS =
            Set.of("packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem");

    private NewsmlReader() {}

    /** Whether the root is one of NewsML-G2, or a part of it. */
    static boolean isNewsml(Element root) {
        String name = root.getName();
        return root.getNamespaceURI().equals(NAR)
                || name.equals(NEWS_ITEM)
                || name.equals(NEWS_MESSAGE)
                || OTHER_ITEMS.contains(name)
                || NewsmlItem.PARTS.contains(name);
    }

    static List<Reading> read(Source source, XmlDocument document) {
        List<Reading> readings = new ArrayList<>();
        int read = 0;
        for (Element item : items(document.root())) {
            if (read++ == ArticleReaders.MAX_ARTICLES) {
                readings.add(new Reading.Complaint(
                        source.name(),
                        XmlDocument.lineOf(item),
                        "more than %d items in one input: the rest is left out, split it"
                                .formatted(ArticleReaders.MAX_ARTICLES)));
                break;
            }
            if (!document.unfinished().contains(item)) {
                readings.addAll(read(source, item));
            }
        }
        document.fault().ifPresent(fault -> readings.add(fault.complaint(source)));
        if (readings.isEmpty()) {
            readings.add(new Reading.Complaint(
                    source.name(), OptionalInt.empty(), "an empty newsMessage: there is no item in it"));
        }
        return List.copyOf(readings);
    }

    private static List<Element> items(Element root) {
        if (!root.getName().equals(NEWS_MESSAGE)) {
            return List.of(root);
        }
        List<Element> items = new ArrayList<>();
        for (Element set : root.getChildren("itemSet", root.getNamespace())) {
            items.addAll(set.getChildren());
        }
        return items;
    }

    private static List<Reading> read(Source source, Element item) {
        try {
            if (!item.getName().equals(NEWS_ITEM)) {
                throw new UnreadableException(XmlDocument.lineOf(item), refusal(item));
            }
            return List.of(new Reading.Read(new NewsmlItem(item).article()));
        } catch (UnreadableException e) {
            return e.complaints(source);
        }
    }

    private static String refusal(Element element) {
        String name = element.getQualifiedName();
        if (OTHER_ITEMS.contains(element.getName())) {
            return "%s \"%s\" is no article: what it names is read from items of its own"
                    .formatted(name, NewsmlItem.shortened(element.getAttributeValue("guid", "")));
        }
        if (NewsmlItem.PARTS.contains(element.getName())) {
            return "<%s> is only a part of an item: without a newsItem around it there is no identity, send it whole"
                    .formatted(name);
        }
        return "<%s> is no item of NewsML-G2: send a newsItem, or a newsMessage with newsItems in its itemSet"
                .formatted(name);
    }
}
