package io.wiretag.intake.format;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdom2.Element;

/**
 * What a feed says for all its items that do not say it themselves. Found once: a feed with many items would else be
 * searched again for each.
 *
 * @param by its authors; only of Atom, in RSS these are the makers of the site
 */
record FeedHeader(Optional<String> language, Optional<String> rights, Optional<String> by) {

    /** @param feed the channel, or the feed of Atom */
    static FeedHeader of(Element root, Element feed) {
        return new FeedHeader(
                Stream.of(feed, root)
                        .map(FeedWords::language)
                        .flatMap(Optional::stream)
                        .findFirst(),
                FeedWords.rights(feed).map(Element::getValue).map(String::strip),
                FeedWords.isAtom(feed) ? joined(FeedWords.authors(feed)) : Optional.empty());
    }

    static Optional<String> joined(List<String> names) {
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of(String.join(", ", names.stream().distinct().toList()));
    }
}
