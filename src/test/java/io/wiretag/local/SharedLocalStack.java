package io.wiretag.local;

import io.wiretag.Wiretag;
import io.wiretag.config.Config;
import io.wiretag.testing.InstallationSettings;
import io.wiretag.topics.SubjectAdmin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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

    /** Of an installation on it, with topics of its own. */
    public static Config config(String name, int partitions) {
        return config(stack(), name, partitions);
    }

    /** A command line that uses it: the words, then the options. Topics have the prefix, and one partition each. */
    public static String[] command(String prefix, String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of(
                "-b", stack().bootstrapServers(), "-r", stack().registryUrl().toString()));
        for (String setting :
                List.of("topics.prefix=" + prefix, "topics.partitions=1", "topics.replication.factor=1")) {
            all.addAll(List.of("-X", setting));
        }
        return all.toArray(String[]::new);
    }

    private static Config config(LocalStack stack, String name, int partitions) {
        return InstallationSettings.of(stack)
                .prefix(name + System.nanoTime() + ".")
                .partitions(partitions)
                .config();
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
                registerSubjects(stack);
                return stack;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** An empty registry counts as one that lost its storage, and which test would meet it depends on their order. */
        private static void registerSubjects(LocalStack stack) {
            try (Wiretag wiretag = new Wiretag(config(stack, "shared", 1));
                    SubjectAdmin subjects = wiretag.subjectAdmin()) {
                subjects.create();
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
