package io.wiretag.intake.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jdom2.Element;
import org.jdom2.Namespace;

/** The elements by which feeds say the same things, of a feed and of its items alike. */
final class FeedWords {

    static final Namespace DUBLIN_CORE = Namespace.getNamespace("http://purl.org/dc/elements/1.1/");

    private static final Set<String> ATOM = Set.of("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#");
    private static final Namespace CONTENT = Namespace.getNamespace("http://purl.org/rss/1.0/modules/content/");

    /** An author by RSS: a mail address, and the name in brackets. */
    private static final Pattern MAIL_AND_NAME = Pattern.compile("\\S{1,200}@\\S{1,200} \\((.{1,200})\\)");

    private FeedWords() {}

    static boolean isAtom(Element element) {
        return ATOM.contains(element.getNamespaceURI());
    }

    /** Children of that name, of the feed's own dialect, of Atom and of Dublin Core: media:title is no title of an item. */
    static Stream<Element> children(Element parent, String name) {
        return parent.getChildren().stream()
                .filter(child -> child.getName().equals(name))
                .filter(child -> child.getNamespace().equals(parent.getNamespace())
                        || child.getNamespace().equals(DUBLIN_CORE)
                        || child.getNamespace().equals(CONTENT)
                        || isAtom(child));
    }

    static Optional<String> language(Element parent) {
        String tag =
                parent.getAttributeValue("lang", Namespace.XML_NAMESPACE, "").strip();
        return Stream.concat(Stream.of(tag), children(parent, "language").map(Element::getTextNormalize))
                .filter(Predicate.not(String::isEmpty))
                .findFirst();
    }

    static Optional<Element> rights(Element parent) {
        return Stream.concat(children(parent, "rights"), children(parent, "copyright"))
                .filter(child -> !child.getValue().isBlank())
                .findFirst();
    }

    static List<String> authors(Element parent) {
        List<String> names = new ArrayList<>();
        Stream.concat(children(parent, "author"), children(parent, "creator"))
                .map(FeedWords::name)
                .flatMap(Optional::stream)
                .forEach(names::add);
        return names;
    }

    /** The name of a person, which RSS writes behind the mail address. */
    static Optional<String> name(Element person) {
        Element name = isAtom(person) ? person.getChild("name", person.getNamespace()) : person;
        String text = name == null ? "" : name.getTextNormalize();
        Matcher mail = MAIL_AND_NAME.matcher(text);
        return Optional.of(mail.matches() ? mail.group(1).strip() : text).filter(Predicate.not(String::isEmpty));
    }
}
