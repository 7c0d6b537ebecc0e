package io.wiretag.life;

import io.wiretag.codec.TrustedSchemaClasses;
import io.wiretag.files.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificData;

/**
 * SHA-256 over the content of an Avro record.
 *
 * <p>Fields enter by name, in the order of their names, and only where they differ from their defaults. So the hash of an
 * article stays what it is when a field is added to the schema or fields are put in another order; hashing the encoded bytes
 * would make every article of yesterday look revised after an upgrade.
 */
final class ContentHash {
    static {
        // default values of enums are made of their classes
        TrustedSchemaClasses.trust();
    }

    private final MessageDigest digest = Sha256.digest();

    private ContentHash() {}

    /** The hash in 64 hexadecimal digits. */
    static String of(IndexedRecord content) {
        ContentHash hash = new ContentHash();
        hash.add(content);
        return HexFormat.of().formatHex(hash.digest.digest());
    }

    private void add(Object value) {
        if (value == null) {
            tag('n');
        } else if (value instanceof IndexedRecord content) {
            addRecord(content);
        } else if (value instanceof List<?> items) {
            tag('l');
            number(items.size());
            items.forEach(this::add);
        } else if (value instanceof Map<?, ?> entries) {
            tag('m');
            number(entries.size());
            new TreeMap<>(entries).forEach((key, item) -> {
                add(key);
                add(item);
            });
        } else {
            // strings, numbers, enum symbols and instants: their text tells them apart, the field gives the type
            byte[] text = value.toString().getBytes(StandardCharsets.UTF_8);
            tag('s');
            number(text.length);
            digest.update(text);
        }
    }

    private void addRecord(IndexedRecord content) {
        TreeMap<String, Object> fields = new TreeMap<>();
        for (Schema.Field field : content.getSchema().getFields()) {
            Object value = content.get(field.pos());
            if (!field.hasDefaultValue() || !isDefault(field, value)) {
                fields.put(field.name(), value);
            }
        }
        tag('r');
        number(fields.size());
        fields.forEach((name, value) -> {
            add(name);
            add(value);
        });
    }

    private static boolean isDefault(Schema.Field field, Object value) {
        Object defaultValue = SpecificData.get().getDefaultValue(field);
        return Objects.equals(defaultValue, value)
                || (value instanceof Enum<?> && value.toString().equals(String.valueOf(defaultValue)));
    }

    private void tag(char kind) {
        digest.update((byte) kind);
    }

    private void number(int value) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
    }
}
