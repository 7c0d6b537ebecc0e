package io.wiretag.intake.format;

import io.wiretag.intake.format.text.HtmlText;
import io.wiretag.intake.format.text.LanguageGuess;
import io.wiretag.intake.format.text.Nitf;
import io.wiretag.intake.format.text.SmallLetters;
import io.wiretag.intake.format.text.XmlWords;
import io.wiretag.intake.format.time.IsoTime;
import io.wiretag.schema.Article;
import io.wiretag.schema.InfoSource;
import io.wiretag.schema.PubStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jdom2.Element;

/**
 * Reads a document of NITF (IPTC, 2.x and 3.x) that stands alone.
 *
 * <p>The {@code uri} is the {@code id-string} of its {@code doc-id}; without one it is refused, since every sending would be a new
 * article. {@code date.issue} tells which version is later. {@code management-status} is the status; what is {@code embargoed}
 * goes out at {@code date.release}, or is withheld where that is missing or no exact time. What has passed its {@code date.expire}, or
 * has one that cannot be read, is withheld; one that is to come ends nothing, and is told, as is a message to editors that speaks of a kill.
 */
final class NitfReader {

    private static final Pattern RESCISSION =
            Pattern.compile("(?iu)\\b(?:kill|rescind|withdraw|withhold|retract|rút|hủy|huỷ|gỡ)");

    private NitfReader() {}

    static boolean isNitf(Element root) {
        return root.getName().equals("nitf");
    }

    static List<Reading> read(Source source, XmlDocument document) {
        try {
            if (document.fault().isPresent()) {
                throw document.fault().get();
            }
            Element root = document.root();
            Article article = article(root);
            return List.of(new Reading.Read(article)
                    .warned(warnings(root, article).stream()
                            .map(reason -> new Reading.Complaint(source.name(), XmlDocument.lineOf(root), reason))
                            .toList()));
        } catch (UnreadableException e) {
            return e.complaints(source);
        }
    }

    /** What its sender wants and this does not do by itself. */
    private static List<String> warnings(Element root, Article article) {
        List<String> warnings = new ArrayList<>();
        XmlWords.attribute(root, "norm", "head", "docdata", "date.expire").ifPresent(expiry -> {
            String what = "and nothing ends by itself: send it then as withheld or canceled";
            if (isExpired(root)) {
                what = time(root, "date.expire").isPresent()
                        ? "and has passed: the article is withheld"
                        : "which cannot be read as a time of ISO 8601: the article is withheld";
            }
            warnings.add("date.expire of %s is %s, %s"
                    .formatted(Faults.quoted(article.getUri()), Faults.quoted(expiry), what));
        });
        XmlWords.at(root, "head", "docdata", "ed-msg")
                .map(message -> message.getAttributeValue("msg-type", "") + " " + message.getAttributeValue("info", ""))
                .filter(message -> article.getPubStatus() != PubStatus.canceled
                        && RESCISSION.matcher(message).find())
                .map(message ->
                        "the message to editors of %s is %s, and management-status does not say canceled: nothing is killed by it"
                                .formatted(Faults.quoted(article.getUri()), Faults.quoted(message.strip())))
                .forEach(warnings::add);
        return warnings;
    }

    /** Also where it cannot be read when. */
    private static boolean isExpired(Element root) {
        return XmlWords.attribute(root, "norm", "head", "docdata", "date.expire")
                .filter(expiry ->
                        IsoTime.about(expiry).filter(Instant.now()::isBefore).isEmpty())
                .isPresent();
    }

