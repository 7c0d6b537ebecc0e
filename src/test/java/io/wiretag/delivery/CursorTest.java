package io.wiretag.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {
    private static final Instant AT = Instant.parse("2026-08-03T05:00:00.123Z");
    private static final Uuid TOPIC = new Uuid(1, -2);
    private static final String DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 6, 500})
    void aCursorIsReadAsItWasWritten(int partitions) {
        Cursor cursor = cursor(partitions);

        assertThat(Cursor.parse(cursor.toString())).isEqualTo(cursor);
        assertThat(cursor.toString()).matches("[A-Za-z0-9_-]+");
    }

    /** A header of HTTP may have 8 KiB at many proxies, as nginx. */
    @Test
    void aCursorOfAThousandPartitionsIsNoLongerThanAHeaderMayBe() {
        Random random = new Random(1);
        SortedMap<Integer, Long> positions = new TreeMap<>();
        for (int partition = 0; partition < 1_000; partition++) {
            positions.put(partition, 5_000_000_000L + random.nextInt(200_000_000));
        }
        Cursor cursor = new Cursor("abcdefghijklmnopqrstuv", TOPIC, positions, AT);

        assertThat(Cursor.parse(cursor.toString())).isEqualTo(cursor);
        assertThat(cursor.toString()).hasSizeLessThan(6_000);
    }

    @Test
    void offsetsAndPartitionsMayBeAsLargeAsKafkaHasThem() {
        SortedMap<Integer, Long> positions = new TreeMap<>();
        positions.put(40_000, Long.MAX_VALUE);
        positions.put(0, 0L);
        Cursor cursor = new Cursor("cụm thử", TOPIC, positions, AT);

        assertThat(Cursor.parse(cursor.toString())).isEqualTo(cursor);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "garbled",
                "AQ",
                "null",
                "%%%",
                "tiếng Việt",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            })
    void whatIsNoCursorIsRefusedWithTheRemedy(String text) {
        assertIsRefused(text);
    }

    @Test
    void aCursorThatIsCutOrContinuedIsRefused() {
        String text = cursor(6).toString();

        for (int length = 0; length < text.length(); length++) {
            assertIsRefused(text.substring(0, length));
            assertIsRefused(text.substring(text.length() - length));
        }
        assertIsRefused(text + "AAAA");
        assertIsRefused(text + text);
    }

    @Test
    void aCursorOfWhichOneCharacterIsAnotherIsRefused() {
        Cursor cursor = cursor(1);
        String text = cursor.toString();

        for (int i = 0; i < text.length(); i++) {
            for (char other : (DIGITS + "+/= ").toCharArray()) {
                if (other != text.charAt(i)) {
                    assertIsRefused(text.substring(0, i) + other + text.substring(i + 1));
                }
            }
        }
    }

    @Test
    void aCursorOfAnotherFormOrBeforeTheBeginningIsRefusedThoughItIsWhole() {
        byte[] whole = Base64.getUrlDecoder().decode(cursor(1).toString());
        byte[] otherForm = whole.clone();
        otherForm[0] = 1;
        // of the least position, behind which stand three numbers of one byte and the sum
        int least = whole.length - Integer.BYTES - 3 - 1;
        byte[] negative = ByteBuffer.allocate(whole.length + 9)
                .put(whole, 0, least)
                .put(new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1, 1})
                .put(whole, least + 1, whole.length - least - 1)
                .array();

        assertThat(Cursor.parse(summed(whole))).isEqualTo(cursor(1));
        assertIsRefused(summed(otherForm));
        assertIsRefused(summed(negative));
    }

    @Test
    void whatIsTooLongIsRefusedBeforeItIsRead() {
        assertIsRefused("A".repeat(10_000_000));
    }

    private static void assertIsRefused(String text) {
        assertThatThrownBy(() -> Cursor.parse(text))
                .as(text.length() > 1000 ? "a long text" : text)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the cursor cannot be read: give it back as it was given, or leave it out");
    }

    private static String summed(byte[] bytes) {
        CRC32 sum = new CRC32();
        sum.update(bytes, 0, bytes.length - Integer.BYTES);
        ByteBuffer.wrap(bytes).putInt(bytes.length - Integer.BYTES, (int) sum.getValue());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static Cursor cursor(int partitions) {
        SortedMap<Integer, Long> positions = new TreeMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            positions.put(partition, 1_000_000_007L * partition);
        }
        return new Cursor("abcdefghijklmnopqrstuv", TOPIC, positions, AT);
    }
}
