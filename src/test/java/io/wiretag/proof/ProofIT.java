package io.wiretag.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The promises of the product, tried on a cluster whose parts are killed, paused and cut off under load. */
class ProofIT {
    @Test
    void everyArticleComesOutOnceAndInOrderWhateverFails() throws Exception {
        Path folder = Path.of(System.getProperty("wiretag.build.dir", "target"), "proof");

        Ledger.Verdict verdict = Proof.run(
                Plan.quick(Integer.getInteger("proof.articles", 20_000), Long.getLong("proof.seed", 1)), folder);

        assertThat(verdict.isComplete()).isTrue();
    }
}
