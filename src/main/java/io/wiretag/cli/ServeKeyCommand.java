package io.wiretag.cli;

import io.wiretag.cli.terminal.Console;
import io.wiretag.ops.OpsKeys;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code wiretag serve key}: makes a key, and says whether it may correct. */
@Command(
        name = "key",
        description = {
            "Makes a key. Standard output gets the line for the file of keys, which ops.keys.file names; standard error gets the"
                    + " key itself, this once, or a file of its own. Who has it may look, and replay rejected records.",
            "",
            "wiretag serve key NAME >> FILE",
            "wiretag serve key NAME --role editor >> FILE"
        },
        mixinStandardHelpOptions = true)
final class ServeKeyCommand extends KeyCommand {
    @Option(
            names = "--role",
            paramLabel = "ROLE",
            description = "editor: may correct the tags of articles as well. Its name stands in what he corrects.")
    private Optional<String> role;

    ServeKeyCommand(Console console) {
        super(console);
    }

    @Override
    Map<String, String> rights() {
        return role.map(OpsKeys::ofRole).orElse(Map.of());
    }
}
