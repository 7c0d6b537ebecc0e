package io.wiretag.intake.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdom2.Attribute;
import org.jdom2.Content;
import org.jdom2.Element;
import org.jdom2.Text;
import org.jdom2.output.XMLOutputter;

/**
 * What of an XML item has no field in the schema, for {@code additionalProperties}: elements by their names as JSON text.
 *
 * <p>An element that is nothing but text is a string; one with attributes or children an object, with {@code @} before
 * the names of attributes and {@code #text} for its text; one in which text and elements mix is its XML. Of several of one
 * name there is a list.
 */
final class XmlRest {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String TEXT = "#text";

    private final Set<Element> carried = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<String, List<Element>> byName = new LinkedHashMap<>();

    /** Says that the element stands in fields of the article, if these can hold all of it: it is text and no more. */
    void carry(Element element) {
        if (element.getAttributes().isEmpty() && element.getChildren().isEmpty()) {
            drop(element);
        }
    }

    /** Says that nothing of the element need travel on. */
    void drop(Element element) {
        carried.add(element);
    }

    /** Adds an element, unless it is carried already. */
    void add(Element element) {
        if (!carried.contains(element)) {
            byName.computeIfAbsent(element.getQualifiedName(), name -> new ArrayList<>())
                    .add(element);
        }
    }

    Map<String, String> asProperties() {
        Map<String, String> properties = new LinkedHashMap<>();
        byName.forEach((name, elements) -> properties.put(name, json(elements).toString()));
        return properties;
    }

    private static JsonNode json(List<Element> elements) {
        if (elements.size() == 1) {
            return json(elements.get(0));
        }
        ArrayNode list = JSON.arrayNode();
        elements.forEach(element -> list.add(json(element)));
        return list;
    }

    private static JsonNode json(Element element) {
        String text = element.getTextNormalize();
        List<Element> children = element.getChildren();
        if (children.isEmpty() && element.getAttributes().isEmpty()) {
            return TextNode.valueOf(element.getText().strip());
        }
        ObjectNode object = JSON.objectNode();
        for (Attribute attribute : element.getAttributes()) {
            object.put("@" + attribute.getQualifiedName(), attribute.getValue());
        }
        if (!text.isEmpty()) {
            object.put(TEXT, children.isEmpty() ? element.getText().strip() : xml(element.getContent()));
            return object;
        }
        Map<String, List<Element>> names = new LinkedHashMap<>();
        for (Element child : children) {
            names.computeIfAbsent(child.getQualifiedName(), name -> new ArrayList<>())
                    .add(child);
        }
        names.forEach((name, same) -> object.set(name, json(same)));
        return object;
    }

    /** The XML of what stands in an element; comments and instructions are not for the reader. */
    private static String xml(List<Content> contents) {
        return new XMLOutputter()
                .outputString(contents.stream()
                        .filter(content -> content instanceof Element || content instanceof Text)
                        .toList())
                .strip();
    }
}
