package io.wiretag.codec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * Confluent's genuine serializers, which the build lays into {@code target/confluent}. They are not on the class path of the
 * tests, for their jar brings other versions of Kafka and Avro along.
 */
public final class ConfluentClasses {

    public static final String SERIALIZER = "io.confluent.kafka.serializers.KafkaAvroSerializer";
    public static final String DESERIALIZER = "io.confluent.kafka.serializers.KafkaAvroDeserializer";

    private ConfluentClasses() {}

    /** The jar, for the class path of another JVM. */
    public static Path jar() {
        Path directory = Path.of(System.getProperty("wiretag.build.dir", "target"), "confluent");
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(directory, "*.jar")) {
            return jars.iterator().next().toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException("build first with `mvn test-compile`", e);
        }
    }

    /** Apart from our classes: Confluent's with the Kafka and the Avro that their jar brings, as in a program of somebody else. */
    public static URLClassLoader apart() {
        // it would warn that there is no log for their classes; nobody misses it
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        return new URLClassLoader(new URL[] {url()}, ClassLoader.getPlatformClassLoader());
    }

    /** Beside our classes: Confluent's with our Kafka and our Avro, as in our own program with their library added. */
    public static URLClassLoader besideOurs() {
        return new URLClassLoader(new URL[] {url()}, ConfluentClasses.class.getClassLoader());
    }

    /** What the work makes while this thread finds Confluent's classes beside ours. */
    public static <T> T whileOnClassPath(Supplier<T> work) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        // left open: what is made here loads more classes later
        thread.setContextClassLoader(Holder.BESIDE_OURS);
        try {
            return work.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static URL url() {
        try {
            return jar().toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Holder {

        static final ClassLoader BESIDE_OURS = besideOurs();
    }
}
