package io.wiretag.intake.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.wiretag.intake.format.text.FeedWords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import org.jdom2.Element;
import org.jdom2.Namespace;
import org.jdom2.Verifier;
import org.jdom2.located.LocatedElement;

/**
 * JSON Feed (jsonfeed.org, 1.0 and 1.1) as the tree of the same feed in Atom: what holds for the items of feeds holds for these.
 *
 * <p>Of {@code content_text} and {@code content_html} the text is the body. What Atom has no word for keeps its own name and stands
 * in no namespace. Of a document that breaks off the items before are taken.
 */
final class JsonFeed {

    private static final Pattern VERSION = Pattern.compile("^https?://(?:www\\.)?jsonfeed\\.org/version/");

    /** What has a place of its own in Atom. */
    private static final Set<String> PLACED = Set.of(
            "id",
            "url",
            "title",
            "summary",
            "date_published",
            "date_modified",
            "author",
            "authors",
            "language",
            "content_text",
            "content_html");

    // servers repeat a key, and feed readers take the last
    private static final JsonFactory JSON = NinjsReader.JSON
            .rebuild()
            .disable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final ObjectMapper MAPPER = JsonMapper.builder(JSON).build();

    private JsonFeed() {}

    /** Whether the first object of a text in JSON says that it is one. */
    static boolean isJsonFeed(String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                if (parser.nextToken() == JsonToken.VALUE_STRING
                        && name.equals("version")
                        && VERSION.matcher(parser.getText()).find()) {
                    return true;
                }
                parser.skipChildren();
            }
            return false;
        } catch (JsonProcessingException broken) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("a string cannot fail to be read", e);
        }
    }

    /**
     * The feed as a tree.
     *
     * @throws UnreadableException if not even the start can be read
     */
    static XmlDocument document(String text) throws UnreadableException {
        Element feed = atom("feed");
        Optional<UnreadableException> fault = Optional.empty();
        boolean items = false;
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new UnreadableException(
                        OptionalInt.of(1), "no JSON Feed: that is one object with a list \"items\"");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                if (parser.nextToken() == JsonToken.START_ARRAY && name.equals("items")) {
                    items = true;
                    addItems(parser, feed);
                } else {
                    addHeader(feed, name, MAPPER.readTree(parser));
                }
            }
            if (!items) {
                throw new UnreadableException(OptionalInt.of(1), "no JSON Feed: there is no list \"items\" in it");
            }
            if (parser.nextToken() != null) {
                fault = Optional.of(new UnreadableException(
                        OptionalInt.of(parser.currentTokenLocation().getLineNr()),
                        "what stands behind the JSON Feed is not read: send it as an input of its own"));
            }
        } catch (JsonProcessingException e) {
            fault = Optional.of(NinjsReader.fault(e, 1, "JSON Feed"));
            if (!items) {
                throw fault.get();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a string cannot fail to be read", e);
        }
        return new XmlDocument(feed, Set.of(), fault, Optional.empty());
    }

    private static void addItems(JsonParser parser, Element feed) throws IOException {
        JsonToken token;
        for (int i = 0; (token = parser.nextToken()) != JsonToken.END_ARRAY && token != null; i++) {
            int line = parser.currentTokenLocation().getLineNr();
            JsonNode item = MAPPER.readTree(parser);
            // one more than is read, so that the reader tells of it
            if (i <= ArticleReaders.MAX_ARTICLES) {
                feed.addContent(entry(item, line));
            }
        }
    }

    private static void addHeader(Element feed, String name, JsonNode value) {
        switch (name) {
            case "home_page_url" -> link(feed, "alternate", value);
            case "feed_url" -> link(feed, "self", value);
            case "language" -> setLanguage(feed, value);
            case "author", "authors" -> addAuthors(feed, value);
            case "expired" -> feed.addContent(own(name, value));
            default -> {
                // of the site, and of no article
            }
        }
    }

    private static Element entry(JsonNode item, int line) {
        LocatedElement entry = new LocatedElement("entry", Namespace.getNamespace(FeedWords.ATOM_1));
        entry.setLine(line);
        put(entry, "id", item.path("id"), "");
        link(entry, "alternate", item.path("url"));
        put(entry, "title", item.path("title"), "text");
        put(entry, "summary", item.path("summary"), "text");
        put(entry, "published", item.path("date_published"), "");
        put(entry, "updated", item.path("date_modified"), "");
        setLanguage(entry, item.path("language"));
        addAuthors(entry, item.path(item.has("authors") ? "authors" : "author"));
        boolean plain = !item.path("content_text").asText().isBlank();
        put(entry, "content", item.path(plain ? "content_text" : "content_html"), plain ? "text" : "html");
        for (Map.Entry<String, JsonNode> property : item.properties()) {
            String name = property.getKey();
            if (!PLACED.contains(name) || plain && name.equals("content_html")) {
                list(property.getValue()).forEach(value -> entry.addContent(own(name, value)));
            }
        }
        return entry;
    }

    /** @param type as Atom has it; empty for none */
    private static void put(Element parent, String name, JsonNode value, String type) {
        if (value.isValueNode() && !value.asText("").isBlank()) {
            Element element = atom(name).setText(text(value));
            if (!type.isEmpty()) {
                element.setAttribute("type", type);
            }
            parent.addContent(element);
        }
    }

    private static void link(Element parent, String rel, JsonNode url) {
        if (url.isTextual() && !url.textValue().isBlank()) {
            parent.addContent(atom("link").setAttribute("rel", rel).setAttribute("href", text(url)));
        }
    }

    private static void setLanguage(Element element, JsonNode tag) {
        if (tag.isTextual()) {
            element.setAttribute("lang", text(tag), Namespace.XML_NAMESPACE);
        }
    }

    private static void addAuthors(Element parent, JsonNode authors) {
        for (JsonNode author : list(authors)) {
            JsonNode name = author.isObject() ? author.path("name") : author;
            if (name.isTextual()) {
                Element person = atom("author").addContent(atom("name").setText(text(name)));
                put(person, "uri", author.path("url"), "");
                parent.addContent(person);
            }
        }
    }

    /** The values of a list; of what is none, itself. */
    private static Iterable<JsonNode> list(JsonNode value) {
        return value.isArray() ? value : List.of(value);
    }

    /** A value in elements, as {@link XmlRest} makes JSON of it again. */
    private static Element own(String name, JsonNode value) {
        Element element = new Element(Verifier.checkElementName(name) == null ? name : "unknown");
        if (value.isObject()) {
            for (Map.Entry<String, JsonNode> property : value.properties()) {
                list(property.getValue()).forEach(each -> element.addContent(own(property.getKey(), each)));
            }
        } else if (value.isArray()) {
            value.forEach(each -> element.addContent(own("item", each)));
        } else {
            element.setText(text(value));
        }
        return element;
    }

    private static Element atom(String name) {
        return new Element(name, Namespace.getNamespace(FeedWords.ATOM_1));
    }

    private static String text(JsonNode value) {
        return MendedXml.legal(Utf8.mended(value.asText("")));
    }
}
