package io.wiretag.intake.format;

import io.wiretag.intake.format.text.FeedWords;
import io.wiretag.intake.format.text.SmallLetters;
import io.wiretag.intake.format.text.TagSoup;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import org.jdom2.Element;
import org.jdom2.Namespace;
import org.jdom2.Text;
import org.jdom2.Verifier;
import org.jdom2.located.LocatedElement;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.Range;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Parser;

/**
 * The tree of a feed that breaks the rules of XML, as feed readers take it: entities of HTML, a bare {@code &}, control
 * characters, prefixes that nobody declares, junk before and behind. jsoup reads it, which fetches and expands nothing.
 *
 * <p>What does not close its tags may be cut off in the midst of a sentence, so that no item in which that happens counts as
 * finished. Limits are those of {@link XmlTree}.
 */
final class MendedXml {

    /** Elements of HTML that end themselves, wherever they stand. */
    private static final Set<String> VOID = Set.of("br", "img", "hr", "wbr", "input", "col");

    private static final String CDATA = "<![CDATA[";
    private static final Pattern BARE_AMPERSAND =
            Pattern.compile("&(?!#\\d{1,7};|#[xX][0-9a-fA-F]{1,6};|[a-zA-Z][a-zA-Z0-9]{1,31};)");

    /** What feeds use and forget to declare. */
    private static final Map<String, String> USUAL = Map.of(
            "media", "http://search.yahoo.com/mrss/",
            "dc", "http://purl.org/dc/elements/1.1/",
            "content", "http://purl.org/rss/1.0/modules/content/",
            "slash", "http://purl.org/rss/1.0/modules/slash/",
            "atom", "http://www.w3.org/2005/Atom",
            "rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
            "wp", "http://wordpress.org/export/1.2/",
            "news", "http://www.google.com/schemas/sitemap-news/0.9",
            "image", "http://www.google.com/schemas/sitemap-image/1.1");

    private final Set<Element> unfinished = Collections.newSetFromMap(new IdentityHashMap<>());
    private int elements;

    private MendedXml() {}

    /**
     * @param fault what a parser that keeps the rules said of it
     * @throws UnreadableException that fault, if there is no feed in the text
     */
    static List<XmlDocument> of(String text, UnreadableException fault) throws UnreadableException {
        if (XmlText.declaresEntities(text) || text.chars().filter(c -> c == '<').count() > 2L * XmlTree.MAX_ELEMENTS) {
            throw fault;
        }
        org.jsoup.nodes.Element first =
                TagSoup.parse(withWholeEntities(text), Parser.xmlParser().setTrackPosition(true)).stream()
                        .filter(MendedXml::isFeed)
                        .findFirst()
                        .orElseThrow(() -> fault);
        MendedXml mended = new MendedXml();
        List<XmlDocument> documents = new ArrayList<>();
        documents.add(mended.document(first, fault));
        for (org.jsoup.nodes.Element next : first.nextElementSiblings()) {
            if (isFeed(next)) {
                documents.add(mended.document(next, fault));
            }
        }
        return documents;
    }

    private static boolean isFeed(org.jsoup.nodes.Element element) {
        return FeedReader.isNameOfFeed(localName(element.tagName()));
    }

    private XmlDocument document(org.jsoup.nodes.Element root, UnreadableException fault) throws UnreadableException {
        unfinished.clear();
        Element copy;
        try {
            copy = copy(root, Map.of(), 1);
        } catch (IllegalArgumentException noName) {
            // the tree takes fewer names than either parser
            throw fault;
        }
        return isClosed(root)
                ? new XmlDocument(copy, unfinished, Optional.empty(), Optional.of(XmlDocument.rule(fault)))
                : new XmlDocument(copy, unfinished, Optional.of(breaksOff(root)), Optional.empty());
    }

    private Element copy(org.jsoup.nodes.Element element, Map<String, String> outer, int depth)
            throws UnreadableException {
        int line = element.sourceRange().start().lineNumber();
        elements++;
        if (depth > XmlTree.MAX_DEPTH
                || elements > XmlTree.MAX_ELEMENTS
                || element.attributesSize() > XmlTree.MAX_ATTRIBUTES) {
            throw new UnreadableException(OptionalInt.of(line), "no news item is built so: too large or too deep");
        }
        Map<String, String> namespaces = namespaces(element, outer);
        String local = localName(element.tagName());
        LocatedElement copy = new LocatedElement(
                Verifier.checkElementName(local) == null ? local : "unknown", namespace(element.tagName(), namespaces));
        copy.setLine(line);
        copyAttributes(element, namespaces, copy);
        boolean whole = isClosed(element) && !isTorn(element);
        for (Node child : element.childNodes()) {
            if (child instanceof TextNode words) {
                copy.addContent(new Text(legal(words.getWholeText())));
            } else if (child instanceof org.jsoup.nodes.Element inner) {
                Element content = copy(inner, namespaces, depth + 1);
                copy.addContent(content);
                whole &= !unfinished.contains(content);
            }
        }
        if (!whole) {
            unfinished.add(copy);
        }
        return copy;
    }

