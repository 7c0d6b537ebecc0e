package io.wiretag.codec;

import io.wiretag.schema.PubStatus;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;
import org.apache.avro.Schema.Type;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.IndexedRecord;

/**
 * What a writer's schema is able to say and a reader's is not, where Avro does not fail but puts something else in its place:
 *
 * <ul>
 *   <li>a symbol of an enum that the reader does not know becomes the default of the enum: {@code cancelled} becomes
 *       {@code usable};
 *   <li>a number of another unit of time, or one too small to hold a time, is taken for milliseconds;
 *   <li>a field of the reader under another name (see {@link FieldNames}), or one that says by an alias that it is that field,
 *       is passed over, and the reader's field gets its default.
 * </ul>
 *
 * <p>All else that does not fit fails in Avro; a field that the reader has no likeness of says something that nobody asks for.
 * Found once for a schema; most have none.
 */
interface SchemaGap {
    /** The field of a record that says whether it is a kill. */
    String STATUS = "pubStatus";

    /** What a value, read with the writer's schema, says that the reader would not see: path, words and what is known. */
    Optional<String> in(String path, Object datum);

    /** Empty if the reader understands whatever the writer may say. */
    static Optional<SchemaGap> between(Schema writer, Schema reader) {
        if (writer.isUnion()) {
            return ofBranches(writer, reader);
        }
        if (reader.isUnion()) {
            return reader.getTypes().stream()
                    .filter(branch -> isReadAs(writer.getType(), branch.getType()))
                    .findFirst()
                    .flatMap(branch -> between(writer, branch));
        }
        return writer.getType() == reader.getType() ? ofLike(writer, reader) : ofTime(writer, reader);
    }

    private static Optional<SchemaGap> ofLike(Schema writer, Schema reader) {
        return switch (reader.getType()) {
            case RECORD -> ofRecord(writer, reader);
            case ENUM -> ofSymbols(writer, reader);
            case ARRAY ->
                between(writer.getElementType(), reader.getElementType()).map(SchemaGap::ofEach);
            case MAP -> between(writer.getValueType(), reader.getValueType()).map(SchemaGap::ofValues);
            default -> ofTime(writer, reader);
        };
    }

    private static boolean isReadAs(Type writer, Type reader) {
        return writer == reader || writer == Type.INT && reader == Type.LONG;
    }

    private static Optional<SchemaGap> ofSymbols(Schema writer, Schema reader) {
        Set<String> known = Set.copyOf(reader.getEnumSymbols());
        if (known.containsAll(writer.getEnumSymbols())) {
            return Optional.empty();
        }
        return Optional.of((path, datum) -> known.contains(datum.toString())
                ? Optional.empty()
                : Optional.of("its %s is '%s', which is none of %s"
                        .formatted(path, datum, String.join(", ", reader.getEnumSymbols()))));
    }

    /** Times of ours are milliseconds in a long. A long that does not say what it is, is believed to be that. */
    private static Optional<SchemaGap> ofTime(Schema writer, Schema reader) {
        String known = reader.getProp(LogicalType.LOGICAL_TYPE_PROP);
        String said = writer.getProp(LogicalType.LOGICAL_TYPE_PROP);
        boolean understood =
                known == null || writer.getType() == reader.getType() && (said == null || said.equals(known));
        if (understood) {
            return Optional.empty();
        }
        String unit = said == null ? writer.getType().getName() : said;
        return Optional.of((path, datum) ->
                Optional.of("its %s is of the type %s, and should be %s".formatted(path, unit, known)));
    }

    private static Optional<SchemaGap> ofBranches(Schema writer, Schema reader) {
        List<Optional<SchemaGap>> gaps = writer.getTypes().stream()
                .map(branch -> between(branch, reader))
                .toList();
        if (gaps.stream().allMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        return Optional.of((path, datum) ->
                gaps.get(GenericData.get().resolveUnion(writer, datum)).flatMap(gap -> gap.in(path, datum)));
    }

    private static SchemaGap ofEach(SchemaGap gap) {
        return (path, datum) -> {
            int index = 0;
            for (Object element : (Iterable<?>) datum) {
                Optional<String> found = gap.in(path + "[" + index++ + "]", element);
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        };
    }

    private static SchemaGap ofValues(SchemaGap gap) {
        return (path, datum) -> ((Map<?, ?>) datum)
                .entrySet().stream()
                        .flatMap(entry -> gap.in(path + "." + entry.getKey(), entry.getValue()).stream())
                        .findFirst();
    }

    private static Optional<SchemaGap> ofRecord(Schema writer, Schema reader) {
        Map<Field, SchemaGap> gaps = new LinkedHashMap<>();
        Set<Field> needNoKill = new HashSet<>();
        for (Field field : writer.getFields()) {
            Field known = reader.getField(field.name());
            if (known != null) {
                between(field.schema(), known.schema()).ifPresent(gap -> gaps.put(field, gap));
                continue;
            }
            disguised(field, writer, reader).ifPresent(name -> {
                gaps.put(field, ofOtherName(name));
                if (FieldNames.decides(name)) {
                    needNoKill.add(field);
                }
            });
        }
        if (gaps.isEmpty()) {
            return Optional.empty();
        }
        Optional<Integer> status = Optional.ofNullable(writer.getField(STATUS)).map(Field::pos);
        return Optional.of((path, datum) -> gaps.entrySet().stream()
                .filter(entry -> !needNoKill.contains(entry.getKey())
                        || status.filter(at -> isKill(((IndexedRecord) datum).get(at)))
                                .isEmpty())
                .flatMap(entry -> entry
                        .getValue()
                        .in(
                                path
                                        + (path.isEmpty() ? "" : ".")
                                        + entry.getKey().name(),
                                ((IndexedRecord) datum).get(entry.getKey().pos()))
                        .stream())
                .findFirst());
    }

    /** A kill goes through whatever else is said of its status and embargo, as it does in every format. */
    private static boolean isKill(Object status) {
        return PubStatus.canceled.name().equals(String.valueOf(status));
    }

    /**
     * The field of the reader that a field of the writer is under another name. What the writer has under our name as well may differ,
     * unless it decides whether the text may be seen.
     */
    private static Optional<String> disguised(Field field, Schema writer, Schema reader) {
        List<String> names = new ArrayList<>(field.aliases());
        reader.getFields().stream()
                .map(Field::name)
                .filter(name -> FieldNames.isOtherNameOf(field.name(), name))
                .forEach(names::add);
        return names.stream()
                .filter(name ->
                        reader.getField(name) != null && (writer.getField(name) == null || FieldNames.decides(name)))
                .findFirst();
    }

    private static SchemaGap ofOtherName(String known) {
        return (path, datum) ->
                datum == null ? Optional.empty() : Optional.of("its %s has to be called %s".formatted(path, known));
    }
}
