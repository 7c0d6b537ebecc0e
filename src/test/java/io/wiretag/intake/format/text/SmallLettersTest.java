package io.wiretag.intake.format.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SmallLettersTest {
    @Test
    void theyAreThoseOfJava() {
        String all = IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(Character::isLetter)
                .filter(letter -> letter != 'Σ')
                .mapToObj(letter -> "a" + Character.toString(letter) + " ")
                .collect(Collectors.joining());

        assertThat(SmallLetters.of(all)).isEqualTo(all.toLowerCase(Locale.ROOT));
        assertThat(SmallLetters.of("")).isEmpty();
        assertThat(SmallLetters.of("ĐÀ NẴNG \ud800")).isEqualTo("đà nẵng \ud800");
    }

    /** With Java alone half a minute for a megabyte of the first, hours for one of the second, and more the square of that. */
    @Test
    @Timeout(value = 1, unit = TimeUnit.MINUTES)
    void aMegabyteOfLettersThatBecomeLongerIsReadToTheEnd() {
        String endless = "İ".repeat(1 << 21);

        assertThat(SmallLetters.of(endless)).hasSize(2 << 21);
        assertThat(LanguageGuess.of(endless)).isEmpty();
        assertThat(SmallLetters.of("Σ".repeat(1 << 20))).isEqualTo("σ".repeat(1 << 20));
        assertThat(SmallLetters.of("aΣ" + "1".repeat(1 << 20))).startsWith("aσ1");
    }
}
