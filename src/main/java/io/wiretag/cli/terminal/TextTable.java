package io.wiretag.cli.terminal;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Columns for people: text to the left, numbers to the right, two spaces between. */
public final class TextTable {
    private final List<Object[]> rows = new ArrayList<>();

    /**
     * A cell with a colour, which takes no columns.
     *
     * @param number whether it stands to the right
     */
    public record Painted(String text, boolean number, UnaryOperator<String> paint) {
        @Override
        public String toString() {
            return text;
        }
    }

    public TextTable(Object... header) {
        rows.add(header);
    }

    public void row(Object... cells) {
        rows.add(cells);
    }

    public void print(PrintStream out) {
        print(out, Integer.MAX_VALUE);
    }

    /** @param width columns to fit into: the last cell of a row is cut, not under 16 columns */
    public void print(PrintStream out, int width) {
        lines(width).forEach(out::println);
    }

    public List<String> lines() {
        return lines(Integer.MAX_VALUE);
    }

    /** Of the longest of {@link #lines()}. */
    public int columns() {
        int columns = 2 * (rows.get(0).length - 1);
        for (int i = 0; i < rows.get(0).length; i++) {
            int cell = i;
            columns += rows.stream()
                    .mapToInt(row -> TerminalText.columns(row[cell].toString()))
                    .max()
                    .orElse(0);
        }
        return columns;
    }

    /** The same in so many columns: the last cell of a row is cut, not under 16. */
    public List<String> lines(int width) {
        int columns = rows.get(0).length;
        int[] widths = new int[columns];
        boolean[] numbers = new boolean[columns];
        for (Object[] row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], TerminalText.columns(row[i].toString()));
                numbers[i] |= row[i] instanceof Number || row[i] instanceof Painted cell && cell.number();
            }
        }
        int others = 2 * (columns - 1);
        for (int i = 0; i < columns - 1; i++) {
            others += widths[i];
        }
        widths[columns - 1] = Math.min(widths[columns - 1], Math.max(16, width - others));
        List<String> lines = new ArrayList<>();
        for (Object[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                String cell = TerminalText.cut(row[i].toString(), widths[i]);
                String painted =
                        row[i] instanceof Painted colored ? colored.paint().apply(cell) : cell;
                String gap = " ".repeat(widths[i] - TerminalText.columns(cell));
                line.append(i == 0 ? "" : "  ").append(numbers[i] ? gap + painted : painted + gap);
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }
}
