package io.wiretag.local;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Two files made once for the registry's process and used at every later start. They lie beside the registry, so that all data
 * directories share them, or in the data directory where the former cannot be written.
 *
 * <p>One is a jar with {@link RegistryMain} alone: our own jar would bring other versions of the registry's libraries along.
 * The other is a class archive: the JVM writes down, when the first registry ends, the classes it has loaded, and later ones
 * map that file instead of parsing and verifying some 20 000 classes, which halves their start.
 *
 * <p>The JVM trusts an archive only with the same JVM and the same jars in the same place; all of that goes into its name, so
 * a build elsewhere makes its own instead of being refused this one. It is written under another name and moved when
 * complete, for another registry may be starting at this moment.
 */
final class StartUpFiles {

    private static final String MAIN_CLASS_FILE = RegistryMain.class.getName().replace('.', '/') + ".class";

    /** The number of the process that makes it, and one of its own; see the constructor. */
    private static final Pattern DRAFT = Pattern.compile("classes-[0-9a-f]{8}\\.jsa\\.(\\d{1,18})-\\d{1,18}");

    /** Tells the archives apart that one process has in the making. */
    private static final AtomicInteger STARTED = new AtomicInteger();

    private final Path mainJar;
    private final Path archive;
    private final Path archiveInTheMaking;

    private StartUpFiles(Path mainJar, Path archive) {
        this.mainJar = mainJar;
        this.archive = archive;
        this.archiveInTheMaking = archive.resolveSibling("%s.%d-%d"
                .formatted(archive.getFileName(), ProcessHandle.current().pid(), STARTED.incrementAndGet()));
    }

    static StartUpFiles prepare(RegistryHome home, Path dataDir) throws IOException {
        Path directory = Files.isWritable(home.directory()) ? home.directory() : dataDir;
        Path mainJar = directory.resolve("wiretag-registry-main.jar").toAbsolutePath();
        writeMainJar(mainJar);
        int fingerprint = Objects.hash(
                Runtime.version().toString(),
                System.getProperty("java.vm.vendor"),
                home.runner().toAbsolutePath().toString(),
                Files.getLastModifiedTime(home.runner()).toMillis(),
                Files.getLastModifiedTime(mainJar).toMillis());
        Path archive = mainJar.resolveSibling("classes-%08x.jsa".formatted(fingerprint));
        deleteLeftovers(archive);
        return new StartUpFiles(mainJar, archive);
    }

    Path mainJar() {
        return mainJar;
    }

    /** The JVM option that reads the archive, or makes it. */
    String jvmOption() {
        return Files.exists(archive)
                ? "-XX:SharedArchiveFile=" + archive
                : "-XX:ArchiveClassesAtExit=" + archiveInTheMaking;
    }

    /** To be called when the process has ended well, for then its archive is complete. */
    void keepArchive() throws IOException {
        if (Files.exists(archiveInTheMaking)) {
            Files.move(archiveInTheMaking, archive, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static void writeMainJar(Path jar) throws IOException {
        byte[] wanted = mainJarBytes();
        if (Files.exists(jar) && Arrays.equals(Files.readAllBytes(jar), wanted)) {
            // untouched, so that the archive stays valid
            return;
        }
        Path draft = jar.resolveSibling(
                "main-%d.jar".formatted(ProcessHandle.current().pid()));
        Files.write(draft, wanted);
        Files.move(draft, jar, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static byte[] mainJarBytes() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes);
                InputStream mainClass = RegistryMain.class.getClassLoader().getResourceAsStream(MAIN_CLASS_FILE)) {
            JarEntry entry = new JarEntry(MAIN_CLASS_FILE);
            // the same bytes each time
            entry.setTime(0);
            jar.putNextEntry(entry);
            mainClass.transferTo(jar);
        }
        return bytes.toByteArray();
    }

    /** What a process killed half-way left behind is some 60 MB. */
    private static void deleteLeftovers(Path archive) throws IOException {
        try (DirectoryStream<Path> drafts = Files.newDirectoryStream(archive.getParent(), "classes-*.jsa.*")) {
            for (Path draft : drafts) {
                Matcher name = DRAFT.matcher(draft.getFileName().toString());
                // others that are called nearly so are somebody's, who knows whose
                if (name.matches()
                        && Files.isRegularFile(draft, LinkOption.NOFOLLOW_LINKS)
                        && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()) {
                    Files.deleteIfExists(draft);
                }
            }
        }
    }
}
