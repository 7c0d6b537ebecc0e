package io.wiretag;

import io.wiretag.testing.InstallationSettings;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The command {@code wiretag process} in a JVM of its own, against the shared stack. */
final class ProcessorJvm {
    private ProcessorJvm() {}

    /** An installation of its own on the shared stack: two partitions, topics with the prefix, state in the folder. */
    static Map<String, String> settings(String prefix, Path folder) {
        return InstallationSettings.shared()
                .prefix(prefix)
                .partitions(2)
                .state(folder.resolve("state"))
                .map();
    }

    /**
     * Starts it.
     *
     * @param more settings beside {@code settings}
     * @param jars put on the class path behind our classes
     */
    static Process start(Map<String, String> settings, Map<String, String> more, List<Path> jars, Path log)
            throws IOException {
        return start(List.of(), settings, more, jars, log);
    }

    /** @param options of Java */
    static Process start(
            List<String> options, Map<String, String> settings, Map<String, String> more, List<Path> jars, Path log)
            throws IOException {
        StringBuilder classPath = new StringBuilder(System.getProperty("java.class.path"));
        jars.forEach(jar -> classPath.append(File.pathSeparator).append(jar));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath.toString(), "io.wiretag.cli.Main", "process"));
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(more);
        all.forEach((key, value) -> command.addAll(List.of("-X", key + "=" + value)));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }
}
