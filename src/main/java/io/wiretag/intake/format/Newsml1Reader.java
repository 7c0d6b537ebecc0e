package io.wiretag.intake.format;

import io.wiretag.intake.format.text.HtmlText;
import io.wiretag.intake.format.text.LanguageGuess;
import io.wiretag.intake.format.text.Nitf;
import io.wiretag.intake.format.text.SmallLetters;
import io.wiretag.intake.format.text.TextVariant;
import io.wiretag.intake.format.text.XmlWords;
import io.wiretag.intake.format.time.IsoTime;
import io.wiretag.schema.Article;
import io.wiretag.schema.InfoSource;
import io.wiretag.schema.PubStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdom2.Element;
import org.jdom2.filter.ElementFilter;

/**
 * Reads NewsML 1.x (IPTC, 2000 to 2004): each {@code NewsItem} with a text, or with captions of pictures, is an article.
 *
 * <p>The {@code uri} is {@code urn:newsml:} with provider, date and item, as the standard builds it; {@code RevisionId} is the
 * version. {@code Status} is the status; what is embargoed goes out when {@code StatusWillChange} says that it is usable,
 * and is withheld where that says no exact time. {@code Rescind} beside one of these is refused. Texts are in XHTML, NITF or plain. An
 * item has one identity and one status, so several of them are one article: the main text, and behind it the others under their own
 * headlines; of those that a component calls equivalents the first is taken, and those in another language than the item's are left
 * out, and told. Components of role {@code Caption} give captions.
 */
final class Newsml1Reader {

    private static final int MOST = 100;

    private static final Pattern RESCISSION =
            Pattern.compile("(?i)(?:mandatory\\W?)?(?:rescind|kill|delete|withdraw|cancel+)(?:ed)?");

    private Newsml1Reader() {}

    static boolean isNewsml1(Element root) {
        return root.getName().equals("NewsML") || root.getName().equals("NewsItem");
    }

    static List<Reading> read(Source source, XmlDocument document) {
        Element root = document.root();
        List<Element> items = new ArrayList<>();
        if (root.getName().equals("NewsItem")) {
            items.add(root);
        }
        // also one within another: it has a status of its own
        root.getDescendants(new ElementFilter("NewsItem")).forEach(items::add);
        return document.readings(
                source, items, item -> List.of(read(source, item)), "an empty NewsML: there is no NewsItem in it");
    }

    private static Reading read(Source source, Element item) {
        try {
            List<Reading.Complaint> warnings = new ArrayList<>();
            Article article = article(
                    item,
                    reason -> warnings.add(new Reading.Complaint(source.name(), XmlDocument.lineOf(item), reason)));
            return new Reading.Read(article).warned(warnings);
        } catch (UnreadableException e) {
            return e.complaint(source);
        }
    }

    private static Article article(Element item, Consumer<String> warn) throws UnreadableException {
        Article.Builder article = Article.newBuilder()
                .setUri(uri(item))
                .setVersion(XmlWords.words(item, "Identification", "NewsIdentifier", "RevisionId")
                        .orElse(null))
                .setPubStatus(PubStatus.usable)
                .setLanguage(first(item, "Language")
                        .map(language ->
                                language.getAttributeValue("FormalName", "").strip())
                        .filter(tag -> !tag.isEmpty())
                        .orElse(null))
                .setHeadline(words(item, "HeadLine").orElse(null))
                .setSlugline(words(item, "SlugLine").orElse(null))
                .setBy(words(item, "ByLine").orElse(null))
                .setCopyrightNotice(words(item, "CopyrightLine").orElse(null))
                .setInfoSources(providers(item))
                .setFirstCreated(time(item, "FirstCreated").orElse(null))
                .setVersionCreated(time(item, "ThisRevisionCreated").orElse(null));
        XmlWords.attribute(item, "FormalName", "NewsManagement", "Urgency")
                .filter(urgency -> urgency.matches("[1-9]"))
                .map(Integer::valueOf)
                .ifPresent(article::setUrgency);
        setStatus(item, article);
        setText(item, article, warn);
        if (article.getHeadline() == null
                && article.getBody() == null
                && article.getCaptions().isEmpty()) {
            throw new UnreadableException(
                    XmlDocument.lineOf(item),
                    "the NewsItem %s has no text: there is no article in it"
                            .formatted(Faults.quoted(article.getUri())));
        }
        XmlRest rest = new XmlRest();
        Stream.of("NewsManagement", "Identification")
                .flatMap(name -> XmlWords.at(item, name))
                .forEach(rest::add);
        return article.setAdditionalProperties(rest.asProperties()).build();
    }

    private static String uri(Element item) throws UnreadableException {
        List<String> parts = Stream.of("ProviderId", "DateId", "NewsItemId")
                .map(name -> XmlWords.words(item, "Identification", "NewsIdentifier", name)
                        .orElse(""))
                .toList();
        if (parts.stream().noneMatch(String::isEmpty)) {
            return "urn:newsml:" + String.join(":", parts);
        }
        throw new UnreadableException(
                XmlDocument.lineOf(item),
                "the NewsItem has no ProviderId, DateId and NewsItemId: give it all three, they are the identity of the article");
    }

