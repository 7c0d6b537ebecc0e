package io.wiretag.intake.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.schema.Article;
import io.wiretag.testing.Needs;
import io.wiretag.testing.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever comes in, in whatever state: there are readings, and what is read can be published. */
class AnyInputTest {

    /** Bytes that mean something to one of the formats, where a random byte mostly means nothing. */
    private static final byte[] MARKS = "<>&;\"'/=![]{}:-?# \n\t^_0aZ\u0000\u0001\u0002\u0003\u0004\u0016\u001f"
            .getBytes(StandardCharsets.ISO_8859_1);

    static List<String> wires() {
        return List.of(
                FeedReaderTest.RSS,
                FeedReaderTest.ATOM,
                NewsmlReaderTest.MESSAGE,
                Iptc7901ReaderTest.WIRE,
                AnpaReaderTest.WIRE);
    }

    @ParameterizedTest
    @MethodSource("wires")
    void aWireThatIsCutOffAnywhereGivesReadings(String wire) {
        byte[] whole = wire.getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length <= whole.length; length++) {
            checkReadings(Arrays.copyOf(whole, length), Format.AUTO);
        }
    }

    @Test
    @Needs(Tool.SAMPLES)
    void aSampleThatIsCutOffAnywhereGivesReadings() throws IOException {
        try (Stream<Path> files = Files.walk(Tool.samples())) {
            for (Path file : files.filter(f -> f.toString().matches(".*\\.(xml|txt|tst)"))
                    .toList()) {
                byte[] whole = Files.readAllBytes(file);
                for (int length = 0; length <= whole.length; length += 11) {
                    checkReadings(Arrays.copyOf(whole, length), Format.AUTO);
                }
            }
        }
    }

    @Property(tries = 3_000)
    void aDamagedWireGivesReadings(@ForAll("wireAndFormat") Sample sample, @ForAll long seed) {
        Random random = new Random(seed);
        byte[] bytes = sample.wire().getBytes(StandardCharsets.UTF_8);
        for (int i = random.nextInt(8); i >= 0; i--) {
            bytes[random.nextInt(bytes.length)] =
                    random.nextBoolean() ? (byte) random.nextInt() : MARKS[random.nextInt(MARKS.length)];
        }
        checkReadings(bytes, sample.format());
    }

    @Property(tries = 1_000)
    void anyBytesGiveReadings(@ForAll byte[] bytes, @ForAll Format format) {
        checkReadings(bytes, format);
    }

    @ParameterizedTest
    @Tag("full")
    @EnumSource(Format.class)
    void aMegabyteOfAnythingGivesReadings(Format format) {
        for (String pattern : List.of(
                "<",
                "<a>",
                "<a ",
                "<!",
                "&",
                "{",
                "[",
                "\"",
                " ",
                "\n",
                "\r",
                "^",
                "^a\n",
                "\t a\n",
                "_ ",
                "a=\n",
                "# \n",
                "\u0001",
                "\u0002",
                "\u0003",
                "\u0016",
                "\u0001\u0002\u0003\u0004",
                "\u0001a1 1 a 1\n\u0002a\n\u0003\u0004")) {
            byte[] bytes = pattern.repeat(1024 * 1024 / pattern.length()).getBytes(StandardCharsets.UTF_8);
            checkReadings(bytes, format);
            if (format == Format.IPTC_7901 || format == Format.ANPA_1312) {
                byte[] framed = ("\u0001a0107\u001fx 4 i 1 x\nu i\u0013\u0011 k 08-03 1\n\u0002^k<\n"
                                + new String(bytes, StandardCharsets.UTF_8).replaceAll("[\u0001-\u0004]", "=")
                                + "\u0003\u0004")
                        .getBytes(StandardCharsets.UTF_8);
                checkReadings(framed, format);
            }
        }
    }

    @Provide
    Arbitrary<Sample> wireAndFormat() {
        return Arbitraries.of(wires())
                .flatMap(wire -> Arbitraries.frequencyOf(
                                net.jqwik.api.Tuple.of(4, Arbitraries.just(Format.AUTO)),
                                net.jqwik.api.Tuple.of(1, Arbitraries.of(Format.class)))
                        .map(format -> new Sample(wire, format)));
    }

    record Sample(String wire, Format format) {}

    private static void checkReadings(byte[] bytes, Format format) {
        List<Reading> readings = ArticleReaders.read(new Source("wire", bytes), format);
        assertThat(readings).isNotEmpty();
        for (Reading reading : readings) {
            if (reading instanceof Reading.Read read) {
                Article article = read.article();
                assertThat(article.getUri()).isNotBlank();
                assertThat(Utf8.isSound(article.toString())).isTrue();
            }
        }
    }
}
