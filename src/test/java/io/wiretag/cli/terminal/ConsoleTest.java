package io.wiretag.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.wiretag.cli.Main;
import io.wiretag.files.OneLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whatever a command prints, nothing hostile gets out. */
class ConsoleTest {
    private static final Map<String, String> TERMINAL = Map.of("WIRETAG_TERMINAL", "1");

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    private Console console(boolean colors, Map<String, String> environment) {
        PrintStream stream = new PrintStream(written, true, StandardCharsets.UTF_8);
        return new Console(InputStream.nullInputStream(), stream, stream, environment, colors, 80);
    }

    private String written() {
        return written.toString(StandardCharsets.UTF_8);
    }

    @Test
    void noCodePointButLineEndsAndTabsPassesThatIsHostile() {
        int[] all = IntStream.rangeClosed(0, Character.MAX_CODE_POINT).toArray();
        Console console = console(false, Map.of());

        console.out().print(new String(all, 0, all.length));
        console.err().println((Object) "\u001b[2J\u202e");
        console.err().printf("%s%c", "\u009b31m", 0x2028);

        assertThat(written().codePoints().filter(each -> each != '\n' && each != '\t'))
                .noneMatch(OneLine::isHostile);
        assertThat(written()).contains("\\u001b[2J\\u202e").contains("\\u009b31m\\u2028");
    }

    @Test
    void textInAnyLanguageAndTheEndsOfLinesPass() {
        String text = "Thừa Thiên Huế\t日本 🌧️" + System.lineSeparator();

        console(false, Map.of()).out().print(text);

        assertThat(written()).isEqualTo(text);
    }

    @Test
    void aLineIsOneLineWhateverIsInIt() {
        Console console = console(false, Map.of());

        console.err().println("a\nb\r\nc");
        console.err().println(new IllegalStateException("d\ne"));

        assertThat(written().lines())
                .containsExactly("a\\u000ab\\u000d\\u000ac", "java.lang.IllegalStateException: d\\u000ae");
    }

    @Test
    void jsonStaysTheSameJson() throws IOException {
        String value = "\u202eđảo\u200b \u0085\u2028 \udb40\udc41 \\ \"";
        ObjectMapper mapper = new ObjectMapper();

        console(false, Map.of()).out().println(mapper.writeValueAsString(Map.of("value", value)));

        assertThat(written()).doesNotContain("\u202e", "\u2028");
        assertThat(mapper.readTree(written()).get("value").textValue()).isEqualTo(value);
    }

    @Test
    void onATerminalOurOwnSequencesPassAndNoOthers() {
        Console console = console(true, TERMINAL);
        Style style = console.style();
        String ours = style.strong("a")
                + style.province("b")
                + style.rejected("c")
                + TerminalCommand.up(12)
                + TerminalCommand.CLEAR_REST_OF_LINE
                + TerminalCommand.HIDE_CURSOR;

        console.out().print(ours);
        assertThat(written()).isEqualTo(ours.replace(TerminalCommand.BEGIN, "\u001b"));
        written.reset();
        for (String other : List.of(
                "\u001b[2J",
                "\u001b]0;title\u0007",
                "\u001b[8m",
                "\u001bc",
                "\u001b[5n",
                "\rx",
                "\u001b",
                "\u001b[5A",
                "\u001b[J",
                "\u001b[K",
                "\u001b[G",
                "\u001b[?25l",
                "\u001b[1;32mx\u001b[0m",
                TerminalCommand.BEGIN.substring(0, 9) + "[J")) {
            console.out().println(other);
        }

        assertThat(written()).doesNotContain("\u001b", "\r", "\u0007");
    }

    @Test
    void aSequenceOfOursInTheMiddleOfALongTextIsNotBroken() {
        Console console = console(true, TERMINAL);
        String long_ = (console.style().bad("x") + "y").repeat(10_000);

        console.out().print(long_);
        console.out().flush();

        assertThat(written()).isEqualTo(long_.replace(TerminalCommand.BEGIN, "\u001b"));
    }

    @Test
    void anEscapeCharacterAtTheEndIsNotKeptBack() {
        Console console = console(true, TERMINAL);

        console.out().print("x\u001b");
        console.out().flush();

        assertThat(written()).isEqualTo("x\\u001b");
    }

    @Test
    void wordsOfTheCommandLineThatAreRefusedDoNotCommandATerminal() {
        Console console = console(true, TERMINAL);

        int code = Main.run(console, "tag", "--no\u001b[5ASPY\u001b[J", "x");
        console.err().flush();

        assertThat(code).isEqualTo(ExitCode.USAGE);
        assertThat(written())
                .contains("\u001b[1;31m", "\\u001b[5ASPY\\u001b[J")
                .doesNotContain("\u001b[5A", "\u001b[J");
    }

    @Test
    void thatNobodyReadsAnyMoreIsNoticed() {
        PrintStream broken = new PrintStream(new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                throw new IOException("Broken pipe");
            }
        });
        Console console = new Console(InputStream.nullInputStream(), broken, broken, Map.of(), false, 80);

        console.out().println("x");

        assertThat(console.out().checkError()).isTrue();
    }
}
