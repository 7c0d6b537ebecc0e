package io.wiretag.tagging.text;

/**
 * Tells a site's navigation from a story: ten or more short items in a row, each on a line of its own or divided by bars
 * within one line.
 */
public final class NavigationList {
    private static final int FEWEST_ITEMS = 10;
    private static final int LONGEST_ITEM = 40;

    private NavigationList() {}

    /** The line after the list that begins with {@code line}; {@code line} itself if none does. */
    static int endOfRun(Lines lines, int line) {
        if (isBarred(lines, line)) {
            return line + 1;
        }
        boolean bullets = Lines.isBullet(lines.text().charAt(lines.start(line)));
        int next = line;
        while (next < lines.size() && isItem(lines, next, bullets)) {
            next++;
        }
        return next - line >= FEWEST_ITEMS ? next : line;
    }

    /** Whether the line before a list announces it ("the provinces are:"), so that the list belongs to the story. */
    static boolean isIntroduced(Lines lines, int line) {
        return line > 0 && lines.text().charAt(lines.end(line - 1) - 1) == ':';
    }

    private static boolean isItem(Lines lines, int line, boolean bullets) {
        String text = lines.text();
        int start = lines.start(line);
        int end = lines.end(line);
        if (end - start > LONGEST_ITEM || Lines.isBullet(text.charAt(start)) != bullets) {
            return false;
        }
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            // a sentence, a table of figures or a line of verse is no menu
            if (c >= '0' && c <= '9' || !bullets && (c == '.' || c == ',' || c == ':' || c == '?' || c == '!')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBarred(Lines lines, int line) {
        String text = lines.text();
        int items = 1;
        int itemStart = lines.start(line);
        for (int i = itemStart; i < lines.end(line); i++) {
            char c = text.charAt(i);
            if (c == '|' || Lines.isBullet(c)) {
                items++;
                itemStart = i + 1;
            } else if (i - itemStart >= LONGEST_ITEM) {
                return false;
            }
        }
        return items >= FEWEST_ITEMS;
    }
}
