package io.wiretag.intake.format;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.jdom2.Element;
import org.jdom2.located.Located;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.XMLReader;

/**
 * An XML document as a tree, as far as it can be read: what a break in the middle leaves whole can still be used.
 *
 * <p>A document type that only names a DTD is passed over; one that declares anything itself is refused, and with it every entity
 * that somebody could declare: nothing is fetched, nothing expands. Depth, number of elements and of their attributes have limits, which no news item comes near.
 *
 * @param root the outermost element, as much of it as there is
 * @param unfinished the elements that were open where the document breaks off; empty if it is whole
 * @param fault why and where it breaks off
 * @param repaired what was wrong with it and is mended, in words
 */
record XmlDocument(
        Element root, Set<Element> unfinished, Optional<UnreadableException> fault, Optional<String> repaired) {

    private static final String NOT_WELL_FORMED = "not well-formed XML, so what was open there is left out: ";

    XmlDocument {
        Set<Element> same = Collections.newSetFromMap(new IdentityHashMap<>());
        same.addAll(unfinished);
        unfinished = Collections.unmodifiableSet(same);
    }

    /**
     * Reads a document.
     *
     * @throws UnreadableException if not even the outermost element can be read
     */
    static XmlDocument of(byte[] bytes) throws UnreadableException {
        return of(XmlText.of(bytes));
    }

    /**
     * Reads a feed, and mends what breaks the rules of XML where feed readers do. Several that stand one behind the other are several.
     *
     * @throws UnreadableException if there is no feed in the text
     */
    static List<XmlDocument> ofFeeds(String text) throws UnreadableException {
        Optional<XmlDocument> strict = Optional.empty();
        UnreadableException fault;
        try {
            strict = Optional.of(of(text));
            if (strict.get().fault().isEmpty() && FeedReader.isFeed(strict.get().root())) {
                return List.of(strict.get());
            }
            fault = strict.get().fault().orElse(FeedReader.noFeed(strict.get().root()));
        } catch (UnreadableException e) {
            fault = e;
        }
        try {
            return MendedXml.of(text, fault);
        } catch (UnreadableException beyondRepair) {
            if (strict.isPresent()) {
                return List.of(strict.get());
            }
            throw fault;
        }
    }

    /**
     * The readings of items in this document, of so many as an input may have, and what is wrong with the document.
     *
     * @param read reads one that is whole
     * @param empty told where there is nothing else
     */
    List<Reading> readings(Source source, List<Element> items, Function<Element, List<Reading>> read, String empty) {
        List<Reading> readings = new ArrayList<>();
        int number = 0;
        for (Element item : items) {
            if (number++ == ArticleReaders.MAX_ARTICLES) {
                readings.add(new Reading.Complaint(
                        source.name(),
                        lineOf(item),
                        "more than %d items in one input: the rest is left out, split it"
                                .formatted(ArticleReaders.MAX_ARTICLES)));
                break;
            }
            if (!unfinished.contains(item)) {
                readings.addAll(read.apply(item));
            } else if (fault.isEmpty()) {
                readings.add(new Reading.Complaint(
                        source.name(), lineOf(item), "the item breaks off or its tags do not match: send it whole"));
            }
        }
        fault.ifPresent(broken -> readings.add(broken.complaint(source)));
        if (readings.isEmpty()) {
            readings.add(new Reading.Complaint(source.name(), OptionalInt.empty(), empty));
        }
        return readings;
    }

    private static XmlDocument of(String text) throws UnreadableException {
        XmlTree tree = new XmlTree();
        try {
            XMLReader reader = reader();
            reader.setContentHandler(tree);
            reader.setErrorHandler(tree);
            reader.parse(new InputSource(new StringReader(XmlText.withoutDoctype(text))));
            return new XmlDocument(tree.root().orElseThrow(), Set.of(), Optional.empty(), tree.repaired());
        } catch (SAXException e) {
            return broken(tree, new UnreadableException(line(e, tree), reason(e)));
        } catch (IllegalArgumentException e) {
            // the tree takes fewer names than the parser: no namespace may begin with a blank, say
            return broken(tree, new UnreadableException(lineOrNone(tree.line()), "no XML of news: " + e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException("a string cannot fail to be read", e);
        }
    }

    private static XmlDocument broken(XmlTree tree, UnreadableException fault) throws UnreadableException {
        return new XmlDocument(
                tree.root().orElseThrow(() -> fault), Set.copyOf(tree.open()), Optional.of(fault), Optional.empty());
    }

    /** The line on which the start tag of the element ends. */
    static OptionalInt lineOf(Element element) {
        return element instanceof Located located && located.getLine() > 0
                ? OptionalInt.of(located.getLine())
                : OptionalInt.empty();
    }

    private static XMLReader reader() throws SAXException {
        try {
            // the JDK's own, whatever else lies on the class path
            SAXParserFactory factory = SAXParserFactory.newDefaultInstance();
            factory.setNamespaceAware(true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
            factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
            return factory.newSAXParser().getXMLReader();
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("every JDK can read XML without document types", e);
        }
    }

    private static OptionalInt line(SAXException e, XmlTree tree) {
        return lineOrNone(e instanceof SAXParseException place ? place.getLineNumber() : tree.line());
    }

    private static OptionalInt lineOrNone(int line) {
        return line > 0 ? OptionalInt.of(line) : OptionalInt.empty();
    }

    /** What a parser says, of a document that is read all the same. */
    static String rule(UnreadableException fault) {
        return fault.getMessage().replace(NOT_WELL_FORMED, "");
    }

    private static String reason(SAXException e) {
        String message = String.valueOf(e.getMessage());
        if (e instanceof XmlTree.TooLargeException) {
            return message;
        }
        if (message.contains("disallow-doctype-decl")) {
            return "the XML has a document type (DOCTYPE) that declares something itself, which could draw in files and"
                    + " entities from elsewhere: send it without";
        }
        if (message.contains("must start and end within the same entity") || message.contains("end-tag for the")) {
            return "the XML breaks off or its tags do not match, so what was open there is left out: send it whole (%s)"
                    .formatted(message);
        }
        return NOT_WELL_FORMED + message;
    }
}
