package io.wiretag.intake.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.schema.Article;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArticleReadersTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`{\"uri\": \"u\"}`                         | u",
                "` \n\ufeff`                                | text",
                "`\ufeff \n[{\"uri\": \"u\"}]`              | u",
                "`[\n {\"uri\": \"u\"}]`                    | u",
                "`[Photo] Rice harvest begins`              | text",
                "`[ Ảnh ] Mùa lúa chín`                     | text",
                "`VGP - The plan {was} <signed>.`           | text",
                "`(TTXVN) - Chiều nay.`                     | text",
                "`{`                                        | the JSON ends in the middle of an item",
                "`[`                                        | the JSON ends in the middle of an item",
                "`[1]`                                      | a ninjs item is an object",
                "`<?xml version=\"1.0\"?><newsItem><itemMeta/></newsItem>`       | has no guid",
                "`<note/>`                                  | the XML is <note>, which is not read",
                "`<!DOCTYPE html><html lang=\"vi\">`        | an HTML page",
                "`\u0001vna0417 4 i 096 vietnam`            | STX",
                "`\u0016\u0016\u0001V0107\u001f`            | STX",
                "``                                         | empty",
                "`\n \t`                                    | empty",
            })
    void theFormatIsToldFromTheContent(String content, String expected) {
        List<Reading> readings = read(content.getBytes(StandardCharsets.UTF_8), Format.AUTO);

        assertThat(readings).singleElement();
        if (readings.get(0) instanceof Reading.Read read) {
            String uri = read.article().getUri();
            assertThat(uri.startsWith("urn:wiretag:") ? "text" : uri).isEqualTo(expected);
        } else {
            assertThat(readings.get(0).toString()).contains(expected).doesNotContain("\n");
        }
    }

    @Test
    void aFormatThatIsGivenIsNotGuessedAgain() {
        byte[] json = "{\"uri\": \"u\"}".getBytes(StandardCharsets.UTF_8);

        assertThat(read(json, Format.TEXT))
                .singleElement()
                .isInstanceOfSatisfying(
                        Reading.Read.class,
                        read -> assertThat(read.article().getBody()).isEqualTo("{\"uri\": \"u\"}"));
        assertThat(read("plain words".getBytes(StandardCharsets.UTF_8), Format.NINJS))
                .singleElement()
                .isInstanceOf(Reading.Complaint.class);
    }

    @Test
    void anInputThatIsTooLargeIsRefusedAndNeverReadToItsEnd() throws IOException {
        Source source = Source.of("-", new ByteArrayInputStream(new byte[Source.MAX_BYTES + 1000]));

        assertThat(source.bytes()).hasSize(Source.MAX_BYTES + 1);
        assertThat(ArticleReaders.read(source, Format.AUTO))
                .singleElement()
                .hasToString(
                        "standard input: larger than 16 MiB: one input holds one wire or a batch of them, split it");
    }

    @Test
    void aBodyOfManyMegabytesIsRead() {
        byte[] json = ("{\"uri\": \"u\", \"bodies\": [{\"value\": \"" + "Huế ".repeat(2_000_000) + "\"}]}")
                .getBytes(StandardCharsets.UTF_8);

        assertThat(read(json, Format.AUTO)).singleElement().isInstanceOf(Reading.Read.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"generation-1.json", "generation-2.json", "generation-3.json"})
    void anInputCutAnywhereGivesAReading(String file) throws IOException {
        byte[] whole = resource("/ninjs/" + file);
        int end = new String(whole, StandardCharsets.UTF_8).stripTrailing().getBytes(StandardCharsets.UTF_8).length;

        for (int length = 0; length < end; length++) {
            assertThat(read(Arrays.copyOf(whole, length), Format.AUTO))
                    .as("the first %d bytes", length)
                    .singleElement()
                    .isInstanceOf(Reading.Complaint.class);
        }
        assertThat(read(Arrays.copyOf(whole, end), Format.AUTO)).singleElement().isInstanceOf(Reading.Read.class);
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void anyBytesGiveAReading(Format format) throws IOException {
        Random random = new Random(20210209);
        byte[] whole = resource("/ninjs/generation-3.json");
        String marks = " \n{}[]\",:\\0u<-\0";

        for (int round = 0; round < 2_000; round++) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            assertThat(read(noise, format)).as("noise of round %d", round).isNotEmpty();

            byte[] damaged = whole.clone();
            for (int i = 0; i <= random.nextInt(4); i++) {
                damaged[random.nextInt(damaged.length)] = (byte) marks.charAt(random.nextInt(marks.length()));
            }
            assertThat(read(damaged, format)).as("damage of round %d", round).isNotEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everySampleWireCanBePublished(String file) throws IOException {
        List<Reading> readings = read(resource("/samples/" + file), Format.AUTO);

        assertThat(readings).singleElement().isInstanceOf(Reading.Read.class);
        Article article = ((Reading.Read) readings.get(0)).article();
        assertThat(article.getBody()).isNotBlank();
        assertThat(article.getLanguage()).isIn("vi", "en");
        assertThat(article.getHeadline() == null).isEqualTo(file.equals("vns-defence-minister.txt"));
    }

    @Test
    void theSamplesHoldACorrection() throws IOException {
        Article first = onlyArticle("/samples/ttxvn-ha-tinh-storm-v1.json");
        Article corrected = onlyArticle("/samples/ttxvn-ha-tinh-storm-v2-corrected.json");

        assertThat(corrected.getUri()).isEqualTo(first.getUri());
        assertThat(List.of(first.getVersion(), corrected.getVersion())).containsExactly("1", "2");
        assertThat(samples())
                .containsSubsequence("ttxvn-ha-tinh-storm-v1.json", "ttxvn-ha-tinh-storm-v2-corrected.json");
    }

    static List<String> samples() throws IOException {
        return new String(resource("/samples/index.txt"), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    private static Article onlyArticle(String path) throws IOException {
        return ((Reading.Read) read(resource(path), Format.AUTO).get(0)).article();
    }

    private static List<Reading> read(byte[] bytes, Format format) {
        return ArticleReaders.read(new Source("wire", bytes), format);
    }

    private static byte[] resource(String path) throws IOException {
        try (InputStream in = ArticleReadersTest.class.getResourceAsStream(path)) {
            return in.readAllBytes();
        }
    }
}
