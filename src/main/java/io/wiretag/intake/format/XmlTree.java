package io.wiretag.intake.format;

import io.wiretag.intake.format.text.FeedWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdom2.Element;
import org.jdom2.input.sax.SAXHandler;
import org.jdom2.located.LocatedJDOMFactory;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** Builds the tree of an XML document within limits, and knows at any time which elements are open. */
final class XmlTree extends SAXHandler {

    static final int MAX_DEPTH = 200;
    static final int MAX_ELEMENTS = 200_000;

    /** Attributes and declared namespaces of one element; the tree looks through all of them for each. */
    static final int MAX_ATTRIBUTES = 100;

    /** Thrown where a limit is passed: the document is not broken, but no news item is built so. */
    static final class TooLargeException extends SAXException {
        private static final long serialVersionUID = 1L;

        TooLargeException(String what) {
            super("no news item is built so: " + what);
        }
    }

    private final List<Element> open = new ArrayList<>();
    private Element root;
    private int elements;
    private int namespaces;
    private String repaired;

    XmlTree() {
        super(new LocatedJDOMFactory());
    }

    Optional<Element> root() {
        return Optional.ofNullable(root);
    }

    /** What was mended, in words. */
    Optional<String> repaired() {
        return Optional.ofNullable(repaired);
    }

    private String usual(String uri) {
        String usual = FeedWords.namespace(uri);
        if (!usual.equals(uri)) {
            repaired = "the namespace \"%s\" is taken for \"%s\"".formatted(Faults.shortened(uri), usual);
        }
        return usual;
    }

    /** The elements that are open, outermost first. */
    List<Element> open() {
        return List.copyOf(open);
    }

    int line() {
        return getDocumentLocator() == null ? 0 : getDocumentLocator().getLineNumber();
    }

    @Override
    public void startPrefixMapping(String prefix, String uri) throws SAXException {
        namespaces++;
        if (namespaces > MAX_ATTRIBUTES) {
            throw new TooLargeException("more than %d namespaces in one element".formatted(MAX_ATTRIBUTES));
        }
        super.startPrefixMapping(prefix, usual(uri));
    }

    @Override
    public void startElement(String uri, String localName, String name, Attributes attributes) throws SAXException {
        namespaces = 0;
        elements++;
        if (open.size() == MAX_DEPTH) {
            throw new TooLargeException("more than %d elements within each other".formatted(MAX_DEPTH));
        }
        if (elements > MAX_ELEMENTS) {
            throw new TooLargeException("more than %d elements, split it".formatted(MAX_ELEMENTS));
        }
        if (attributes.getLength() > MAX_ATTRIBUTES) {
            throw new TooLargeException("more than %d attributes in one element".formatted(MAX_ATTRIBUTES));
        }
        super.startElement(usual(uri), localName, name, attributes);
        open.add(getCurrentElement());
        if (root == null) {
            root = getCurrentElement();
        }
    }

    @Override
    public void endElement(String uri, String localName, String name) throws SAXException {
        super.endElement(uri, localName, name);
        open.remove(open.size() - 1);
    }

    @Override
    public void error(SAXParseException e) throws SAXException {
        throw e;
    }

    @Override
    public void fatalError(SAXParseException e) throws SAXException {
        throw e;
    }
}