    /** HTML reads {@code &sect} as a letter without a semicolon, and would read it so in {@code ?id=1&section=2}. */
    private static String withWholeEntities(String text) {
        StringBuilder whole = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            int data = text.indexOf(CDATA, at);
            int end = data < 0 ? text.length() : data;
            whole.append(BARE_AMPERSAND.matcher(text.substring(at, end)).replaceAll("&amp;"));
            int behind = data < 0 ? end : text.indexOf("]]>", data);
            at = behind < 0 ? text.length() : behind;
            whole.append(text, end, at);
        }
        return whole.toString();
    }

    /** Whether a quotation mark is missing, behind which the rest passed for a value. */
    private static boolean isTorn(org.jsoup.nodes.Element element) {
        for (Attribute attribute : element.attributes()) {
            if (attribute.getValue().indexOf('<') >= 0 || attribute.getKey().indexOf('<') >= 0) {
                return true;
            }
        }
        return false;
    }

    private static UnreadableException breaksOff(org.jsoup.nodes.Element root) {
        return new UnreadableException(
                OptionalInt.of(root.endSourceRange().end().lineNumber()),
                "the XML breaks off, so what was open there is left out: send it whole");
    }

    /** Whether it has an end tag, or needs none. */
    private static boolean isClosed(org.jsoup.nodes.Element element) {
        Range end = element.endSourceRange();
        return !end.isImplicit()
                || end.startPos() < element.sourceRange().endPos()
                || VOID.contains(SmallLetters.of(element.tagName()));
    }

    private static void copyAttributes(
            org.jsoup.nodes.Element element, Map<String, String> namespaces, LocatedElement copy) {
        for (Attribute attribute : element.attributes()) {
            String name = attribute.getKey();
            String local = localName(name);
            if (name.equals("xmlns") || name.startsWith("xmlns:") || Verifier.checkAttributeName(local) != null) {
                continue;
            }
            Namespace namespace = name.startsWith("xml:")
                    ? Namespace.XML_NAMESPACE
                    : name.contains(":") ? namespace(name, namespaces) : Namespace.NO_NAMESPACE;
            copy.setAttribute(local, legal(attribute.getValue()), namespace);
        }
    }

    private static Map<String, String> namespaces(org.jsoup.nodes.Element element, Map<String, String> outer) {
        Map<String, String> all = outer;
        for (Attribute attribute : element.attributes()) {
            String name = attribute.getKey();
            if (name.equals("xmlns") || name.startsWith("xmlns:")) {
                all = all == outer ? new HashMap<>(outer) : all;
                all.put(name.equals("xmlns") ? "" : name.substring("xmlns:".length()), attribute.getValue());
            }
        }
        return all;
    }

    private static Namespace namespace(String name, Map<String, String> namespaces) {
        String prefix = name.contains(":") ? name.substring(0, name.indexOf(':')) : "";
        String uri = FeedWords.namespace(namespaces.getOrDefault(prefix, ""));
        if (prefix.isEmpty()) {
            return Namespace.getNamespace(Verifier.checkNamespaceURI(uri) == null ? uri : "");
        }
        if (Verifier.checkNamespacePrefix(prefix) != null) {
            return Namespace.NO_NAMESPACE;
        }
        boolean unbound = uri.isEmpty() || Verifier.checkNamespaceURI(uri) != null;
        return Namespace.getNamespace(prefix, unbound ? USUAL.getOrDefault(prefix, "urn:unbound:" + prefix) : uri);
    }

    private static String localName(String name) {
        return name.substring(name.indexOf(':') + 1);
    }

    /** Without the characters that XML cannot hold. */
    static String legal(String text) {
        if (Verifier.checkCharacterData(text) == null) {
            return text;
        }
        StringBuilder legal = new StringBuilder(text.length());
        text.codePoints().filter(Verifier::isXMLCharacter).forEach(legal::appendCodePoint);
        return legal.toString();
    }
}
