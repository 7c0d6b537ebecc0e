package io.wiretag.cli.subscription;

import io.wiretag.cli.terminal.Console;
import io.wiretag.delivery.webhook.SigningSecret;
import io.wiretag.files.FileTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where a secret comes from. Not from the command line itself, which all users of a machine can see. */
final class SecretOption {
    @Option(
            names = "--secret-file",
            paramLabel = "FILE",
            description =
                    "Has the secret: whsec_ and 24 to 64 bytes in base64. Default: one is made, and shown this once.")
    private Optional<Path> file = Optional.empty();

    SigningSecret secret() {
        return file.map(SecretOption::read).orElseGet(SigningSecret::random);
    }

    private static SigningSecret read(Path file) {
        try {
            return SigningSecret.of(Files.readString(file));
        } catch (IOException e) {
            throw new IllegalArgumentException("file " + file + " cannot be read: " + FileTrouble.reason(e), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("file " + file + ": " + e.getMessage(), e);
        }
    }

    /** The one that was made is nowhere else in clear. */
    void show(SigningSecret secret, Console console) {
        if (file.isEmpty()) {
            console.err().println("The secret, shown this once:");
            console.out().println(secret.text());
        }
    }
}
