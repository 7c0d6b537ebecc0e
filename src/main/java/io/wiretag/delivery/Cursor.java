package io.wiretag.delivery;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.apache.kafka.common.Uuid;

/**
 * A position of delivery, which a client gives back to go on. To clients it is opaque; it holds nothing secret. A cluster, a topic
 * of it, and for each partition the offset of the next record.
 *
 * @param cluster id of the Kafka cluster
 * @param topic id of the topic of tagged articles: one that is made again has another
 * @param positions offset of the next record, by partition; a partition that is not among them is read from its beginning
 * @param at when it was given
 */
public record Cursor(String cluster, Uuid topic, SortedMap<Integer, Long> positions, Instant at) {
    private static final byte FORM = 2;
    /** Of its text: with the rest of a request it stays within what the server takes as headers. */
    private static final int LONGEST = 12 * 1024;
    /** Of a number, in bytes of which each holds seven bits. */
    private static final int LONGEST_NUMBER = 10;

    public Cursor {
        positions = new TreeMap<>(positions);
    }

    /** As a client gets it: URL-safe, without line ends; some five characters for each partition. */
    @Override
    public String toString() {
        byte[] name = cluster.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes =
                ByteBuffer.allocate(1 + 1 + name.length + 16 + 8 + (2 + 3 * positions.size()) * LONGEST_NUMBER + 4);
        bytes.put(FORM).put((byte) name.length).put(name);
        bytes.putLong(topic.getMostSignificantBits()).putLong(topic.getLeastSignificantBits());
        bytes.putLong(at.toEpochMilli());
        putPositions(bytes);
        bytes.putInt(sum(bytes.array(), bytes.position()));
        return base64(Arrays.copyOf(bytes.array(), bytes.position()));
    }

    /**
     * How many there are and the least of them; then for partitions that follow one another how many were left out before, how
     * many these are, and by how much the position of each is above the least: a few bytes each, for they have come about as far.
     */
    private void putPositions(ByteBuffer bytes) {
        long least =
                positions.values().stream().mapToLong(Long::longValue).min().orElse(0);
        putNumber(bytes, positions.size());
        putNumber(bytes, least);
        int next = 0;
        SortedMap<Integer, Long> rest = positions;
        while (!rest.isEmpty()) {
            int first = rest.firstKey();
            int end = first;
            while (rest.containsKey(end)) {
                end++;
            }
            putNumber(bytes, first - next);
            putNumber(bytes, end - first);
            rest.headMap(end).values().forEach(offset -> putNumber(bytes, offset - least));
            next = end;
            rest = rest.tailMap(end);
        }
    }

    private static SortedMap<Integer, Long> positions(ByteBuffer bytes) {
        SortedMap<Integer, Long> positions = new TreeMap<>();
        long number = number(bytes);
        long least = number(bytes);
        long partition = 0;
        while (positions.size() < number) {
            partition += number(bytes);
            for (long left = number(bytes); left > 0; left--) {
                long offset = least + number(bytes);
                if (partition < 0 || partition > Integer.MAX_VALUE || offset < 0) {
                    throw garbled();
                }
                positions.put((int) partition++, offset);
            }
        }
        return positions;
    }

    /** Seven bits in each byte, the lowest first; all but the last have their highest bit set. */
    private static void putNumber(ByteBuffer bytes, long number) {
        long left = number;
        while ((left & ~0x7fL) != 0) {
            bytes.put((byte) (left | 0x80));
            left >>>= 7;
        }
        bytes.put((byte) left);
    }

    private static long number(ByteBuffer bytes) {
        long number = 0;
        for (int i = 0; i < LONGEST_NUMBER; i++) {
            byte some = bytes.get();
            number |= (some & 0x7fL) << 7 * i;
            if (some >= 0) {
                return number;
            }
        }
        throw garbled();
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException if it is none, or not whole
     */
    public static Cursor parse(String text) {
        try {
            if (text.length() > LONGEST) {
                throw garbled();
            }
            byte[] all = Base64.getUrlDecoder().decode(text);
            ByteBuffer bytes = ByteBuffer.wrap(all);
            // the last character may have bits that the decoder passes over, and that the sum does not know
            if (!base64(all).equals(text) || bytes.get() != FORM) {
                throw garbled();
            }
            byte[] name = new byte[Byte.toUnsignedInt(bytes.get())];
            bytes.get(name);
            Uuid topic = new Uuid(bytes.getLong(), bytes.getLong());
            Instant at = Instant.ofEpochMilli(bytes.getLong());
            SortedMap<Integer, Long> positions = positions(bytes);
            int end = bytes.position();
            if (bytes.getInt() != sum(all, end) || bytes.hasRemaining()) {
                throw garbled();
            }
            return new Cursor(new String(name, StandardCharsets.UTF_8), topic, positions, at);
        } catch (BufferUnderflowException e) {
            throw garbled();
        } catch (IllegalArgumentException e) {
            // of Base64
            throw garbled();
        }
    }

    private static IllegalArgumentException garbled() {
        return new IllegalArgumentException("the cursor cannot be read: give it back as it was given, or leave it out");
    }

    private static int sum(byte[] bytes, int length) {
        CRC32 sum = new CRC32();
        sum.update(bytes, 0, length);
        return (int) sum.getValue();
    }
}
