package io.wiretag.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** The classes for values that this build was made with: in force where the configuration names none. */
public final class BuildSerdes {
    public static final String SERIALIZER = ofThisBuild("value.serializer");

    public static final String DESERIALIZER = ofThisBuild("value.deserializer");

    private static final String FILE = "wiretag-build.properties";

    private BuildSerdes() {}

    private static String ofThisBuild(String key) {
        try (InputStream file = BuildSerdes.class.getResourceAsStream("/" + FILE)) {
            Properties properties = new Properties();
            properties.load(Objects.requireNonNull(file, FILE + " is not in the jar"));
            return Objects.requireNonNull(properties.getProperty(key), key);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
