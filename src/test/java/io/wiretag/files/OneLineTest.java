package io.wiretag.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OneLineTest {
    @ParameterizedTest
    @ValueSource(
            ints = {
                0x00, 0x07, 0x08, 0x0A, 0x0D, 0x1B, 0x7F, 0x85, 0x9B, 0x9D, 0xAD, 0x61C, 0x180E, 0x200B, 0x200C, 0x200D,
                0x200E, 0x200F, 0x2028, 0x2029, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2060, 0x2066, 0x2067, 0x2068,
                0x2069, 0xD800, 0xDFFF, 0xFEFF, 0xFFF9, 0xE0001, 0xE0041
            })
    void whatCouldCommandATerminalOrHideInANameIsHostile(int codePoint) {
        assertThat(OneLine.isHostile(codePoint)).isTrue();
    }

    @Test
    void nothingHostileIsInALine() {
        int[] all = IntStream.rangeClosed(0, Character.MAX_CODE_POINT).toArray();

        String line = OneLine.of(new String(all, 0, all.length), Integer.MAX_VALUE);

        assertThat(line.codePoints()).noneMatch(OneLine::isHostile);
    }

    @Test
    void wordsStayWordsAndNothingElseOfTheTextChanges() {
        assertThat(OneLine.of(" Hà Nội\u001b[2J\r\n\tmưa\u2028to\u00a0 \u202egió\u200b\ud83c "))
                .isEqualTo("Hà Nội [2J mưa to gió\ufffd");
        assertThat(OneLine.of("Thu\u031b\u031b\u0300a Thie\u0302n 日本 עברית 🌧️"))
                .isEqualTo("Thu\u031b\u031b\u0300a Thie\u0302n 日本 עברית 🌧️");
    }

    @Test
    void aLongTextIsCutBetweenCharacters() {
        assertThat(OneLine.of("abc", 3)).isEqualTo("abc");
        assertThat(OneLine.of("abcd", 3)).isEqualTo("abc...");
        assertThat(OneLine.of("ab🌧c", 3)).isEqualTo("ab...");
        assertThat(OneLine.of("x".repeat(1_000_000))).hasSizeLessThan(2_100);
    }

    @Test
    void anEscapeIsThatOfJson() {
        assertThat(OneLine.escape(0x202E)).isEqualTo("\\u202e");
        assertThat(OneLine.escape(0xE0041)).isEqualTo("\\udb40\\udc41");
    }
}
