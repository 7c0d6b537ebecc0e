package io.wiretag.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.local.SharedLocalStack;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever bytes come to any door, its promises hold, and they cost what their length allows. */
class AnyBytesTest {

    /** For all doors together, by their shares; 20,000 with {@code -Pfull}. */
    private static final int INPUTS = 20 * Integer.getInteger("jqwik.tries.default", 100);

    private static final int LONGEST = 64 * 1024;

    private final Supplier<URI> registry = () -> SharedLocalStack.stack().registryUrl();

    @ParameterizedTest
    @EnumSource
    void whatOnceBrokeAPromiseDoesSoNoMore(Door door) {
        Trial trial = new Trial(door.open(registry));

        Inputs.found(door).forEach(trial::feed);
    }

    @ParameterizedTest
    @Tag("longer")
    @EnumSource
    void noMutationOfWhatIsKeptBreaksAPromise(Door door) {
        Trial trial = new Trial(door.open(registry));
        List<byte[]> kept = new ArrayList<>(Inputs.seeds(door));
        assertThat(kept).as("seeds of " + door).isNotEmpty();
        kept.addAll(Inputs.found(door));
        kept.forEach(trial::feed);
        Mutation mutation = new Mutation(door.ordinal(), kept, LONGEST);

        for (int i = INPUTS * door.share / 1000; i > 0; i--) {
            trial.feed(mutation.next());
        }
    }
}
