package io.wiretag.intake.format.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdom2.Element;
import org.jdom2.Namespace;

/** The elements by which feeds say the same things, of a feed and of its items alike. */
public final class FeedWords {

    public static final Namespace DUBLIN_CORE = Namespace.getNamespace("http://purl.org/dc/elements/1.1/");

    /** The namespace of Atom 1.0. */
    public static final String ATOM_1 = "http://www.w3.org/2005/Atom";

    private static final Set<String> ATOM = Set.of(ATOM_1, "http://purl.org/atom/ns#");
    private static final Namespace CONTENT = Namespace.getNamespace("http://purl.org/rss/1.0/modules/content/");

    public static final Namespace MEDIA = Namespace.getNamespace("media", "http://search.yahoo.com/mrss/");

    /** As feeds write them, by what is left of them without scheme, case and end. */
    private static final Map<String, String> NAMESPACES = Stream.of(
                    ATOM_1,
                    "http://purl.org/atom/ns#",
                    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
                    "http://purl.org/rss/1.0/",
                    "http://purl.org/rss/1.0/modules/slash/",
                    DUBLIN_CORE.getURI(),
                    CONTENT.getURI(),
                    MEDIA.getURI())
            .collect(Collectors.toUnmodifiableMap(FeedWords::core, Function.identity()));

    private static final int LONGEST_NAMESPACE = 100;

    /** An author by RSS: a mail address, and the name in brackets. */
    private static final Pattern MAIL_AND_NAME = Pattern.compile("\\S{1,200}@\\S{1,200} \\((.{1,200})\\)");

    private FeedWords() {}

    /** The namespace that is meant: feeds write https for http, blanks around it, capitals, and leave out the last sign. */
    public static String namespace(String uri) {
        return uri.length() > LONGEST_NAMESPACE ? uri : NAMESPACES.getOrDefault(core(uri), uri.strip());
    }

    private static String core(String uri) {
        return SmallLetters.of(uri.strip()).replaceFirst("^https?://", "").replaceFirst("[/#]+$", "");
    }

    public static boolean isAtom(Element element) {
        return ATOM.contains(element.getNamespaceURI());
    }

    /** Children of that name, of the feed's own dialect, of Atom and of Dublin Core: media:title is no title of an item. */
    public static Stream<Element> children(Element parent, String name) {
        return parent.getChildren().stream()
                .filter(child -> child.getName().equals(name))
                .filter(child -> child.getNamespace().equals(parent.getNamespace())
                        || child.getNamespace().equals(DUBLIN_CORE)
                        || child.getNamespace().equals(CONTENT)
                        || isAtom(child));
    }

    /** The guid or id to the letter, without blanks around it. */
    public static Optional<String> guid(Element item) {
        return Stream.concat(children(item, "guid"), children(item, "id"))
                .map(Element::getText)
                .map(String::strip)
                .filter(Predicate.not(String::isEmpty))
                .findFirst();
    }

    /** Where it is to be read: in RSS a text, in Atom attributes, of which those to the page itself come first. */
    public static Stream<String> links(Element parent) {
        List<Element> links = children(parent, "link").toList();
        return Stream.of("", "alternate", "self")
                .flatMap(rel -> links.stream()
                        .filter(link -> link.getAttributeValue("rel", "").equals(rel))
                        .map(link ->
                                link.getAttributeValue("href", link.getText()).strip()))
                .filter(Predicate.not(String::isEmpty));
    }

    public static Optional<String> language(Element parent) {
        String tag =
                parent.getAttributeValue("lang", Namespace.XML_NAMESPACE, "").strip();
        return Stream.concat(Stream.of(tag), children(parent, "language").map(Element::getTextNormalize))
                .filter(Predicate.not(String::isEmpty))
                .findFirst();
    }

    public static Optional<Element> rights(Element parent) {
        return Stream.concat(children(parent, "rights"), children(parent, "copyright"))
                .filter(child -> !child.getValue().isBlank())
                .findFirst();
    }

    public static List<String> authors(Element parent) {
        List<String> names = new ArrayList<>();
        Stream.concat(children(parent, "author"), children(parent, "creator"))
                .map(FeedWords::name)
                .flatMap(Optional::stream)
                .forEach(names::add);
        return names;
    }

    /** The name of a person, which RSS writes behind the mail address. */
    public static Optional<String> name(Element person) {
        Element name = isAtom(person) ? person.getChild("name", person.getNamespace()) : person;
        String text = name == null ? "" : name.getTextNormalize();
        Matcher mail = MAIL_AND_NAME.matcher(text);
        return Optional.of(mail.matches() ? mail.group(1).strip() : text).filter(Predicate.not(String::isEmpty));
    }
}
