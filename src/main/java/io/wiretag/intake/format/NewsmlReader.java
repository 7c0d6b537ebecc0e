package io.wiretag.intake.format;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.wiretag.schema.Article;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdom2.Element;
import org.jdom2.filter.ElementFilter;

/**
 * Reads IPTC NewsML-G2: a {@code newsItem}, or a {@code newsMessage} with any number of items. What an item must have is
 * said by {@link NewsmlItem}.
 *
 * <p>A {@code packageItem} lists other items and is no article. Beside articles it is passed over with a warning, and its places
 * travel in the {@code additionalProperties} of the items that it names; alone it gives a complaint. So do items of
 * knowledge, concepts, plans and catalogues. The header of a message belongs to the transmission and is not kept.
 */
final class NewsmlReader {

    /** The namespace of all of G2, whatever its version. */
    static final String NAR = "http://iptc.org/std/nar/2006-10-01/";

    private static final String NEWS_ITEM = "newsItem";
    private static final String NEWS_MESSAGE = "newsMessage";
    private static final Set<String> OTHER_ITEMS =
            Set.of("packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem");

    /** Of one item: every version of it in a message would carry all of them. */
    private static final int MOST_PLACES = 20;

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
        List<Reading> readings = document.readings(
                source,
                items(document.root()),
                item -> read(source, item),
                "an empty newsMessage: there is no item in it");
        return withPackages(source, document, readings);
    }

    /** Packages belong to the articles that they name. */
    private static List<Reading> withPackages(Source source, XmlDocument document, List<Reading> readings) {
        List<Element> others = items(document.root()).stream()
                .filter(item -> OTHER_ITEMS.contains(item.getName()))
                .toList();
        boolean articles = readings.stream().anyMatch(Reading.Read.class::isInstance);
        if (others.isEmpty() || !articles) {
            return List.copyOf(readings);
        }
        Map<String, String> places = new HashMap<>();
        places(others).forEach((guid, list) -> places.put(guid, list.toString()));
        List<Reading> joined = new ArrayList<>();
        for (Reading reading : readings) {
            joined.add(reading instanceof Reading.Read read ? placed(read, places) : reading);
        }
        List<Reading.Complaint> notes = others.stream()
                .map(item -> new Reading.Complaint(source.name(), XmlDocument.lineOf(item), refusal(item)))
                .toList();
        joined.removeIf(new HashSet<>(notes)::contains);
        int first = 0;
        while (!(joined.get(first) instanceof Reading.Read)) {
            first++;
        }
        joined.set(first, ((Reading.Read) joined.get(first)).warned(notes));
        return List.copyOf(joined);
    }

    private static Reading.Read placed(Reading.Read read, Map<String, String> places) {
        String own = places.get(read.article().getUri());
        if (own == null) {
            return read;
        }
        Map<String, String> properties = new LinkedHashMap<>(read.article().getAdditionalProperties());
        properties.put("packageItem", own);
        return new Reading.Read(
                Article.newBuilder(read.article())
                        .setAdditionalProperties(properties)
                        .build(),
                read.warnings(),
                read.origin());
    }

    /** Where packages name items, by their guid: the package, the group and its role, and which it is there, from 1. */
    private static Map<String, ArrayNode> places(List<Element> others) {
        Map<String, ArrayNode> places = new HashMap<>();
        for (Element item : others) {
            for (Element group : item.getDescendants(new ElementFilter("group"))) {
                int position = 0;
                for (Element reference : group.getChildren("itemRef", group.getNamespace())) {
                    position++;
                    String guid = reference.getAttributeValue("residref", "");
                    ArrayNode own = places.computeIfAbsent(guid, each -> JsonNodeFactory.instance.arrayNode());
                    if (own.size() < MOST_PLACES) {
                        own.addObject()
                                .put("guid", item.getAttributeValue("guid", ""))
                                .put("group", group.getAttributeValue("id", ""))
                                .put("role", group.getAttributeValue("role", ""))
                                .put("position", position);
                    }
                }
            }
        }
        return places;
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
