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
        int columns = rows.get(0).length;
        int[] widths = new int[columns];
        boolean[] numbers = new boolean[columns];
        for (Object[] row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row[i].toString().length());
                numbers[i] |= row[i] instanceof Number;
            }
        }
        for (Object[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                String cell = row[i].toString();
                String gap = " ".repeat(widths[i] - cell.length());
                line.append(i == 0 ? "" : "  ").append(numbers[i] ? gap + cell : cell + gap);
            }
            out.println(line.toString().stripTrailing());
        }
    }
}
