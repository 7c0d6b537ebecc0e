package io.wiretag.cli.print;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.cli.terminal.TerminalText;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class MarkedTextTest {
    @Test
    void linesAreBrokenBetweenWords() {
        assertThat(MarkedText.wrap("Rain fell over Đà Nẵng", 11)).containsExactly("Rain fell", "over Đà", "Nẵng");
    }

    @Test
    void aWordLongerThanALineIsBroken() {
        assertThat(MarkedText.wrap("a https://x.example/12", 10)).containsExactly("a", "https://x.", "example/12");
    }

    @Test
    void lineEndsStayAndEmptyLinesBecomeOne() {
        assertThat(MarkedText.wrap("\n\na\nb \r\n\r\n \n\nc\n\n", 10)).containsExactly("a", "b", "", "c");
    }

    @Test
    void aTextCannotCommandTheTerminal() {
        assertThat(MarkedText.wrap("a\u001b[31mb\u0007 \u202ec\u2028d", 20)).containsExactly("a[31mb c", "d");
    }

    @Test
    void marksThatAreLettersOfTheirOwnTakeNoColumn() {
        assertThat(MarkedText.wrap("Ha\u0300 No\u0323\u0302i", 6)).containsExactly("Ha\u0300 No\u0323\u0302i");
    }

    @Test
    void aStyleIsClosedAtTheEndOfALineAndOpenedAgain() {
        MarkedText text = new MarkedText();
        text.add("in ", UnaryOperator.identity());
        text.add("Hà Nội", name -> "<" + name + ">");
        text.add(", rain", UnaryOperator.identity());

        assertThat(text.lines(80)).containsExactly("in <Hà Nội>, rain");
        assertThat(text.lines(6)).containsExactly("in <Hà>", "<Nội>,", "rain");
    }

    @RepeatedTest(50)
    void noWordIsLostAndNoLineTooLong(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        String letters = "ab \n\u0301Đ,";
        String text = random.ints(200, 0, letters.length())
                .mapToObj(i -> letters.substring(i, i + 1))
                .collect(Collectors.joining());
        int width = 1 + random.nextInt(20);

        List<String> lines = MarkedText.wrap(text, width);

        assertThat(lines)
                .allSatisfy(line -> assertThat(TerminalText.columns(line)).isLessThanOrEqualTo(width));
        assertThat(String.join("", lines).replaceAll("\\s", "")).isEqualTo(text.replaceAll("\\s", ""));
    }
}
