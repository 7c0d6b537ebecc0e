package io.wiretag.intake.format.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdom2.Element;
import org.jdom2.filter.ElementFilter;

/**
 * Captions of pictures and video that an item of a feed carries, by Media RSS (rssboard.org/media-rss), with their credit,
 * or by the sitemaps of Google.
 */
public final class MediaCaptions {

    /** A story has a few pictures; each looks for its credit. */
    private static final int MOST = 100;

    private MediaCaptions() {}

    public static List<String> of(Element item) {
        List<String> captions = new ArrayList<>();
        for (Element description : item.getDescendants(new ElementFilter("description", FeedWords.MEDIA))) {
            String words = HtmlText.ofEscaped(description.getText())
                    .replaceAll("\\s+", " ")
                    .strip();
            if (!words.isEmpty() && captions.size() < MOST) {
                captions.add(credited(words, description.getParentElement()));
            }
        }
        XmlWords.at(item, "image", "caption")
                .filter(caption -> caption.getNamespaceURI().contains("/sitemap-image/"))
                .map(caption -> HtmlText.ofEscaped(caption.getText())
                        .replaceAll("\\s+", " ")
                        .strip())
                .filter(words -> !words.isEmpty())
                .limit(MOST)
                .forEach(captions::add);
        return captions.stream().distinct().toList();
    }

    private static String credited(String words, Element media) {
        Optional<String> credit = Stream.concat(
                        media.getChildren("credit", FeedWords.MEDIA).stream(),
                        media.getParentElement().getChildren("credit", FeedWords.MEDIA).stream())
                .map(Element::getTextNormalize)
                .filter(name -> !name.isEmpty() && !words.contains(name))
                .findFirst();
        boolean video = media.getAttributeValue("medium", media.getAttributeValue("type", ""))
                .startsWith("video");
        return credit.map(name -> words + (video ? " Video: " : " Photo: ") + name)
                .orElse(words);
    }
}
