package io.wiretag.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Damages inputs the way the world does, and worse: single bytes, cut ends, pieces of two inputs together, sections that come
 * again and again or within each other, numbers that lie about lengths, other encodings, letters that few have seen.
 */
final class Mutation {

    private static final List<byte[]> MARKS = Stream.of(
                    "<",
                    ">",
                    "</",
                    "/>",
                    "<!--",
                    "-->",
                    "<![CDATA[",
                    "]]>",
                    "<!DOCTYPE a [<!ENTITY b \"c\">]>",
                    "&amp;",
                    "&#0;",
                    "&#xD800;",
                    "&#x10FFFF;",
                    "&nbsp;",
                    "xmlns:a=\"b\"",
                    "xml:lang=\"vi\"",
                    "<?xml version=\"1.1\"?>",
                    "<?xml version=\"1.0\" encoding=\"EBCDIC\"?>",
                    "{",
                    "}",
                    "[",
                    "]",
                    ":",
                    ",",
                    "\"",
                    "\\",
                    "\\u0000",
                    "\\ud800",
                    "null",
                    "1e999",
                    "-0",
                    "99999999999999999999",
                    "\u0001",
                    "\u0002",
                    "\u0003",
                    "\u0004",
                    "\u0016\u0016\u0001",
                    "\u001f",
                    "\u0013\u0011",
                    "^",
                    "_",
                    "\r",
                    "\n",
                    "\r\n",
                    "\t",
                    " ",
                    "",
                    "\f",
                    "\u0085",
                    "\u2028",
                    "./.",
                    "/",
                    "..",
                    "...",
                    "--",
                    "—",
                    "(",
                    ")",
                    "((",
                    "“",
                    "’",
                    "# ",
                    "|",
                    "=",
                    "*",
                    "; ",
                    ": ",
                    "(VNA)",
                    "— VNS",
                    "Theo TTXVN",
                    "HÀ NỘI",
                    "Hà Nội",
                    "Huế",
                    "Bà Rịa - Vũng Tàu",
                    "VN-HN",
                    "province: ",
                    "agency: ",
                    "name: ",
                    "remove: ",
                    "force: ",
                    "forbid: ",
                    "text: ",
                    "uri: ",
                    ":sha256$",
                    "0107",
                    "20260803T100000+0700",
                    "2026-08-03T10:00:00Z",
                    "9999-99-99",
                    "+999999999-01-01T00:00:00Z",
                    // one letter in two forms, marks without a letter and by the hundred, directions, joiners, the last
                    // of all
                    "\u1ec7",
                    "e\u0323\u0302",
                    "\u0300",
                    "\u0300".repeat(300),
                    "\u202e",
                    "\u200d",
                    "\u200b",
                    "\ufeff",
                    "\ufdfa",
                    "\u0130",
                    "\u00df",
                    "\u01c4",
                    "\ud83d\udc69\u200d\ud83d\udc67",
                    "\udbff\udfff",
                    "\u0000")
            .map(mark -> mark.getBytes(StandardCharsets.UTF_8))
            .toList();

