package io.wiretag.codec;

/** Apicurio's serializers by name: what the build has for a default may be others. */
final class ApicurioClasses {
    static final String SERIALIZER = "io.apicurio.registry.serde.avro.AvroKafkaSerializer";
    static final String DESERIALIZER = "io.apicurio.registry.serde.avro.AvroKafkaDeserializer";

    private ApicurioClasses() {}
}
