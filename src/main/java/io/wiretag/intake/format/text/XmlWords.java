package io.wiretag.intake.format.text;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jdom2.Element;

/** Ways to words in XML whose formats are used with and without a namespace: by local names alone. */
public final class XmlWords {

    private XmlWords() {}

    /** All elements at this path of children, in their order. */
    public static Stream<Element> at(Element element, String... path) {
        Stream<Element> found = Stream.of(element);
        for (String name : path) {
            found = found.flatMap(each ->
                    each.getChildren().stream().filter(child -> child.getName().equals(name)));
        }
        return found;
    }

    /** The words of the first of these that has some, on one line. */
    public static Optional<String> words(Element element, String... path) {
        return at(element, path)
                .map(XmlWords::line)
                .filter(Predicate.not(String::isEmpty))
                .findFirst();
    }

    /** The first value of that attribute that is not blank. */
    public static Optional<String> attribute(Element element, String attribute, String... path) {
        return at(element, path)
                .map(each -> each.getAttributeValue(attribute, "").strip())
                .filter(Predicate.not(String::isEmpty))
                .findFirst();
    }

    /** All words, of all of these, one a line; empty if there are none. */
    public static Optional<String> lines(Element element, String... path) {
        List<String> lines = at(element, path)
                .map(XmlWords::line)
                .filter(Predicate.not(String::isEmpty))
                .toList();
        return lines.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", lines));
    }

    public static String line(Element element) {
        return element.getValue().replaceAll("\\s+", " ").strip();
    }
}
