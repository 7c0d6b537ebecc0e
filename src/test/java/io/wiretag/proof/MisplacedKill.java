package io.wiretag.proof;

import io.wiretag.schema.Operation;
import io.wiretag.schema.PubStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A kill that comes from a client which places keys otherwise than Java's: it lies in another partition than its article, and
 * must reach every place where the article went all the same.
 */
record MisplacedKill() implements Fault {
    /** The promise is five seconds; a busy machine may need more, and no test asserts a time. */
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @Override
    public String name() {
        return "kill-misplaced";
    }

    @Override
    public Duration length() {
        return Duration.ofSeconds(10);
    }

    @Override
    public void strike(Scene scene) throws Exception {
        try (Aside aside = new Aside(scene.cluster())) {
            Edition article = edition(1, PubStatus.usable);
            aside.publish(article, scene.load().bytes(article));
            aside.await(Operation.publish, article, LIMIT);
            Edition kill = edition(2, PubStatus.canceled);
            long published = System.nanoTime();
            aside.publishElsewhere(kill, scene.load().bytes(kill));
            aside.await(Operation.kill, kill, LIMIT);
            scene.history()
                    .tell(
                            "misplaced-kill",
                            "millis",
                            Duration.ofNanos(System.nanoTime() - published).toMillis());
            require(aside.seen(article.uri()), article);
        }
    }

    private static void require(List<Aside.Seen> seen, Edition article) {
        if (seen.size() != 2 * article.places().size()) {
            throw new ProofException("a publication and a kill at each of " + article.places() + ", and no more, had to"
                    + " come of " + article.uri() + ", and this did: " + seen);
        }
    }

    private static Edition edition(int version, PubStatus status) {
        return new Edition(
                Aside.URI + "misplaced",
                version,
                status,
                0,
                new TreeSet<>(Set.of("VN-HN", "VN-22")),
                Optional.of("VNS"),
                Edition.Texture.PLAIN,
                false);
    }
}
