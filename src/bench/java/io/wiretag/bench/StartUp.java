package io.wiretag.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;

/**
 * How long a command takes until it says that it is there, from the start of its process. The empty application gets what our
 * launcher gives to ours: jars, and an archive of its classes.
 */
final class StartUp {
    private static final long END_LIMIT_SECONDS = 40;
    private static final long WITHOUT_BEING_TOLD_SECONDS = 2;
    private static final Pattern RUNNING = Pattern.compile("state=RUNNING");
    /** The first article of the demo: a line that begins with the time. */
    private static final Pattern TAGGED = Pattern.compile("^\\d\\d:\\d\\d:\\d\\d  .*");

    private final Path home;
    private final Path folder;

    /**
     * @param home of the checkout
     * @param folder for what it makes
     */
    StartUp(Path home, Path folder) {
        this.home = home;
        this.folder = folder;
    }

    /** From {@code wiretag process} to RUNNING, in seconds. */
    double process(Job job) throws Exception {
        List<String> command = new ArrayList<>(List.of(home.resolve("wiretag").toString(), "process"));
        job.settings().forEach((key, value) -> command.addAll(List.of("-X", key + "=" + value)));
        return seconds(command, RUNNING);
    }

    /** The same of an application that does nothing. The first call makes its archive and takes longer. */
    double empty(Job job) throws Exception {
        Path jar = folder.resolve("empty.jar");
        Path archive = folder.resolve("empty.jsa");
        if (!Files.exists(jar)) {
            pack(jar);
        }
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xshare:auto"));
        command.add("-Xlog:cds=off");
        command.add("-Xlog:cds+dynamic=off");
        command.add(Files.exists(archive) ? "-XX:SharedArchiveFile=" + archive : "-XX:ArchiveClassesAtExit=" + archive);
        command.addAll(List.of("-cp", jar + ":" + home.resolve("target/wiretag.jar"), EmptyMain.class.getName()));
        command.addAll(job.arguments());
        return seconds(command, RUNNING);
    }

    /** From {@code wiretag demo} to the first article on the screen, in seconds. */
    double demo() throws Exception {
        return seconds(
                List.of(home.resolve("wiretag").toString(), "demo", "--once", "--port", "0", "--registry-port", "0"),
                TAGGED);
    }

    private static double seconds(List<String> command, Pattern sign) throws Exception {
        long began = System.nanoTime();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        StringBuilder said = new StringBuilder();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = output.readLine();
            while (line != null && !sign.matcher(line).find()) {
                said.append(line).append('\n');
                line = output.readLine();
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            if (line == null) {
                throw new IllegalStateException(command.get(0) + " ended before it was there:\n" + said);
            }
            end(process, output);
            return seconds;
        }
    }

    /** By the end of its input, or by SIGTERM where it does not look at it. */
    private static void end(Process process, BufferedReader output) throws Exception {
        process.getOutputStream().close();
        if (!process.waitFor(WITHOUT_BEING_TOLD_SECONDS, TimeUnit.SECONDS)) {
            // not Process.destroy, which closes the pipe as well
            process.toHandle().destroy();
        }
        while (output.readLine() != null) {
            // until it has ended: nobody must be stopped by a full pipe
        }
        if (!process.waitFor(END_LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    /** An archive of classes holds none that come from a folder. */
    private static void pack(Path jar) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Class<?> type : List.of(EmptyMain.class, ContenderJvm.class, Job.class)) {
                String name = type.getName().replace('.', '/') + ".class";
                out.putNextEntry(new ZipEntry(name));
                try (InputStream in = type.getResourceAsStream("/" + name)) {
                    in.transferTo(out);
                }
                out.closeEntry();
            }
        }
    }
}
