package io.wiretag.intake.format;

import io.wiretag.intake.format.text.HtmlText;
import io.wiretag.intake.format.text.LanguageGuess;
import io.wiretag.intake.format.text.Nitf;
import io.wiretag.intake.format.text.TextVariant;
import io.wiretag.intake.format.text.XmlWords;
import io.wiretag.intake.format.time.IsoTime;
import io.wiretag.schema.Article;
import io.wiretag.schema.InfoSource;
import io.wiretag.schema.PubStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jdom2.Element;
import org.jdom2.filter.ElementFilter;

/**
 * Reads NewsML 1.x (IPTC, 2000 to 2004): each {@code NewsItem} with a text, or with captions of pictures, is an article.
 *
 * <p>The {@code uri} is {@code urn:newsml:} with provider, date and item, as the standard builds it; {@code RevisionId} is the
 * version. {@code Status} is the status; what is embargoed goes out when {@code StatusWillChange} says that it is usable,
 * and is withheld where that says no exact time. The text is the first {@code ContentItem} with words in it, in XHTML, NITF or
 * plain; components of role {@code Caption} give captions.
 */
final class Newsml1Reader {

    private static final int MOST = 100;

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
        List<Reading> readings = new ArrayList<>();
        for (Element item : items) {
            if (readings.size() == ArticleReaders.MAX_ARTICLES) {
                readings.add(new Reading.Complaint(
                        source.name(),
                        XmlDocument.lineOf(item),
                        "more than %d items in one input: the rest is left out, split it"
                                .formatted(ArticleReaders.MAX_ARTICLES)));
                break;
            }
            if (!document.unfinished().contains(item)) {
                readings.add(read(source, item));
            }
        }
        document.fault().ifPresent(fault -> readings.add(fault.complaint(source)));
        return readings.isEmpty()
                ? List.of(new Reading.Complaint(
                        source.name(), OptionalInt.empty(), "an empty NewsML: there is no NewsItem in it"))
                : readings;
    }

    private static Reading read(Source source, Element item) {
        try {
            return new Reading.Read(article(item));
        } catch (UnreadableException e) {
            return e.complaint(source);
        }
    }

    private static Article article(Element item) throws UnreadableException {
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
        setText(item, article);
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
        switch (status.toLowerCase(Locale.ROOT)) {
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
    }

    private static void setText(Element item, Article.Builder article) throws UnreadableException {
        List<String> captions = new ArrayList<>();
        for (Element content : own(item, "DataContent")) {
            // pictures and the like, in letters
            if (content.getParentElement().getName().equals("Encoding")) {
                continue;
            }
            Nitf nitf = new Nitf(content);
            captions.addAll(nitf.captions());
            for (Element docdata : content.getDescendants(new ElementFilter("docdata"))) {
                String status = docdata.getAttributeValue("management-status", "usable");
                if (!status.equalsIgnoreCase("usable") && article.getPubStatus() == PubStatus.usable) {
                    throw new UnreadableException(
                            XmlDocument.lineOf(content),
                            "the NITF within is %s and the NewsItem around it usable: say the same in both"
                                    .formatted(Faults.quoted(status)));
                }
            }
            Optional<String> text = nitf.withHead(plain(content));
            if (isCaption(content)) {
                text.ifPresent(captions::add);
            } else if (article.getBody() == null && text.isPresent()) {
                article.setBody(text.get());
                article.setLocated(
                        nitf.location().or(() -> words(item, "DateLine")).orElse(null));
                article.setEdNote(nitf.note().orElse(null));
                article.setBy(
                        Optional.ofNullable(article.getBy()).or(nitf::byline).orElse(null));
                article.setHeadline(Optional.ofNullable(article.getHeadline())
                        .or(nitf::headline)
                        .orElse(null));
            }
        }
        article.setCaptions(captions);
        if (article.getLanguage() == null && article.getBody() != null) {
            article.setLanguage(LanguageGuess.of(article.getBody()).orElse(null));
        }
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
