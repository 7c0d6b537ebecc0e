package io.wiretag.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Columns for people: text to the left, numbers to the right, two spaces between. */
final class TextTable {
    private final List<Object[]> rows = new ArrayList<>();

    /**
     * A cell with a colour, which takes no columns.
     *
     * @param number whether it stands to the right
     */
    record Painted(String text, boolean number, UnaryOperator<String> paint) {
        @Override
        public String toString() {
            return text;
        }
    }

    TextTable(Object... header) {
        rows.add(header);
    }

    void row(Object... cells) {
        rows.add(cells);
    }

    void print(PrintStream out) {
        lines().forEach(out::println);
    }

    List<String> lines() {
        int columns = rows.get(0).length;
        int[] widths = new int[columns];
        boolean[] numbers = new boolean[columns];
        for (Object[] row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row[i].toString().length());
                numbers[i] |= row[i] instanceof Number || row[i] instanceof Painted cell && cell.number();
            }
        }
        List<String> lines = new ArrayList<>();
        for (Object[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                String cell = row[i].toString();
                String painted =
                        row[i] instanceof Painted colored ? colored.paint().apply(cell) : cell;
                String gap = " ".repeat(widths[i] - cell.length());
                line.append(i == 0 ? "" : "  ").append(numbers[i] ? gap + painted : painted + gap);
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }
}
