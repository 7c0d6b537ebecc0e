package io.wiretag.local;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Iterator;
import java.util.Optional;

/**
 * The unpacked archive of the registry: one runner jar with its libraries beside it.
 *
 * @param directory where it was unpacked
 * @param runner the jar in it that starts the registry
 */
record RegistryHome(Path directory, Path runner) {

    private static final String RUNNER = "apicurio-registry-app-*-runner.jar";

    /** @throws LocalStackException if there is no registry */
    static RegistryHome in(Path directory) {
        return find(directory)
                .orElseThrow(() ->
                        new LocalStackException("No registry in %s (looked for %s); build first with `mvn package`"
                                .formatted(directory, RUNNER)));
    }

    /** Where the build leaves it: beside the jar, or beside {@code target/classes}; both are {@code target/registry}. */
    static Optional<Path> ofThisBuild() {
        CodeSource source = RegistryHome.class.getProtectionDomain().getCodeSource();
        if (source == null) {
            return Optional.empty();
        }
        try {
            Path code = Path.of(source.getLocation().toURI());
            return find(code.resolveSibling("registry")).map(RegistryHome::directory);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static Optional<RegistryHome> find(Path directory) {
        if (!Files.isDirectory(directory)) {
            return Optional.empty();
        }
        try (DirectoryStream<Path> runners = Files.newDirectoryStream(directory, RUNNER)) {
            Iterator<Path> first = runners.iterator();
            return first.hasNext() ? Optional.of(new RegistryHome(directory, first.next())) : Optional.empty();
        } catch (IOException e) {
            throw new LocalStackException("Registry directory %s cannot be read (%s)".formatted(directory, e), e);
        }
    }
}
