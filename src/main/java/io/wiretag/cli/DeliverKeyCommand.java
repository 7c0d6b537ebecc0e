package io.wiretag.cli;

import io.wiretag.cli.options.Codes;
import io.wiretag.cli.options.LocalGazetteerOptions;
import io.wiretag.cli.options.Within;
import io.wiretag.cli.terminal.Console;
import io.wiretag.delivery.http.DeliveryServer;
import io.wiretag.tagging.gazetteer.Gazetteer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code wiretag deliver key}: makes a key, and says what it may see. */
@Command(
        name = "key",
        description = {
            "Makes a key. Standard output gets the line for the file of keys, which delivery.keys.file names; standard error gets"
                    + " the key itself, this once, or a file of its own. Without options the key may see all.",
            "",
            "wiretag deliver key NAME >> FILE"
        },
        mixinStandardHelpOptions = true)
final class DeliverKeyCommand extends KeyCommand {
    private final Console console;

    @Mixin
    private LocalGazetteerOptions gazetteerFiles;

    @Option(
            names = "--province",
            split = ",",
            paramLabel = "CODE|NAME",
            description = "Only articles of which any version mentions one of these: VN-HN, ...")
    private List<String> provinces = List.of();

    @Option(
            names = "--unit",
            split = ",",
            paramLabel = "CODE|NAME",
            description = "Only articles of these units: 01, ...")
    private List<String> units = List.of();

    @Option(
            names = "--agency",
            split = ",",
            paramLabel = "CODE|NAME",
            description = "Only articles of these agencies of origin: VNA, ...")
    private List<String> agencies = List.of();

    @Option(names = "--no-text", description = "Identity and tags alone, no text.")
    private boolean noText;

    @Within(least = 1, most = 999_999_999)
    @Option(names = "--connections", paramLabel = "N", description = "Most connections at one time.")
    private Integer connections;

    @Within(least = 1, most = 999_999_999)
    @Option(names = "--bytes-per-second", paramLabel = "N", description = "Most bytes a second in the long run.")
    private Integer bytesPerSecond;

    DeliverKeyCommand(Console console) {
        super(console);
        this.console = console;
    }

    @Override
    Map<String, String> rights() {
        Map<String, String> rights = new TreeMap<>();
        if (!provinces.isEmpty() || !units.isEmpty() || !agencies.isEmpty()) {
            Codes codes = new Codes(Gazetteer.builtInWith(gazetteerFiles.files(console)));
            put(rights, "province", codes.provinces(provinces));
            put(rights, "unit", codes.units(units));
            put(rights, "agency", codes.agencies(agencies));
        }
        if (noText) {
            rights.put("text", "no");
        }
        if (connections != null) {
            rights.put("connections", String.valueOf(connections));
        }
        if (bytesPerSecond != null) {
            rights.put("bytes.per.second", String.valueOf(bytesPerSecond));
        }
        DeliveryServer.requireRights(rights);
        return rights;
    }

    private static void put(Map<String, String> rights, String right, List<String> values) {
        if (!values.isEmpty()) {
            rights.put(right, String.join(",", values));
        }
    }
}
