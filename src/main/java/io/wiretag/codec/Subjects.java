package io.wiretag.codec;

import java.util.Optional;

/** The subjects of a registry, by the client of one family of serializers, which has its address, credentials and certificates. */
public interface Subjects {
    /** The level at which a registry takes any schema under a subject. */
    String NONE = "NONE";

    boolean exists(String subject) throws Exception;

    /** The kind of schema that an id stands for, such as AVRO; empty if the registry does not say, or knows no such id. */
    Optional<String> typeOf(int id) throws Exception;

    /** Whether there is no schema at all in the registry. */
    boolean isEmpty() throws Exception;

    /** The level that counts for a subject, whether it is the subject's own or the registry's. */
    String compatibility(String subject) throws Exception;

    void setCompatibility(String subject, String level) throws Exception;
}
