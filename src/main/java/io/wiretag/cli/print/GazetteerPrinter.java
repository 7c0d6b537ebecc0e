package io.wiretag.cli.print;

import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.Style;
import io.wiretag.cli.terminal.TerminalText;
import io.wiretag.tagging.gazetteer.Agency;
import io.wiretag.tagging.gazetteer.Body;
import io.wiretag.tagging.gazetteer.Gazetteer;
import io.wiretag.tagging.gazetteer.ListedEntry;
import io.wiretag.tagging.gazetteer.Province;
import java.nio.file.Path;
import java.util.List;

/** Entries of a gazetteer for people: by owner, each with its notes, its file and line. */
public final class GazetteerPrinter {
    private static final int WIDEST_PLACE = 24;

    private final Console console;
    private final Style style;

    public GazetteerPrinter(Console console) {
        this.console = console;
        this.style = console.style();
    }

    public void print(Gazetteer gazetteer, List<ListedEntry> entries) {
        for (Province province : gazetteer.provinces()) {
            print(
                    style.province(province.code()) + "  " + style.strong(province.name()),
                    owned(province.code(), entries));
        }
        for (Agency agency : gazetteer.agencies()) {
            print(
                    style.agency(agency.code()) + "  " + style.strong(agency.name())
                            + style.faint("  " + agency.kind().written()),
                    owned(agency.code(), entries));
        }
        for (Body body : gazetteer.bodies()) {
            print(style.agency(body.code()) + "  " + style.strong(body.name()), owned(body.code(), entries));
        }
        print(style.strong("Words and traps for all"), owned("", entries));
        console.out().println(style.faint(entries.size() + " entries, gazetteer " + gazetteer.version()));
    }

    private static List<ListedEntry> owned(String code, List<ListedEntry> entries) {
        return entries.stream().filter(entry -> entry.owner().equals(code)).toList();
    }

    private void print(String heading, List<ListedEntry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        console.out().println(heading);
        int keywordWidth = entries.stream()
                .mapToInt(entry -> entry.keyword().length())
                .max()
                .orElseThrow();
        int placeWidth = Math.min(
                Math.min(WIDEST_PLACE, console.width() / 4),
                entries.stream()
                        .mapToInt(entry -> TerminalText.columns(place(entry)))
                        .max()
                        .orElseThrow());
        int textWidth = console.width() - 2 - keywordWidth - 2 - 2 - placeWidth;
        for (ListedEntry entry : entries) {
            String notes = entry.notes().isEmpty() ? "" : " [" + String.join(", ", entry.notes()) + "]";
            List<String> lines = MarkedText.wrap(entry.text() + notes, textWidth);
            String place = TerminalText.cut(place(entry), placeWidth);
            console.out()
                    .println("  " + entry.keyword()
                            + " ".repeat(keywordWidth - entry.keyword().length()) + "  "
                            + lines.get(0) + " ".repeat(textWidth - TerminalText.columns(lines.get(0))) + "  "
                            + (entry.builtIn() ? style.faint(place) : place));
            lines.stream().skip(1).forEach(line -> console.out().println(" ".repeat(keywordWidth + 4) + line));
        }
        console.out().println();
    }

    /** The name of the file is enough here; the whole path is in the JSON. */
    private static String place(ListedEntry entry) {
        return Path.of(entry.file()).getFileName() + ":" + entry.line();
    }
}
