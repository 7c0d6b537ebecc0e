package io.wiretag.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The promises of the product, tried on a cluster whose parts are killed, paused and cut off under load: in a short form with
 * {@code mvn -Pfull verify}, in a long one with {@code mvn verify -Pproof}. docs/proof.md tells of both.
 */
@Tag("full")
class ProofIT {
    private static final int ARTICLES_SHORT = 6_000;
    private static final int ARTICLES_LONG = 100_000;
    private static final int SOAK_MINUTES = 6;

    @Test
    void everyArticleComesOutOnceAndInOrderWhateverFails() throws Exception {
        Path folder = Path.of(System.getProperty("wiretag.build.dir", "target"), "proof");

        Ledger.Verdict verdict = Proof.run(plan(), folder);

        assertThat(verdict.isComplete()).as("%s", verdict).isTrue();
    }

    private static Plan plan() {
        long seed = Long.getLong("proof.seed", 1);
        if (!System.getProperty("proof.form", "short").equals("long")) {
            return Plan.quick(Integer.getInteger("proof.articles", ARTICLES_SHORT), seed);
        }
        List<String> kinds = Arrays.stream(
                        System.getProperty("proof.faults", "").split(","))
                .filter(kind -> !kind.isBlank())
                .toList();
        return Plan.thorough(
                Integer.getInteger("proof.articles", ARTICLES_LONG),
                seed,
                Duration.ofMinutes(Integer.getInteger("proof.soak", SOAK_MINUTES)),
                kinds);
    }
}