    /** Not in UTF-8: halves of surrogates, a byte that never occurs, one too few, one letter too long. */
    private static final byte[][] BROKEN = {
        {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
        {(byte) 0xFF},
        {(byte) 0xE1, (byte) 0xBB},
        {(byte) 0xC0, (byte) 0x80},
        {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
        {(byte) 0x80},
        {0, 0, 0, 0}
    };

    /** Lengths and counts as Avro writes them: the largest of 32 and of 64 bits, -1, and a billion. */
    private static final byte[][] LENGTHS = {
        {(byte) 0xFE, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x0F},
        {
            (byte) 0xFE,
            (byte) 0xFF,
            (byte) 0xFF,
            (byte) 0xFF,
            (byte) 0xFF,
            (byte) 0xFF,
            (byte) 0xFF,
            (byte) 0xFF,
            (byte) 0xFF,
            1
        },
        {1},
        {(byte) 0x80, (byte) 0xA8, (byte) 0xD6, (byte) 0xB9, 0x07}
    };

    private static final Charset[] CHARSETS = {
        StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, StandardCharsets.ISO_8859_1, Charset.forName("windows-1258")
    };

    private final Random random;
    private final List<byte[]> seeds;
    private final int longest;

    /** @param longest no input is longer, in bytes */
    Mutation(long seed, List<byte[]> seeds, int longest) {
        this.random = new Random(seed);
        this.seeds = seeds;
        this.longest = longest;
    }

    byte[] next() {
        byte[] bytes = seed();
        for (int i = random.nextInt(5); i >= 0; i--) {
            bytes = damaged(bytes);
        }
        return Arrays.copyOf(bytes, Math.min(bytes.length, longest));
    }

    private byte[] seed() {
        return seeds.get(random.nextInt(seeds.size()));
    }

    private byte[] damaged(byte[] bytes) {
        int from = random.nextInt(bytes.length + 1);
        int to = from + random.nextInt(Math.min(bytes.length - from, 1 << random.nextInt(14)) + 1);
        byte[] piece = Arrays.copyOfRange(bytes, from, to);
        return switch (random.nextInt(15)) {
            case 0, 1 -> flipped(bytes);
            case 2 -> Arrays.copyOf(bytes, from);
            case 3 -> with(bytes, from, to, new byte[0]);
            case 4 -> with(bytes, from, from, repeated(piece, random.nextInt(8)));
            case 5 -> random.nextInt(20) == 0 ? with(bytes, from, to, repeated(piece, longest)) : bytes;
            case 6 -> spliced(bytes, from);
            case 7, 8, 9 -> with(bytes, from, random.nextBoolean() ? from : to, mark());
            case 10 -> with(bytes, from, Math.min(bytes.length, from + random.nextInt(6)), any(LENGTHS));
            case 11 -> with(bytes, from, from, any(BROKEN));
            case 12 -> swapped(bytes, from, to);
            case 13 -> tagAgain(bytes, from);
            default -> recoded(bytes);
        };
    }

    /** A piece and what stands before it. */
    private static byte[] swapped(byte[] bytes, int from, int to) {
        int start = Math.max(0, 2 * from - to);
        byte[] moved = with(bytes, from, to, Arrays.copyOfRange(bytes, start, from));
        return with(moved, start, from, Arrays.copyOfRange(bytes, from, to));
    }

    /** A tag, or a line where there are none, stands at its place a second time, or somewhere else. */
    private byte[] tagAgain(byte[] bytes, int from) {
        String latin = new String(bytes, StandardCharsets.ISO_8859_1);
        int start = Math.max(latin.lastIndexOf('<', from), latin.lastIndexOf('\n', from));
        int end = start < 0 ? -1 : latin.indexOf(bytes[start] == '<' ? '>' : '\n', start + 1);
        int at = random.nextBoolean() ? end + 1 : random.nextInt(bytes.length + 1);
        return end < 0 ? bytes : with(bytes, at, at, Arrays.copyOfRange(bytes, start, end + 1));
    }

    private byte[] flipped(byte[] bytes) {
        byte[] copy = bytes.clone();
        for (int i = random.nextInt(4); i >= 0 && copy.length > 0; i--) {
            copy[random.nextInt(copy.length)] = (byte) random.nextInt();
        }
        return copy;
    }

    private byte[] mark() {
        byte[] mark = MARKS.get(random.nextInt(MARKS.size()));
        return random.nextInt(50) == 0 ? repeated(mark, longest) : repeated(mark, random.nextInt(4));
    }

    private byte[] spliced(byte[] bytes, int at) {
        byte[] other = seed();
        return with(
                Arrays.copyOf(bytes, at),
                at,
                at,
                Arrays.copyOfRange(other, random.nextInt(other.length + 1), other.length));
    }

    private byte[] recoded(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (random.nextBoolean()) {
            return Normalizer.normalize(text, random.nextBoolean() ? Normalizer.Form.NFD : Normalizer.Form.NFKC)
                    .getBytes(StandardCharsets.UTF_8);
        }
        return text.getBytes(any(CHARSETS));
    }

    private byte[] repeated(byte[] piece, int times) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i <= times && !(piece.length == 0 || out.size() >= longest); i++) {
            out.writeBytes(piece);
        }
        return out.toByteArray();
    }

    private static byte[] with(byte[] bytes, int from, int to, byte[] between) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, from);
        out.writeBytes(between);
        out.write(bytes, to, bytes.length - to);
        return out.toByteArray();
    }

    private <T> T any(T[] things) {
        return things[random.nextInt(things.length)];
    }
}