    private static void setStatus(Element item, Article.Builder article) throws UnreadableException {
        String status = XmlWords.attribute(item, "FormalName", "NewsManagement", "Status")
                .orElse("Usable");
        switch (SmallLetters.of(status)) {
            case "usable" -> article.setPubStatus(PubStatus.usable);
            case "withheld" -> article.setPubStatus(PubStatus.withheld);
            case "canceled", "cancelled" -> article.setPubStatus(PubStatus.canceled);
            case "embargoed" -> {
                Optional<Instant> until = XmlWords.at(item, "NewsManagement", "StatusWillChange")
                        .filter(change -> XmlWords.attribute(change, "FormalName", "FutureStatus")
                                .filter("usable"::equalsIgnoreCase)
                                .isPresent())
                        .flatMap(change -> XmlWords.words(change, "DateAndTime").stream())
                        .flatMap(when -> IsoTime.exact(when).stream())
                        .findFirst();
                article.setPubStatus(until.isPresent() ? PubStatus.usable : PubStatus.withheld);
                article.setEmbargoedUntil(until.orElse(null));
            }
            default ->
                throw new UnreadableException(
                        XmlDocument.lineOf(item),
                        "Status is %s: NewsML 1 has Usable, Embargoed, Withheld, Canceled"
                                .formatted(Faults.quoted(status)));
        }
        // also what is usable only when its embargo ends
        if (article.getPubStatus() == PubStatus.usable) {
            requireNoRescission(item, status);
        }
    }

    /** An instruction without a revision of its own is meant for this one. */
    private static void requireNoRescission(Element item, String status) throws UnreadableException {
        for (Element instruction :
                XmlWords.at(item, "NewsManagement", "Instruction").toList()) {
            String word = instruction.getAttributeValue("FormalName", "").strip();
            if (RESCISSION.matcher(word).matches() && instruction.getChildren().isEmpty()) {
                throw new UnreadableException(
                        XmlDocument.lineOf(instruction),
                        "Instruction is %s and Status is %s: to kill the article send it with Status Canceled"
                                .formatted(Faults.quoted(word), status));
            }
        }
    }

    private static void setText(Element item, Article.Builder article, Consumer<String> warn)
            throws UnreadableException {
        List<String> captions = new ArrayList<>();
        Map<Element, String> texts = new LinkedHashMap<>();
        for (Element content : own(item, "DataContent")) {
            // pictures and the like, in letters
            if (content.getParentElement().getName().equals("Encoding")) {
                continue;
            }
            Nitf nitf = new Nitf(content);
            captions.addAll(nitf.captions());
            requireUsable(content, article.getPubStatus());
            Optional<String> text = nitf.withHead(plain(content));
            if (isCaption(content)) {
                text.ifPresent(captions::add);
            } else {
                text.ifPresent(words -> texts.put(content, words));
            }
        }
        article.setCaptions(captions);
        List<Element> parts = parts(texts, article.getLanguage());
        if (parts.isEmpty()) {
            return;
        }
        tellLeftOut(texts.keySet(), parts, article, warn);
        Nitf main = new Nitf(parts.get(0));
        article.setLocated(main.location().or(() -> words(item, "DateLine")).orElse(null))
                .setEdNote(main.note().orElse(null))
                .setBy(Optional.ofNullable(article.getBy()).or(main::byline).orElse(null))
                .setHeadline(Optional.ofNullable(article.getHeadline())
                        .or(main::headline)
                        .orElse(null))
                .setBody(parts.stream()
                        .map(part -> part == parts.get(0) ? texts.get(part) : headed(part, article, texts.get(part)))
                        .collect(Collectors.joining("\n\n")));
        if (parts.size() > 1) {
            warn.accept(
                    "the NewsItem %s has %d texts, and is one article in which they stand one behind the other: send items of their own where they are stories of their own"
                            .formatted(Faults.quoted(article.getUri()), parts.size()));
        }
        if (article.getLanguage() == null) {
            article.setLanguage(LanguageGuess.of(article.getBody()).orElse(null));
        }
    }

    private static void requireUsable(Element content, PubStatus around) throws UnreadableException {
        for (Element docdata : content.getDescendants(new ElementFilter("docdata"))) {
            String status = docdata.getAttributeValue("management-status", "usable");
            if (!status.equalsIgnoreCase("usable") && around == PubStatus.usable) {
                throw new UnreadableException(
                        XmlDocument.lineOf(content),
                        "the NITF within is %s and the NewsItem around it usable: say the same in both"
                                .formatted(Faults.quoted(status)));
            }
        }
    }

