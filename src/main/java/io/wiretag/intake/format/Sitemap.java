package io.wiretag.intake.format;

import io.wiretag.intake.format.text.SmallLetters;
import io.wiretag.intake.format.text.XmlWords;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import org.jdom2.Element;
import org.jdom2.located.LocatedElement;

/**
 * Sitemaps (sitemaps.org) with news, as Google asks newsrooms for: the tree of the same news in RSS, so that what holds for the items
 * of feeds holds for these.
 *
 * <p>A sitemap has no texts: its articles have headline, language, time and name of the publication, and captions where it has some. What
 * it says of a page that is no news is passed over. {@code lastmod} is left out: sites write there when they were asked, and every
 * article would look revised each time.
 */
final class Sitemap {

    private static final String NEWS = "news";
    private static final int MOST_SITEMAPS = 10;

    private Sitemap() {}

    static boolean isSitemap(Element root) {
        return isName(root, "urlset") || isIndex(root);
    }

    static boolean isIndex(Element root) {
        return isName(root, "sitemapindex");
    }

    private static boolean isName(Element root, String name) {
        return SmallLetters.of(root.getName()).equals(name);
    }

    /**
     * The addresses of sitemaps in an index, at most ten: those with "news" in them, else those changed last.
     */
    static List<String> sitemaps(Element index) {
        List<Element> all = XmlWords.at(index, "sitemap")
                .filter(each -> XmlWords.words(each, "loc").isPresent())
                .sorted(Comparator.comparing((Element each) ->
                                XmlWords.words(each, "lastmod").orElse("9"))
                        .reversed())
                .toList();
        Predicate<Element> ofNews =
                each -> SmallLetters.of(XmlWords.words(each, "loc").orElse("")).contains(NEWS);
        boolean named = all.stream().anyMatch(ofNews);
        return all.stream()
                .filter(each -> !named || ofNews.test(each))
                .map(each -> XmlWords.words(each, "loc").orElse(""))
                .distinct()
                .limit(MOST_SITEMAPS)
                .toList();
    }

    /** @throws UnreadableException if there is no news in it */
    static XmlDocument asFeed(XmlDocument sitemap) throws UnreadableException {
        Element root = sitemap.root();
        if (isIndex(root)) {
            throw new UnreadableException(
                    XmlDocument.lineOf(root),
                    "an index of sitemaps: poll it, or send those that it names: "
                            + Faults.shortened(String.join(", ", sitemaps(root))));
        }
        Element channel = new Element("channel");
        Set<Element> unfinished = Collections.newSetFromMap(new IdentityHashMap<>());
        int pages = 0;
        for (Element url : root.getChildren()) {
            pages++;
            Optional<Element> news = XmlWords.at(url, NEWS).findFirst();
            if (url.getName().equals("url") && news.isPresent()) {
                Element item = item(url, news.get());
                channel.addContent(item);
                if (sitemap.unfinished().contains(url)) {
                    unfinished.add(item);
                }
            }
        }
        if (pages > 0 && channel.getContentSize() == 0 && sitemap.fault().isEmpty()) {
            throw new UnreadableException(
                    OptionalInt.empty(),
                    "a sitemap without news: its pages have no title; take the site's sitemap of news (<news:news>), or its feed");
        }
        Element feed = new Element("rss").setAttribute("version", "2.0").addContent(channel);
        return new XmlDocument(feed, unfinished, sitemap.fault(), sitemap.repaired());
    }

    private static Element item(Element url, Element news) {
        LocatedElement item = new LocatedElement("item");
        item.setLine(XmlDocument.lineOf(url).orElse(0));
        put(item, "link", XmlWords.words(url, "loc"));
        put(item, "title", XmlWords.words(news, "title"));
        put(item, "pubDate", XmlWords.words(news, "publication_date"));
        put(
                item,
                "language",
                XmlWords.words(news, "publication", "language").or(() -> XmlWords.words(news, "language")));
        put(item, "source", XmlWords.words(news, "publication", "name"));
        news.getChildren().stream()
                .filter(child -> !Set.of("title", "publication_date", "publication", "language")
                        .contains(child.getName()))
                .forEach(child -> item.addContent(child.clone()));
        XmlWords.at(url, "image").forEach(image -> item.addContent(image.clone()));
        return item;
    }

    private static void put(Element item, String name, Optional<String> words) {
        words.ifPresent(text -> item.addContent(new Element(name).setText(text)));
    }
}
