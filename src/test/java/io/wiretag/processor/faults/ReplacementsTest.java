package io.wiretag.processor.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReplacementsTest {
    @Test
    void tenOfEachThreadAreAnOutageAndOneMoreIsNot() {
        Replacements replacements = new Replacements(2);

        assertThat(IntStream.range(0, 20).allMatch(each -> replacements.isOneMoreFine()))
                .isTrue();
        assertThat(replacements.isOneMoreFine()).isFalse();
    }

    @Test
    void remembersThatThereWasOne() {
        Replacements replacements = new Replacements(1);
        assertThat(replacements.hasBeenLately()).isFalse();

        replacements.isOneMoreFine();

        assertThat(replacements.hasBeenLately()).isTrue();
    }
}
