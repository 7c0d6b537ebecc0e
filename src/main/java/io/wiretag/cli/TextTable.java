package io.wiretag.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Columns for people: text to the left, numbers to the right, two spaces between. */
final class TextTable {
    private final List<Object[]> rows = new ArrayList<>();

    TextTable(Object... header) {
        rows.add(header);
    }

    void row(Object... cells) {
        rows.add(cells);
    }

    void print(PrintStream out) {
        print(out, Integer.MAX_VALUE);
    }

    /** @param width columns to fit into: the last cell of a row is cut, not under 16 columns */
    void print(PrintStream out, int width) {
        int columns = rows.get(0).length;
        int[] widths = new int[columns];
        boolean[] numbers = new boolean[columns];
        for (Object[] row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], TerminalText.columns(row[i].toString()));
                numbers[i] |= row[i] instanceof Number;
            }
        }
        int others = 2 * (columns - 1);
        for (int i = 0; i < columns - 1; i++) {
            others += widths[i];
        }
        widths[columns - 1] = Math.min(widths[columns - 1], Math.max(16, width - others));
        for (Object[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                String cell = TerminalText.cut(row[i].toString(), widths[i]);
                String gap = " ".repeat(widths[i] - TerminalText.columns(cell));
                line.append(i == 0 ? "" : "  ").append(numbers[i] ? gap + cell : cell + gap);
            }
            out.println(line.toString().stripTrailing());
        }
    }
}