    private static Article article(Element root) throws UnreadableException {
        String id = XmlWords.attribute(root, "id-string", "head", "docdata", "doc-id")
                .orElseThrow(() -> new UnreadableException(
                        XmlDocument.lineOf(root),
                        "the NITF has no doc-id with an id-string: give it one, it is the identity of the article"));
        // a number is that of its source
        String uri = id.contains(":")
                ? id
                : XmlWords.attribute(root, "regsrc", "head", "docdata", "doc-id")
                        .map(source -> source + ":" + id)
                        .orElse(id);
        Nitf text = new Nitf(root);
        Article.Builder article = Article.newBuilder()
                .setUri(uri)
                .setPubStatus(PubStatus.usable)
                .setLanguage(language(root).orElse(null))
                .setHeadline(text.headline()
                        .or(() -> XmlWords.words(root, "head", "title"))
                        .orElse(null))
                .setBody(text.body().orElse(null))
                .setCaptions(text.captions())
                .setBy(text.byline().orElse(null))
                .setLocated(text.location().orElse(null))
                .setSlugline(XmlWords.attribute(root, "key", "head", "docdata", "du-key")
                        .orElse(null))
                .setEdNote(text.note()
                        .or(() -> XmlWords.attribute(root, "info", "head", "docdata", "ed-msg"))
                        .orElse(null))
                .setInfoSources(XmlWords.words(root, "body", "body.head", "distributor")
                        .map(name -> List.of(new InfoSource(name, "provider", null)))
                        .orElse(List.of()))
                .setCopyrightHolder(XmlWords.attribute(root, "holder", "head", "docdata", "doc.copyright")
                        .orElse(null))
                .setVersionCreated(time(root, "date.issue").orElse(null));
        XmlWords.attribute(root, "ed-urg", "head", "docdata", "urgency")
                .filter(urgency -> urgency.matches("[1-9]"))
                .map(Integer::valueOf)
                .ifPresent(article::setUrgency);
        setStatus(root, article);
        if (isExpired(root) && article.getPubStatus() == PubStatus.usable) {
            article.setPubStatus(PubStatus.withheld);
        }
        if (article.getHeadline() == null && article.getBody() == null) {
            throw new UnreadableException(XmlDocument.lineOf(root), "the NITF has no text: there is no article in it");
        }
        XmlRest rest = new XmlRest();
        XmlWords.at(root, "head").flatMap(head -> head.getChildren().stream()).forEach(rest::add);
        return article.setAdditionalProperties(rest.asProperties()).build();
    }

    private static void setStatus(Element root, Article.Builder article) throws UnreadableException {
        String status =
                XmlWords.attribute(root, "management-status", "head", "docdata").orElse("usable");
        switch (SmallLetters.of(status)) {
            case "usable" -> setRelease(root, article, false);
            case "withheld" -> article.setPubStatus(PubStatus.withheld);
            case "canceled" -> article.setPubStatus(PubStatus.canceled);
            case "embargoed" -> setRelease(root, article, true);
            default ->
                throw new UnreadableException(
                        XmlDocument.lineOf(root),
                        "management-status is %s: NITF has embargoed, usable, withheld, canceled"
                                .formatted(Faults.quoted(status)));
        }
    }

    /** A date of release holds for what is usable as well; one that says no exact time holds it back. */
    private static void setRelease(Element root, Article.Builder article, boolean embargoed) {
        Optional<String> release = XmlWords.attribute(root, "norm", "head", "docdata", "date.release");
        Optional<Instant> until = release.flatMap(IsoTime::exact);
        boolean past =
                release.flatMap(IsoTime::about).filter(Instant.now()::isAfter).isPresent();
        boolean withheld = until.isEmpty() && (embargoed || release.isPresent() && !past);
        article.setPubStatus(withheld ? PubStatus.withheld : PubStatus.usable);
        article.setEmbargoedUntil(until.orElse(null));
    }

    private static Optional<Instant> time(Element root, String name) {
        return XmlWords.attribute(root, "norm", "head", "docdata", name).flatMap(IsoTime::about);
    }

    private static Optional<String> language(Element root) {
        String tag = root.getAttributeValue("lang", org.jdom2.Namespace.XML_NAMESPACE, "");
        return tag.isBlank() ? LanguageGuess.of(HtmlText.of(root)) : Optional.of(tag.strip());
    }
}
