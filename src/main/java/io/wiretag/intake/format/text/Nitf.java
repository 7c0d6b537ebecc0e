package io.wiretag.intake.format.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdom2.Content;
import org.jdom2.Element;
import org.jdom2.filter.ElementFilter;

/**
 * The text of a document of NITF (IPTC, 2.x and 3.x), alone or within NewsML: its headline, byline, dateline, abstract, notes and
 * paragraphs, each apart.
 *
 * @param root the {@code nitf} element, or any element around its body
 */
public record Nitf(Element root) {

    public Optional<String> headline() {
        return head("hl1")
                .map(XmlWords::line)
                .filter(Predicate.not(String::isEmpty))
                .findFirst();
    }

    /** The name, and behind a comma the agency or title that stands beside it. */
    public Optional<String> byline() {
        return head("byline")
                .map(Nitf::byline)
                .filter(Predicate.not(String::isEmpty))
                .findFirst();
    }

    private static String byline(Element byline) {
        StringBuilder name = new StringBuilder();
        List<String> titles = new ArrayList<>();
        for (Content content : byline.getContent()) {
            if (content instanceof Element title && title.getName().equals("byttl")) {
                titles.add(XmlWords.line(title));
            } else {
                name.append(content.getValue());
            }
        }
        String words = withoutCommas(name.toString().replaceAll("\\s+", " "));
        return Stream.concat(Stream.of(words), titles.stream())
                .filter(Predicate.not(String::isEmpty))
                .collect(Collectors.joining(", "));
    }

    /** At its end, where the title followed. */
    private static String withoutCommas(String words) {
        int end = words.length();
        while (end > 0 && (words.charAt(end - 1) == ',' || Character.isWhitespace(words.charAt(end - 1)))) {
            end--;
        }
        return words.substring(0, end).strip();
    }

    public Optional<String> location() {
        return head("location")
                .map(XmlWords::line)
                .filter(Predicate.not(String::isEmpty))
                .findFirst();
    }

    public Optional<String> note() {
        List<Element> notes = new ArrayList<>();
        root.getDescendants(new ElementFilter("note")).forEach(notes::add);
        return Stream.concat(head("note"), notes.stream().filter(HtmlText::isNotForPublication))
                .map(XmlWords::line)
                .filter(Predicate.not(String::isEmpty))
                .findFirst();
    }

    /** The paragraphs, opened by the abstract and the dateline, which stand in the head; empty where there are none. */
    public Optional<String> body() {
        return withHead(HtmlText.of(root));
    }

    public Optional<String> withHead(String paragraphs) {
        if (paragraphs.isBlank()) {
            return Optional.empty();
        }
        String dateline = head("dateline")
                .map(XmlWords::line)
                .filter(line -> !line.isEmpty() && !paragraphs.startsWith(line))
                .findFirst()
                .map(line -> line.matches(".*[-\u2013\u2014:]") ? line + " " : line + " - ")
                .orElse("");
        String lead = head("abstract")
                .map(XmlWords::line)
                .filter(words -> !words.isEmpty() && !paragraphs.contains(words))
                .findFirst()
                .map(words -> words + "\n\n")
                .orElse("");
        return Optional.of(lead + dateline + paragraphs);
    }

    /** Captions of its media, not one within another. */
    public List<String> captions() {
        List<String> captions = new ArrayList<>();
        for (Element caption : root.getDescendants(new ElementFilter("media-caption"))) {
            boolean inner = Stream.iterate(caption.getParentElement(), each -> each != null, Element::getParentElement)
                    .anyMatch(outer -> outer.getName().equals("media-caption"));
            String words = inner ? "" : HtmlText.of(caption);
            if (!words.isBlank()) {
                captions.add(words);
            }
        }
        return captions;
    }

    private Stream<Element> head(String name) {
        List<Element> found = new ArrayList<>();
        for (Element head : root.getDescendants(new ElementFilter("body.head"))) {
            head.getDescendants(new ElementFilter(name)).forEach(found::add);
        }
        return found.stream();
    }
}
