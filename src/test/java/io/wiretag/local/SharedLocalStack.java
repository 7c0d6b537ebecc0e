package io.wiretag.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One stack for all tests of a JVM, for a start costs seconds. It starts when first asked for and ends with the JVM. Tests
 * keep out of each other's way by topics and groups of their own names.
 */
public final class SharedLocalStack {

    private SharedLocalStack() {}

    /** The stack, started. */
    public static LocalStack stack() {
        return Holder.STACK;
    }

    /** The first one to ask waits; a class is initialised once, whatever the number of threads. */
    private static final class Holder {

        static final LocalStack STACK = start();

        private static LocalStack start() {
            try {
                Path build = Files.createDirectories(Path.of(System.getProperty("wiretag.build.dir", "target")));
                Path data = Files.createTempDirectory(build, "shared-stack-");
                LocalStack stack =
                        LocalStack.start(new LocalStack.Options(data, 0, 0, Optional.empty()), System.err::println);
                Runtime.getRuntime().addShutdownHook(new Thread(() -> close(stack, data), "shared-stack-close"));
                return stack;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void close(LocalStack stack, Path data) {
            stack.close();
            try (Stream<Path> files = Files.walk(data)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
