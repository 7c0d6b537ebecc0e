package io.wiretag.intake.format;

import io.wiretag.schema.Article;
import io.wiretag.topics.ArticleIdentity;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.jdom2.Element;

/**
 * Turns an input into articles: the one door to all readers.
 *
 * <p>{@link Format#AUTO} looks at the content. A transmission of IPTC 7901 or ANPA 1312 is known by its control
 * characters; otherwise the first character decides: <code>{</code> and <code>[</code> are ninjs (but {@code [Photo] ...}
 * is a headline), {@code <} is XML, of which the outermost element tells the format, anything else is text.
 */
public final class ArticleReaders {
    /** More than any newsroom sends at once; bounds the list of readings of an input that is nothing but "{}". */
    static final int MAX_ARTICLES = 20_000;

    /** An HTML page shows itself within this many bytes. */
    private static final int START_BYTES = 256;

    private static final Pattern HTML =
            Pattern.compile("(<\\?xml[^>]*>)?\\s*<(!doctype\\s+)?html\\b.*", Pattern.DOTALL);

    private ArticleReaders() {}

    /**
     * Reads all articles of an input, in their order. The list is never empty: an input without an article gives a
     * complaint.
     *
     * <p>Never throws on content.
     */
    public static List<Reading> read(Source source, Format format) {
        Objects.requireNonNull(format, "format");
        return readings(source, format).stream()
                .map(reading -> reading instanceof Reading.Read read
                        ? longIdentity(source, read.article()).orElse(reading)
                        : reading)
                .toList();
    }

    /** What the processor would reject is told to its sender. */
    private static Optional<Reading> longIdentity(Source source, Article article) {
        return ArticleIdentity.tooLong(article)
                .map(reason -> new Reading.Complaint(
                        source.name(),
                        OptionalInt.empty(),
                        "of the article %s %s".formatted(Faults.quoted(article.getUri()), reason)));
    }

    private static List<Reading> readings(Source source, Format format) {
        try {
            byte[] bytes = source.bytes();
            if (bytes.length > Source.MAX_BYTES) {
                throw refusal("larger than %d MiB: one input holds one wire or a batch of them, split it"
                        .formatted(Source.MAX_BYTES >> 20));
            }
            Format known = format == Format.AUTO ? transmissionOf(bytes) : format;
            if (known == Format.IPTC_7901) {
                return UnreadTimes.OWN.told(source, Iptc7901Reader.read(source));
            }
            if (known == Format.ANPA_1312) {
                return UnreadTimes.OWN.told(source, AnpaReader.read(source));
            }
            if (format == Format.FEED || format == Format.NEWSML_G2 || format == Format.AUTO && XmlText.isXml(bytes)) {
                return readXml(source, format);
            }
            String text = Utf8.decode(bytes);
            if (text.isBlank()) {
                throw refusal("empty: there is no article in it");
            }
            return UnreadTimes.OWN.told(
                    source,
                    (format == Format.AUTO ? formatOf(text) : format) == Format.NINJS
                            ? NinjsReader.read(source, text)
                            : List.of(PlainTextReader.read(text)));
        } catch (UnreadableException e) {
            return List.of(e.complaint(source));
        }
    }

    private static List<Reading> readXml(Source source, Format format) throws UnreadableException {
        byte[] bytes = source.bytes();
        String start = new String(bytes, 0, Math.min(bytes.length, START_BYTES), StandardCharsets.ISO_8859_1);
        if (start.isBlank()) {
            throw refusal("empty: there is no article in it");
        }
        if (HTML.matcher(start.strip().toLowerCase(Locale.ROOT)).matches()) {
            throw refusal("an HTML page: send the article as ninjs, XML of news, or plain text");
        }
        XmlDocument document = XmlDocument.of(bytes);
        Element root = document.root();
        if (format == Format.FEED || format == Format.AUTO && FeedReader.isFeed(root)) {
            return UnreadTimes.OF_FEEDS.told(source, FeedReader.read(source, document));
        }
        if (format == Format.NEWSML_G2 || NewsmlReader.isNewsml(root)) {
            return UnreadTimes.OWN.told(source, NewsmlReader.read(source, document));
        }
        throw new UnreadableException(
                XmlDocument.lineOf(root),
                "the XML is <%s>, which is not read: send NewsML-G2, RSS, Atom, ninjs or plain text"
                        .formatted(root.getQualifiedName()));
    }

    private static Format formatOf(String text) {
        String start = text.stripLeading();
        return switch (start.charAt(0)) {
            case '{' -> Format.NINJS;
            case '[' -> Character.isLetter(firstOf(start.substring(1).stripLeading())) ? Format.TEXT : Format.NINJS;
            default -> Format.TEXT;
        };
    }

    /** AUTO if it is none. */
    private static Format transmissionOf(byte[] bytes) {
        if (!Transmission.isTransmission(bytes)) {
            return Format.AUTO;
        }
        return Transmission.isAnpa(bytes) ? Format.ANPA_1312 : Format.IPTC_7901;
    }

    private static char firstOf(String text) {
        return text.isEmpty() ? 0 : text.charAt(0);
    }

    private static UnreadableException refusal(String reason) {
        return new UnreadableException(OptionalInt.empty(), reason);
    }
}
