package io.wiretag.intake.format.text;

import java.util.Set;
import java.util.regex.Pattern;
import org.jdom2.Content;
import org.jdom2.Text;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Parser;
import org.jsoup.select.NodeFilter;

/**
 * Takes the text out of HTML, XHTML and NITF. Paragraphs are parted by an empty line, smaller blocks (list items, rows) and {@code <br>}
 * by a line feed; blanks run together as in a browser, no-break spaces stay. Navigation, scripts, styles and comments
 * are no part of the story and are left out; so are the head of NITF, which repeats headline and byline, and its media,
 * whose captions are no part of the body.
 */
public final class HtmlText implements NodeFilter {

    private static final Set<String> LEFT_OUT = Set.of(
            "nav", "script", "style", "head", "template", "noscript", "iframe", "object", "svg", "body.head", "media");
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
            "address",
            "bq",
            "note",
            "tagline");
    private static final Set<String> LINES = Set.of("div", "li", "dt", "dd", "tr", "caption", "option");
    private static final Set<String> CELLS = Set.of("td", "th");

    /** What nobody writes in a story: an entity, an end tag. */
    private static final Pattern ESCAPED = Pattern.compile(
            "&(?:#\\d{2,6}|[a-zA-Z]{2,8}\\d?);|</(?:p|div|span|strong|em|b|i|a|h[1-6]|li|ul|td|figure|figcaption)>");

    private static final Pattern END_TAG = Pattern.compile("</[a-zA-Z]");

    private static final int MOST_ESCAPES = 2;

    private final StringBuilder text = new StringBuilder();

    /** Line feeds owed before the next word; owed, not written, so that none stands at the start or the end. */
    private int lineFeeds;

    private boolean blank;
    private boolean withoutHeader;
    private int preformatted;

    private HtmlText() {}

    public static String of(String html) {
        HtmlText text = new HtmlText();
        TagSoup.parse(html, Parser.htmlParser()).filter(text);
        return text.text.toString();
    }

    /** As {@link #of(String)}; sites escape twice and more often, and what comes out is HTML again. */
    public static String ofEscaped(String html) {
        String text = of(html);
        for (int i = 0; i < MOST_ESCAPES && ESCAPED.matcher(text).find(); i++) {
            text = END_TAG.matcher(text).find()
                    ? of(text.replace("\n\n", "<p>").replace("\n", "<br>"))
                    : Parser.unescapeEntities(text, false);
        }
        return text;
    }

    /** The text of an element of XHTML or NITF, whatever its prefix, without the header that repeats its metadata. */
    public static String of(org.jdom2.Element element) {
        String body = of(element, true);
        return body.isBlank() ? of(element, false) : body;
    }

    private static String of(org.jdom2.Element element, boolean withoutHeader) {
        HtmlText text = new HtmlText();
        text.withoutHeader = withoutHeader;
        text.walk(element);
        return text.text.toString();
    }

    /** Goes as deep as the document, which {@link XmlTree} bounds. */
    private void walk(org.jdom2.Element element) {
        String name = SmallLetters.of(element.getName());
        if (!isNotForPublication(element) && enter(name)) {
            for (Content content : element.getContent()) {
                if (content instanceof Text words) {
                    append(words.getText());
                } else if (content instanceof org.jdom2.Element child) {
                    walk(child);
                }
            }
            leave(name);
        }
    }

    /** A note of NITF to editors. */
    static boolean isNotForPublication(org.jdom2.Element element) {
        return element.getName().equals("note")
                && (element.getAttributeValue("type", "").equals("npa")
                        || element.getAttributeValue("noteclass", "").equals("editorsnote"));
    }

    @Override
    public FilterResult head(Node node, int depth) {
        if (node instanceof TextNode words) {
            append(words.getWholeText());
        } else if (node instanceof Element element && !enter(element.normalName())) {
            return FilterResult.SKIP_ENTIRELY;
        }
        return FilterResult.CONTINUE;
    }

    @Override
    public FilterResult tail(Node node, int depth) {
        if (node instanceof Element element) {
            leave(element.normalName());
        }
        return FilterResult.CONTINUE;
    }

    /** False if the element is left out. */
    private boolean enter(String name) {
        if (LEFT_OUT.contains(name) || withoutHeader && name.equals("header")) {
            return false;
        }
        if (name.equals("br")) {
            // two in a row part paragraphs, as many systems write them
            lineFeeds = Math.min(lineFeeds + 1, 2);
        } else if (name.equals("pre")) {
            preformatted++;
        }
        breakAround(name);
        return true;
    }

    private void leave(String name) {
        if (name.equals("pre")) {
            preformatted--;
        }
        breakAround(name);
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
        blank |= isStamp(text) && words.length() > 1 && isTitleCase(words);
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

    /** A place in capitals, which scraping glues to the first word of the story: {@code <b>NGHỆ AN</b>Nguyễn}. */
    private static boolean isStamp(CharSequence text) {
        int end = text.length();
        return end > 1 && Character.isUpperCase(text.charAt(end - 1)) && Character.isUpperCase(text.charAt(end - 2));
    }

    private static boolean isTitleCase(String words) {
        return Character.isUpperCase(words.charAt(0)) && Character.isLowerCase(words.charAt(1));
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
