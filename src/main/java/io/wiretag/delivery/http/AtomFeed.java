package io.wiretag.delivery.http;

import io.wiretag.delivery.Told;
import io.wiretag.files.Sha256;
import io.wiretag.schema.Article;
import io.wiretag.schema.Operation;
import io.wiretag.schema.ProvinceTag;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * The newest articles as Atom (RFC 4287): each once, in its newest version; what was taken back as a deleted entry (RFC 6721). It
 * is a part of all there is, the newest (RFC 5005, complete nowhere): who must miss nothing reads by a cursor.
 */
final class AtomFeed {
    private static final String ATOM = "http://www.w3.org/2005/Atom";
    private static final String TOMBSTONES = "http://purl.org/atompub/tombstones/1.0";
    private static final XMLOutputFactory XML = XMLOutputFactory.newDefaultFactory();

    private final String self;
    private final List<Told> articles;
    private final boolean text;

    /** @param self its own address */
    AtomFeed(String self, List<Told> articles, boolean text) {
        this.self = self;
        this.articles = articles;
        this.text = text;
    }

    /** Of what it holds, whoever wrote it when. */
    String etag() {
        StringBuilder all = new StringBuilder(self).append(text);
        // where topics are made again, ids may be as they were
        articles.forEach(told -> all.append(' ')
                .append(told.cursor().topic())
                .append(told.event().id())
                .append(told.operation()));
        byte[] hash = Sha256.digest().digest(all.toString().getBytes(StandardCharsets.UTF_8));
        return '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(hash) + '"';
    }

    /** When the newest of them was tagged. */
    Optional<Instant> updated() {
        return articles.stream()
                .map(told -> told.event().version().getTaggedAt())
                .max(Instant::compareTo);
    }

    static String httpDate(Instant time) {
        return DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
                .withZone(ZoneOffset.UTC)
                .format(time);
    }

    /**
     * Whether whoever asks has it already. {@code If-Modified-Since} does not count: a time of HTTP has no parts of a second, and two
     * articles of one second could not be told apart.
     */
    boolean isKnown(String ifNoneMatch) {
        return ifNoneMatch != null
                && (ifNoneMatch.contains(etag()) || ifNoneMatch.strip().equals("*"));
    }

    byte[] xml() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(8192);
        try {
            XMLStreamWriter xml = XML.createXMLStreamWriter(bytes, "UTF-8");
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("feed");
            xml.writeDefaultNamespace(ATOM);
            xml.writeNamespace("at", TOMBSTONES);
            element(xml, "id", self);
            element(xml, "title", "Wiretag");
            element(xml, "updated", updated().orElse(Instant.EPOCH).toString());
            xml.writeStartElement("author");
            element(xml, "name", "Wiretag");
            xml.writeEndElement();
            link(xml, "self", self);
            for (Told told : articles) {
                if (told.operation() == Operation.publish || told.operation() == Operation.correct) {
                    entry(xml, told);
                } else {
                    deleted(xml, told);
                }
            }
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("writing to memory", e);
        }
        return bytes.toByteArray();
    }

    private void entry(XMLStreamWriter xml, Told told) throws XMLStreamException {
        Article article = told.event().version().getArticle();
        xml.writeStartElement("entry");
        element(xml, "id", id(article.getUri()));
        element(
                xml,
                "title",
                Optional.ofNullable(article.getHeadline()).filter(any -> text).orElse(article.getUri()));
        element(xml, "updated", told.event().version().getTaggedAt().toString());
        element(xml, "published", told.event().published().toString());
        if (article.getBy() != null && text) {
            xml.writeStartElement("author");
            element(xml, "name", article.getBy());
            xml.writeEndElement();
        }
        for (ProvinceTag tag : told.event().version().getProvinces()) {
            xml.writeEmptyElement("category");
            xml.writeAttribute("term", tag.getCode());
            xml.writeAttribute("label", tag.getName());
        }
        // without content an entry would need a link to another form of it
        xml.writeStartElement("content");
        xml.writeAttribute("type", "text");
        xml.writeCharacters(
                legal(Optional.ofNullable(article.getBody()).filter(any -> text).orElse("")));
        xml.writeEndElement();
        xml.writeEndElement();
    }

    private static void deleted(XMLStreamWriter xml, Told told) throws XMLStreamException {
        xml.writeStartElement("at", "deleted-entry", TOMBSTONES);
        xml.writeAttribute("ref", id(told.event().version().getArticle().getUri()));
        xml.writeAttribute("when", told.event().version().getTaggedAt().toString());
        xml.writeStartElement("at", "comment", TOMBSTONES);
        xml.writeCharacters(told.operation().name());
        xml.writeEndElement();
        xml.writeEndElement();
    }

    /** The uri where it is one, as an id of Atom must be; else one of ours that stands for it. */
    private static String id(String uri) {
        try {
            if (new URI(uri).isAbsolute()) {
                return legal(uri);
            }
        } catch (URISyntaxException e) {
            // any text identifies an article
        }
        return "urn:wiretag:" + URLEncoder.encode(uri, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static void link(XMLStreamWriter xml, String rel, String href) throws XMLStreamException {
        xml.writeEmptyElement("link");
        xml.writeAttribute("rel", rel);
        xml.writeAttribute("href", href);
    }

    private static void element(XMLStreamWriter xml, String name, String value) throws XMLStreamException {
        xml.writeStartElement(name);
        xml.writeCharacters(legal(value));
        xml.writeEndElement();
    }

    /** What XML 1.0 cannot hold becomes U+FFFD. */
    private static String legal(String text) {
        StringBuilder legal = new StringBuilder(text.length());
        text.codePoints()
                .map(each -> each == '\t'
                                || each == '\n'
                                || each == '\r'
                                || each >= 0x20 && each <= 0xD7FF
                                || each >= 0xE000 && each <= 0xFFFD
                                || each >= 0x10000
                        ? each
                        : 0xFFFD)
                .forEach(legal::appendCodePoint);
        return legal.toString();
    }
}
