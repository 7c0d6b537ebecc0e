package io.wiretag.codec;

import org.apache.avro.util.ClassSecurityValidator;

/**
 * Avro makes objects only of classes that it was told to trust, for the name of a class comes with the schema, and the schema
 * from whoever may write to the registry. We trust the classes made from our own schemas, beside those that the user trusts by
 * Avro's system properties.
 */
public final class TrustedSchemaClasses {

    private static final String OURS = "io.wiretag.schema.";

    static {
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                ClassSecurityValidator.getGlobal(), type -> type.getName().startsWith(OURS)));
    }

    private TrustedSchemaClasses() {}

    /** Done once, when this class is loaded. To be called before Avro makes or completes a record of ours. */
    public static void trust() {}
}
