package io.wiretag.intake.format;

import io.wiretag.codec.TrustedSchemaClasses;
import io.wiretag.intake.format.text.LegacyEncoding;
import io.wiretag.intake.format.text.OtherFiles;
import io.wiretag.intake.format.text.SmallLetters;
import io.wiretag.schema.Article;
import io.wiretag.topics.ArticleIdentity;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
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
 * is a headline, and what says so is a JSON Feed), {@code <} is XML, of which the outermost element tells the format, anything
 * else is text.
 */
public final class ArticleReaders {
    /** More than any newsroom sends at once; bounds the list of readings of an input that is nothing but "{}". */
    static final int MAX_ARTICLES = 20_000;

    /** An HTML page shows itself within this many bytes. */
    private static final int START_BYTES = 256;

    private static final Pattern HTML =
            Pattern.compile("(<\\?xml[^>]*>)?\\s*<(!doctype\\s+)?html\\b.*", Pattern.DOTALL);

    static {
        // a reading may be completed from another
        TrustedSchemaClasses.trust();
    }

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
            Optional<String> other = OtherFiles.name(bytes);
            if (other.isPresent()) {
                throw refusal(other.get());
            }
            if (format == Format.AUTO && MailReader.isMail(bytes)) {
                return MailReader.read(source);
            }
            boolean telex = format == Format.AUTO && TelexReader.isTelex(bytes);
            Format known = format == Format.AUTO && !telex ? transmissionOf(bytes) : format;
            if (known == Format.IPTC_7901) {
                return UnreadTimes.OWN.told(source, Iptc7901Reader.read(source));
            }
            if (known == Format.ANPA_1312) {
                return UnreadTimes.OWN.told(source, AnpaReader.read(source));
            }
            if (format == Format.FEED || format == Format.AUTO && !telex && XmlText.looksLikeFeed(bytes)) {
                return readFeed(source);
            }
            if (format == Format.NEWSML_G2 || format == Format.AUTO && !telex && XmlText.isXml(bytes)) {
                return readXml(source, format);
            }
            Optional<LegacyEncoding> legacy = legacy(bytes);
            if (legacy.isPresent()) {
                Reading.Complaint note = new Reading.Complaint(
                        source.name(), OptionalInt.empty(), legacy.get().note());
                return readText(source, format, legacy.get().decode(bytes)).stream()
                        .map(reading -> reading instanceof Reading.Read read ? read.warned(List.of(note)) : reading)
                        .toList();
            }
            return readText(source, format, Utf8.decode(bytes));
        } catch (UnreadableException e) {
            return List.of(e.complaint(source));
        }
    }

    /** Bytes that are UTF-8, as nearly all are, cost no search; JSON is in nothing else (RFC 8259). */
    private static Optional<LegacyEncoding> legacy(byte[] bytes) {
        try {
            Utf8.decode(bytes);
            return Optional.empty();
        } catch (UnreadableException notUtf8) {
            return isJson(bytes) ? Optional.empty() : LegacyEncoding.of(bytes);
        }
    }

    private static boolean isJson(byte[] bytes) {
        int start = Utf8.startsWith(bytes, 0xEF, 0xBB, 0xBF) ? 3 : 0;
        return new String(bytes, start, Math.min(START_BYTES, bytes.length - start), StandardCharsets.ISO_8859_1)
                .stripLeading()
                .startsWith("{");
    }

    private static List<Reading> readText(Source source, Format format, String text) throws UnreadableException {
        if (text.isBlank()) {
            throw refusal("empty: there is no article in it");
        }
        if (format == Format.AUTO && isJson(source.bytes()) && JsonFeed.isJsonFeed(text)) {
            return readJsonFeed(source, text);
        }
        if (format == Format.AUTO && TelexReader.isTelex(source.bytes())) {
            return UnreadTimes.OWN.told(source, TelexReader.read(source, text));
        }
        return UnreadTimes.OWN.told(
                source,
                (format == Format.AUTO ? formatOf(text) : format) == Format.NINJS
                        ? NinjsReader.read(source, text)
                        : List.of(PlainTextReader.read(text)));
    }

    private static List<Reading> readFeed(Source source) throws UnreadableException {
        refuseOtherMarkup(source.bytes());
        if (isJson(source.bytes())) {
            return readJsonFeed(source, Utf8.decode(source.bytes()));
        }
        List<Reading> readings = new ArrayList<>();
        String text = XmlText.ofFeed(source.bytes(), source.charset(), fault -> readings.add(fault.complaint(source)));
        List<Reading> articles = new ArrayList<>();
        for (XmlDocument feed : XmlDocument.ofFeeds(text)) {
            try {
                articles.addAll(FeedReader.read(source, feed));
            } catch (UnreadableException e) {
                // costs none of the others in the file
                articles.addAll(e.complaints(source));
            }
        }
        readings.addAll(0, UnreadTimes.OF_FEEDS.told(source, articles));
        return readings;
    }

    private static List<Reading> readJsonFeed(Source source, String text) throws UnreadableException {
        return UnreadTimes.OF_FEEDS.told(source, FeedReader.read(source, JsonFeed.document(text)));
    }

    /**
     * The addresses of the sitemaps that an index of them names, as they stand there; none if the input is no such index.
     *
     * <p>Never throws on content.
     */
    public static List<String> sitemaps(Source source) {
        try {
            return XmlText.mayBeSitemapIndex(source.bytes()) && source.bytes().length <= Source.MAX_BYTES
                    ? XmlDocument.ofFeeds(XmlText.ofFeed(source.bytes(), source.charset(), fault -> {})).stream()
                            .map(XmlDocument::root)
                            .filter(Sitemap::isIndex)
                            .findFirst()
                            .map(Sitemap::sitemaps)
                            .orElse(List.of())
                    : List.of();
        } catch (UnreadableException none) {
            return List.of();
        }
    }

    private static void refuseOtherMarkup(byte[] bytes) throws UnreadableException {
        String start = new String(bytes, 0, Math.min(bytes.length, START_BYTES), StandardCharsets.ISO_8859_1);
        if (start.isBlank()) {
            throw refusal("empty: there is no article in it");
        }
        if (HTML.matcher(SmallLetters.of(start.strip())).matches()) {
            throw refusal("an HTML page: send the article as ninjs, XML of news, or plain text");
        }
    }

    private static List<Reading> readXml(Source source, Format format) throws UnreadableException {
        refuseOtherMarkup(source.bytes());
        XmlDocument document = XmlDocument.of(source.bytes());
        Element root = document.root();
        if (format == Format.NEWSML_G2 || NewsmlReader.isNewsml(root)) {
            return UnreadTimes.OWN.told(source, NewsmlReader.read(source, document));
        }
        if (NitfReader.isNitf(root) || Newsml1Reader.isNewsml1(root)) {
            return UnreadTimes.OWN.told(
                    source,
                    NitfReader.isNitf(root) ? NitfReader.read(source, document) : Newsml1Reader.read(source, document));
        }
        throw new UnreadableException(
                XmlDocument.lineOf(root),
                "the XML is <%s>, which is not read: send NewsML, NITF, RSS, Atom, ninjs or plain text"
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
