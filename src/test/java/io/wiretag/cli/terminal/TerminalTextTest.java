package io.wiretag.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import org.junit.jupiter.api.Test;

class TerminalTextTest {
    @Test
    void aHeadlineCannotCommandTheTerminal() {
        assertThat(TerminalText.oneLine("Hà Nội\u001b[2J\n\tmưa \u202eto\u200b"))
                .isEqualTo("Hà Nội [2J mưa to");
    }

    @Test
    void combiningMarksTakeNoColumn() {
        String composed = "Quảng Ngãi";

        assertThat(TerminalText.columns(Normalizer.normalize(composed, Normalizer.Form.NFD)))
                .isEqualTo(10);
        assertThat(TerminalText.columns(composed)).isEqualTo(10);
    }

    @Test
    void aCutNeverPartsALetterFromItsMarks() {
        String decomposed = Normalizer.normalize("Thừa Thiên Huế", Normalizer.Form.NFD);

        assertThat(Normalizer.normalize(TerminalText.cut(decomposed, 4), Normalizer.Form.NFC))
                .isEqualTo("Thừ…");
        assertThat(TerminalText.cut("short", 80)).isEqualTo("short");
    }
}
