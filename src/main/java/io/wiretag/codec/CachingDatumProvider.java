package io.wiretag.codec;

import io.apicurio.registry.serde.avro.DefaultAvroDatumProvider;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.specific.SpecificRecord;

/**
 * Finds Avro's readers and writers by their schemas. Apicurio's own provider finds them by a fingerprint of the whole schema, which it
 * computes anew for each value: a twentieth of what the processor does. Made by Apicurio's classes, by name.
 */
public final class CachingDatumProvider<T> extends DefaultAvroDatumProvider<T> {
    private final Map<Schema, DatumReader<T>> readers = new ConcurrentHashMap<>();
    private final Map<Schema, DatumWriter<T>> writersOfClasses = new ConcurrentHashMap<>();
    private final Map<Schema, DatumWriter<T>> writersOfRecords = new ConcurrentHashMap<>();

    @Override
    public DatumReader<T> createDatumReader(Schema schema) {
        DatumReader<T> known = readers.get(schema);
        return known != null ? known : readers.computeIfAbsent(schema, super::createDatumReader);
    }

    @Override
    public DatumWriter<T> createDatumWriter(T data, Schema schema) {
        Map<Schema, DatumWriter<T>> writers = data instanceof SpecificRecord ? writersOfClasses : writersOfRecords;
        DatumWriter<T> known = writers.get(schema);
        return known != null ? known : writers.computeIfAbsent(schema, each -> super.createDatumWriter(data, each));
    }
}
