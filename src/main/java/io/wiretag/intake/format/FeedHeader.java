package io.wiretag.intake.format;

import io.wiretag.intake.format.text.FeedWords;
import io.wiretag.intake.format.time.DateOrder;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jdom2.Element;

/**
 * What a feed says for all its items that do not say it themselves. Found once: a feed with many items would else be
 * searched again for each.
 *
 * @param by its authors; only of Atom, in RSS these are the makers of the site
 * @param base what its items' relative links and its own guids hang on: the link of the channel, else the address of the feed
 * @param sharedGuids guids that stand at items of several links, and so tell nothing
 * @param dates in which order its dates are written
 * @param zone of its times that name none
 */
record FeedHeader(
        Optional<String> language,
        Optional<String> rights,
        Optional<String> by,
        Optional<String> base,
        Set<String> sharedGuids,
        DateOrder dates,
        ZoneId zone) {

    private static final Set<String> DATES =
            Set.of("pubDate", "date", "published", "updated", "issued", "modified", "created");

    FeedHeader {
        sharedGuids = Set.copyOf(sharedGuids);
    }

    /** @param feed the channel, or the feed of Atom */
    static FeedHeader of(Source source, Element root, Element feed, List<Element> items) {
        return new FeedHeader(
                Stream.of(feed, root)
                        .map(FeedWords::language)
                        .flatMap(Optional::stream)
                        .findFirst(),
                FeedWords.rights(feed).map(Element::getValue).map(String::strip),
                FeedWords.isAtom(feed) ? joined(FeedWords.authors(feed)) : Optional.empty(),
                base(source, feed),
                sharedGuids(items),
                DateOrder.of(items.stream()
                        .flatMap(item -> item.getChildren().stream())
                        .filter(child -> DATES.contains(child.getName()))
                        .map(Element::getText)
                        .toList()),
                source.zone());
    }

    /** The site's own link outlives the addresses of its feeds; so an item keeps its identity when a feed moves. */
    private static Optional<String> base(Source source, Element feed) {
        return Stream.concat(FeedWords.links(feed), Stream.of(source.name()))
                .map(String::strip)
                .filter(link -> link.startsWith("http://") || link.startsWith("https://"))
                .findFirst();
    }

    private static Set<String> sharedGuids(List<Element> items) {
        Map<String, Set<String>> links = new HashMap<>();
        for (Element item : items) {
            FeedWords.guid(item)
                    .ifPresent(guid -> FeedWords.links(item)
                            .findFirst()
                            .ifPresent(link -> links.computeIfAbsent(guid, each -> new HashSet<>())
                                    .add(link)));
        }
        links.values().removeIf(each -> each.size() < 2);
        return links.keySet();
    }

    static Optional<String> joined(List<String> names) {
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of(String.join(", ", names.stream().distinct().toList()));
    }
}
