package io.wiretag.proof;

import io.wiretag.schema.Article;
import io.wiretag.schema.Operation;
import io.wiretag.schema.PubStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Legal articles that are small only when packed: together they are larger than the heap of a processor, and lie in one
 * partition as a few records of some kilobytes. They must come out like all others, and no processor may end.
 *
 * @param articles how many
 * @param size of the text of each, in bytes
 */
record PackedArticles(int articles, int size) implements Fault {
    @Override
    public String name() {
        return "packed-articles";
    }

    @Override
    public Duration length() {
        return Duration.ofSeconds(60);
    }

    @Override
    public void strike(Scene scene) throws Exception {
        try (Aside aside = new Aside(scene.cluster())) {
            List<Edition> editions = new ArrayList<>();
            for (int i = 0; i < articles; i++) {
                editions.add(edition(i));
            }
            aside.publishPacked(editions, edition -> scene.load().bytes(large(edition)));
            for (Edition edition : editions) {
                aside.await(Operation.publish, edition, Await.PATIENCE);
            }
        }
    }

    private Article large(Edition edition) {
        return Article.newBuilder(edition.article(Instant.EPOCH))
                .setBody(edition.body() + "\n" + "a".repeat(size))
                .build();
    }

    private static Edition edition(int number) {
        return new Edition(
                Aside.URI + "packed:" + number,
                1,
                PubStatus.usable,
                0,
                new TreeSet<>(),
                Optional.empty(),
                Edition.Texture.PLAIN,
                false);
    }
}
