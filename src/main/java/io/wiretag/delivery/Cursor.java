package io.wiretag.delivery;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
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
    private static final byte FORM = 1;
    private static final int LONGEST = 8 * 1024;

    public Cursor {
        positions = new TreeMap<>(positions);
    }

    /** As a client gets it: URL-safe, without line ends. */
    @Override
    public String toString() {
        byte[] name = cluster.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(1 + 1 + name.length + 16 + 8 + 2 + positions.size() * 10 + 4);
        bytes.put(FORM).put((byte) name.length).put(name);
        bytes.putLong(topic.getMostSignificantBits()).putLong(topic.getLeastSignificantBits());
        bytes.putLong(at.toEpochMilli()).putShort((short) positions.size());
        positions.forEach(
                (partition, offset) -> bytes.putShort(partition.shortValue()).putLong(offset));
        bytes.putInt(sum(bytes.array(), bytes.position()));
        return base64(bytes.array());
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
            int partitions = Short.toUnsignedInt(bytes.getShort());
            SortedMap<Integer, Long> positions = new TreeMap<>();
            for (int i = 0; i < partitions; i++) {
                positions.put(Short.toUnsignedInt(bytes.getShort()), bytes.getLong());
            }
            int end = bytes.position();
            if (bytes.getInt() != sum(all, end)
                    || bytes.hasRemaining()
                    || positions.values().stream().anyMatch(offset -> offset < 0)) {
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
