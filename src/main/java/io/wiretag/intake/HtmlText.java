package io.wiretag.intake;

import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;

/**
 * Takes the text out of HTML. Paragraphs are parted by an empty line, smaller blocks (list items, rows) and {@code <br>}
 * by a line feed; blanks run together as in a browser, no-break spaces stay. Navigation, scripts, styles and comments
 * are no part of the story and are left out.
 */
final class HtmlText implements NodeFilter {

    private static final Set<String> LEFT_OUT =
            Set.of("nav", "script", "style", "head", "template", "noscript", "iframe", "object", "svg");
    private static final Set<String> PARAGRAPHS = Set.of(
            "p",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "hl1",
            "hl2",
            "blockquote",
            "ul",
            "ol",
            "dl",
            "table",
            "pre",
            "figure",
            "figcaption",
            "section",
            "article",
            "aside",
            "header",
            "footer",
            "hr",
            "address");
    private static final Set<String> LINES = Set.of("div", "li", "dt", "dd", "tr", "caption", "option");
    private static final Set<String> CELLS = Set.of("td", "th");

    private final StringBuilder text = new StringBuilder();

    /** Line feeds owed before the next word; owed, not written, so that none stands at the start or the end. */
    private int lineFeeds;

    private boolean blank;
    private int preformatted;

    private HtmlText() {}

    static String of(String html) {
        HtmlText text = new HtmlText();
        Jsoup.parse(html).filter(text);
        return text.text.toString();
    }

    @Override
    public FilterResult head(Node node, int depth) {
        if (node instanceof TextNode words) {
            append(words.getWholeText());
        } else if (node instanceof Element element) {
            String name = element.normalName();
            if (LEFT_OUT.contains(name)) {
                return FilterResult.SKIP_ENTIRELY;
            }
            if (name.equals("br")) {
                // two in a row part paragraphs, as many systems write them
                lineFeeds = Math.min(lineFeeds + 1, 2);
            } else if (name.equals("pre")) {
                preformatted++;
            }
            breakAround(name);
        }
        return FilterResult.CONTINUE;
    }

    @Override
    public FilterResult tail(Node node, int depth) {
        if (node instanceof Element element) {
            String name = element.normalName();
            if (name.equals("pre")) {
                preformatted--;
            }
            breakAround(name);
        }
        return FilterResult.CONTINUE;
    }

    private void breakAround(String name) {
        if (PARAGRAPHS.contains(name)) {
            lineFeeds = 2;
        } else if (LINES.contains(name)) {
            lineFeeds = Math.max(lineFeeds, 1);
        } else if (CELLS.contains(name)) {
            blank = true;
        }
    }

    private void append(String words) {
        for (int i = 0; i < words.length(); i++) {
            char c = words.charAt(i);
            if (preformatted > 0 && c == '\n') {
                lineFeeds = Math.min(lineFeeds + 1, 2);
            } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f') {
                blank = true;
            } else {
                separate();
                text.append(c);
            }
        }
    }

    private void separate() {
        if (!text.isEmpty()) {
            if (lineFeeds > 0) {
                text.append("\n".repeat(lineFeeds));
            } else if (blank) {
                text.append(' ');
            }
        }
        lineFeeds = 0;
        blank = false;
    }
}
