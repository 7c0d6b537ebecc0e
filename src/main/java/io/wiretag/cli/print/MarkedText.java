package io.wiretag.cli.print;

import io.wiretag.files.OneLine;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A text in several styles, wrapped for a terminal. Line ends of the text stay, several empty lines become one, control
 * characters are left out. A style is closed at the end of a line and opened again on the next.
 */
final class MarkedText {
    private record Run(String text, UnaryOperator<String> style) {}

    /** A character as readers see it, with the marks on it. */
    private record Cell(String text, int run) {}

    private final List<Run> runs = new ArrayList<>();

    /** One text in one style. */
    static List<String> wrap(String text, int width) {
        MarkedText marked = new MarkedText();
        marked.add(text, UnaryOperator.identity());
        return marked.lines(width);
    }

    void add(String text, UnaryOperator<String> style) {
        runs.add(new Run(text, style));
    }

    /** Lines of at most so many columns, broken between words; a word that is longer than a line is broken within. */
    List<String> lines(int width) {
        Wrapper wrapper = new Wrapper(width);
        for (int run = 0; run < runs.size(); run++) {
            String text = runs.get(run).text();
            for (int i = 0; i < text.length(); ) {
                int codePoint = text.codePointAt(i);
                wrapper.put(codePoint, run);
                i += Character.charCount(codePoint);
            }
        }
        return wrapper.end();
    }

    private final class Wrapper {
        private final int width;
        private final List<String> lines = new ArrayList<>();
        private final List<Cell> line = new ArrayList<>();
        private final List<Cell> word = new ArrayList<>();
        /** The blank in front of the word, if there is one. */
        private final List<Cell> blank = new ArrayList<>();

        Wrapper(int width) {
            this.width = width;
        }

        void put(int codePoint, int run) {
            int type = Character.getType(codePoint);
            if (codePoint == '\n' || type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR) {
                endLine();
            } else if (Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint)) {
                endWord();
                blank.clear();
                blank.add(new Cell(" ", run));
            } else if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
                putMark(codePoint, run);
            } else if (!OneLine.isHostile(codePoint)) {
                if (word.size() == width) {
                    endWord();
                }
                word.add(new Cell(Character.toString(codePoint), run));
            }
        }

        private void putMark(int codePoint, int run) {
            if (!word.isEmpty()) {
                Cell letter = word.remove(word.size() - 1);
                word.add(new Cell(letter.text() + Character.toString(codePoint), letter.run()));
            } else {
                word.add(new Cell(" " + Character.toString(codePoint), run));
            }
        }

        private void endWord() {
            if (word.isEmpty()) {
                return;
            }
            int gap = line.isEmpty() ? 0 : blank.size();
            if (line.size() + gap + word.size() > width) {
                breakLine();
            } else if (gap > 0) {
                line.addAll(blank);
            }
            blank.clear();
            line.addAll(word);
            word.clear();
        }

        private void endLine() {
            endWord();
            boolean secondEmpty = line.isEmpty()
                    && (lines.isEmpty() || lines.get(lines.size() - 1).isEmpty());
            if (!secondEmpty) {
                breakLine();
            }
            blank.clear();
        }

        private void breakLine() {
            StringBuilder styled = new StringBuilder();
            for (int i = 0; i < line.size(); ) {
                int run = line.get(i).run();
                StringBuilder text = new StringBuilder();
                for (; i < line.size() && line.get(i).run() == run; i++) {
                    text.append(line.get(i).text());
                }
                styled.append(runs.get(run).style().apply(text.toString()));
            }
            lines.add(styled.toString());
            line.clear();
        }

        List<String> end() {
            endWord();
            if (!line.isEmpty()) {
                breakLine();
            }
            while (!lines.isEmpty() && lines.get(lines.size() - 1).isEmpty()) {
                lines.remove(lines.size() - 1);
            }
            return lines;
        }
    }
}