    /** Of the texts those that are to be read: of equivalents the first, and the first in the language of the item if one is. */
    private static List<Element> parts(Map<Element, String> texts, String language) {
        List<Element> inLanguage =
                texts.keySet().stream().filter(text -> isIn(language, text)).toList();
        List<Element> parts = new ArrayList<>();
        for (Element text : inLanguage.isEmpty() ? texts.keySet() : inLanguage) {
            boolean told = parts.stream()
                    .anyMatch(
                            part -> isEquivalent(part, text) || texts.get(part).equals(texts.get(text)));
            if (!told) {
                parts.add(text);
            }
        }
        return parts;
    }

    /** A variant of the language is the language; what names none is in any. */
    private static boolean isIn(String language, Element text) {
        return language == null
                || language(text)
                        .filter(own -> !primary(own).equals(primary(language)))
                        .isEmpty();
    }

    /** {@code vi} of {@code vi-VN}. */
    private static String primary(String tag) {
        return SmallLetters.of(tag.strip().split("[-_]", 2)[0]);
    }

    /** Texts in another language that stand for none which is read. */
    private static void tellLeftOut(
            Collection<Element> texts, List<Element> parts, Article.Builder article, Consumer<String> warn) {
        texts.stream()
                .filter(text -> !isIn(article.getLanguage(), text) && !parts.contains(text))
                .filter(text -> parts.stream().noneMatch(part -> isEquivalent(part, text)))
                .map(text -> language(text).orElse(""))
                .distinct()
                .forEach(tag -> warn.accept(
                        "the NewsItem %s is in %s, and its text in %s is left out: send each language as an item of its own"
                                .formatted(
                                        Faults.quoted(article.getUri()),
                                        Faults.quoted(article.getLanguage()),
                                        Faults.quoted(tag))));
    }

    /** That of the nearest component that names one. */
    private static Optional<String> language(Element content) {
        return outer(content)
                .flatMap(outer -> XmlWords.attribute(outer, "FormalName", "DescriptiveMetadata", "Language")
                        .or(() -> XmlWords.attribute(outer, "FormalName", "Characteristics", "Language"))
                        .stream())
                .findFirst();
    }

    /** Whether the component that holds both says that its parts tell the same. */
    private static boolean isEquivalent(Element one, Element other) {
        Set<Element> around = outer(one).collect(Collectors.toSet());
        return outer(other)
                .filter(around::contains)
                .findFirst()
                .filter(common ->
                        common.getAttributeValue("EquivalentsList", "no").equalsIgnoreCase("yes"))
                .isPresent();
    }

    /** Opened by its own headline, where it has one. */
    private static String headed(Element content, Article.Builder article, String text) {
        return outer(content)
                .takeWhile(outer -> !outer.getName().equals("NewsItem"))
                .flatMap(outer -> XmlWords.words(outer, "NewsLines", "HeadLine").stream())
                .findFirst()
                .or(new Nitf(content)::headline)
                .filter(headline -> !headline.equals(article.getHeadline()) && !text.contains(headline))
                .map(headline -> headline + "\n\n" + text)
                .orElse(text);
    }

    /** What stands around an element, from within. */
    private static Stream<Element> outer(Element element) {
        return Stream.iterate(element.getParentElement(), each -> each != null, Element::getParentElement);
    }

    private static String plain(Element content) {
        if (content.getChildren().isEmpty()) {
            String text = content.getText();
            return (new TextVariant("DataContent", "", "", text).isMarkup() ? HtmlText.of(text) : text).strip();
        }
        return HtmlText.of(content);
    }

    /** Whether the nearest component with a role says so. */
    private static boolean isCaption(Element content) {
        for (Element outer = content; outer != null; outer = outer.getParentElement()) {
            Optional<String> role = XmlWords.attribute(outer, "FormalName", "Role");
            if (role.isPresent()) {
                return role.get().equalsIgnoreCase("Caption");
            }
        }
        return false;
    }

    private static List<InfoSource> providers(Element item) {
        return Stream.of("Provider", "Source")
                .flatMap(name -> first(item, name).stream())
                .flatMap(party -> XmlWords.attribute(party, "FormalName", "Party").stream())
                .distinct()
                .map(name -> new InfoSource(name, "provider", null))
                .toList();
    }

    private static Optional<Instant> time(Element item, String name) {
        return XmlWords.words(item, "NewsManagement", name).flatMap(IsoTime::about);
    }

    private static Optional<String> words(Element item, String name) {
        return first(item, name).map(XmlWords::line).filter(words -> !words.isEmpty());
    }

    private static Optional<Element> first(Element item, String name) {
        return own(item, name).stream().findFirst();
    }

    /** What belongs to this item and to none within it, a hundred at most: more is no article. */
    private static List<Element> own(Element item, String name) {
        List<Element> own = new ArrayList<>();
        for (Element element : item.getDescendants(new ElementFilter(name))) {
            Element outer = element.getParentElement();
            while (outer != item && !outer.getName().equals("NewsItem")) {
                outer = outer.getParentElement();
            }
            if (outer == item) {
                own.add(element);
            }
            if (own.size() == MOST) {
                break;
            }
        }
        return own;
    }
}
