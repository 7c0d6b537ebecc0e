package io.wiretag.delivery;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps the newest version of some of the newest articles, and no more than twice as many. For one thread. */
final class NewestArticles implements ArticleDelivery.Taker {
    private static final Comparator<Told> BY_TIME =
            Comparator.comparing((Told told) -> told.event().published());

    private final int most;
    private final Map<String, Told> kept = new HashMap<>();
    private int seen;

    NewestArticles(int most) {
        this.most = most;
    }

    @Override
    public boolean take(Told told) {
        keep(told);
        if (kept.size() > 2 * most) {
            List<Told> newest = found();
            kept.clear();
            newest.forEach(this::keep);
        }
        seen = Math.max(seen, kept.size());
        return true;
    }

    private void keep(Told told) {
        kept.put(told.event().version().getArticle().getUri(), told);
    }

    /** How many there were at one time. */
    int seen() {
        return seen;
    }

    /** The newest first. */
    List<Told> found() {
        return kept.values().stream().sorted(BY_TIME.reversed()).limit(most).toList();
    }
}
