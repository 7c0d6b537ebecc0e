package io.wiretag.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.local.SharedLocalStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A million inputs, or as many as the system property {@code fuzz.inputs} says, a tenth of them our mutations and the others
 * Jazzer's, each door in JVMs of its own with little memory. {@code mvn -Pfuzz test} runs it, and nothing else does.
 *
 * <p>An input that breaks a promise is left in {@code target/fuzz}: made small, it goes to {@code
 * src/test/resources/fuzz/found}.
 */
class MillionInputs {

    private static final long INPUTS = Long.getLong("fuzz.inputs", 1_000_000);
    private static final String MEMORY = "-Xmx256m";
    private static final Path FOLDER = Path.of("target/fuzz").toAbsolutePath();
    private static final Pattern FED = Pattern.compile("^inputs=(\\d+) .*", Pattern.MULTILINE);

    private final String registry = SharedLocalStack.stack().registryUrl().toString();

    /** All, or those of {@code -Dfuzz.doors=LEGACY,MAIL}: after a finding. */
    static Stream<Door> doors() {
        String named = System.getProperty("fuzz.doors", "");
        return named.isEmpty()
                ? Stream.of(Door.values())
                : Stream.of(named.split(",")).map(Door::valueOf);
    }

    @ParameterizedTest
    @MethodSource("doors")
    void noInputBreaksAPromise(Door door) throws Exception {
        long inputs = INPUTS * door.share / 1000;
        Path folder = Files.createDirectories(FOLDER.resolve(door.folder()));

        String mutated = run(
                folder.resolve("mutated.log"),
                folder,
                List.of(Mutated.class.getName(), door.name(), registry, "" + inputs / 10, folder + "/broken"));
        String guided = run(folder.resolve("guided.log"), folder, guided(door, inputs - inputs / 10, folder));

        System.out.println(door + " mutated: " + mutated);
        System.out.println(door + " guided:  " + guided);
    }

    private List<String> guided(Door door, long inputs, Path folder) throws IOException {
        Path seeds = Files.createDirectories(folder.resolve("seeds"));
        int number = 0;
        for (byte[] seed : Stream.concat(Inputs.seeds(door).stream(), Inputs.found(door).stream())
                .toList()) {
            Files.write(seeds.resolve("seed" + number++), seed);
        }
        return List.of(
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + CoverageGuided.class.getName(),
                "--target_args=" + door + " " + registry,
                "--instrumentation_includes=io.wiretag.**",
                "--custom_hook_includes=io.wiretag.**",
                "-runs=" + inputs,
                "-seed=" + (door.ordinal() + 1),
                "-max_len=8192",
                "-artifact_prefix=" + folder + "/",
                "--reproducer_path=" + folder,
                Files.createDirectories(folder.resolve("corpus")).toString(),
                seeds.toString());
    }

    /** The line that tells what was fed. */
    private static String run(Path log, Path folder, List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                MEMORY,
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertThat(process.waitFor())
                    .as("exit code; see %s and %s", log, folder)
                    .isZero();
        } finally {
            process.destroy();
        }
        Matcher fed = FED.matcher(Files.readString(log));
        assertThat(fed.find()).as("a report in " + log).isTrue();
        return fed.group();
    }
}
