package io.wiretag.cli.print;

import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.Style;
import io.wiretag.cli.terminal.TerminalText;
import io.wiretag.schema.AgencyRole;
import io.wiretag.schema.Article;
import io.wiretag.schema.Delivery;
import io.wiretag.schema.Operation;
import io.wiretag.schema.ProvinceTag;
import io.wiretag.schema.RevisionReason;
import io.wiretag.schema.TagRevision;
import io.wiretag.schema.TaggedArticle;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A tagged article for people: a line with time, headline and delay, and a line with its tags.
 *
 * <pre>
 * 09:12:04  Top Vietnamese, Chinese leaders hold phone talks                  0.4 s
 *           no province                       VGP origin · VNA origin
 * </pre>
 */
public final class ArticlePrinter {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());
    private static final String INDENT = " ".repeat(10);
    private static final String BETWEEN = " \u00b7 ";

    /** On a wide terminal a delay far to the right is hard to match with its headline. */
    private static final int WIDEST = 110;

    private final Console console;
    private final Style style;
    private final int width;

    public ArticlePrinter(Console console) {
        this.console = console;
        this.style = console.style();
        this.width = Math.min(console.width(), WIDEST);
    }

    /** @param published when the article was published; the delay is the time from there to when it was tagged */
    public void print(TaggedArticle tagged, Instant published) {
        String delay = seconds(Duration.between(published, tagged.getTaggedAt()));
        int room = width - INDENT.length() - delay.length() - 2;
        // a version may be as long as a uri
        String label = TerminalText.cut(label(tagged), room / 2);
        String title = TerminalText.cut(title(tagged.getArticle()), room - TerminalText.columns(label));
        boolean ownHeadline = tagged.getArticle().getHeadline() != null;
        console.out()
                .println(style.faint(TIME.format(tagged.getTaggedAt())) + "  "
                        + marked(tagged.getOperation(), label)
                        + (ownHeadline ? style.strong(title) : title)
                        + " ".repeat(room - TerminalText.columns(label + title) + 2) + style.faint(delay));
        List<Piece> tags = new ArrayList<>();
        if (tagged.getOperation() != Operation.kill) {
            tags.addAll(provinces(tagged));
            tags.addAll(agencies(tagged));
        }
        tags.addAll(takenBack(tagged));
        printWrapped(tags);
    }

    /** The headline; where there is none, how the story begins. */
    private static String title(Article article) {
        String text = Optional.ofNullable(article.getHeadline())
                .or(() -> Optional.ofNullable(article.getBody()))
                .or(() -> Optional.ofNullable(article.getSlugline()))
                .orElse(article.getUri());
        return TerminalText.oneLine(text);
    }

    /** What the version does here, and which it is; nothing for the first. */
    private static String label(TaggedArticle tagged) {
        String version = Optional.ofNullable(tagged.getArticle().getVersion())
                .map(TerminalText::oneLine)
                .orElse("");
        String what = switch (tagged.getOperation()) {
            case publish -> version.equals("1") ? "" : "version";
            case correct -> correction(tagged.getRevision());
            case retract -> "retraction";
            case kill -> "KILL";
        };
        String label = (what + " " + version).strip();
        return what.isEmpty() || label.equals("version") ? "" : "[" + label + "] ";
    }

    /** Of the text, or of its tags alone. */
    private static String correction(TagRevision revision) {
        if (revision == null) {
            return "correction";
        }
        return revision.getReason() == RevisionReason.retag ? "retagged" : "tags corrected";
    }

    private String marked(Operation operation, String label) {
        return switch (operation) {
            case publish -> label;
            case correct, retract -> style.warning(label);
            case kill -> style.bad(label);
        };
    }

    /** Under which keys, beside the uri, the article is to be taken down. */
    private List<Piece> takenBack(TaggedArticle tagged) {
        List<Piece> pieces = new ArrayList<>();
        for (Delivery each : ToldPlaces.chosen(tagged)) {
            if (each.getOperation() == Operation.retract || each.getOperation() == Operation.kill) {
                String lead = pieces.isEmpty() ? "taken back: " : "";
                String place = ToldPlaces.name(each);
                pieces.add(new Piece(lead + place, style.faint(lead) + style.rejected(place)));
            }
        }
        return pieces;
    }

    private record Piece(String plain, String shown) {
        int columns() {
            return TerminalText.columns(plain);
        }
    }

    private List<Piece> provinces(TaggedArticle tagged) {
        if (tagged.getProvinces().isEmpty()) {
            return List.of(new Piece("no province", style.faint("no province")));
        }
        return tagged.getProvinces().stream().map(this::province).toList();
    }

    private Piece province(ProvinceTag tag) {
        String name = TerminalText.oneLine(tag.getName());
        return new Piece(name, tag.getAbout() ? style.province(name) : style.mentioned(name));
    }

    private List<Piece> agencies(TaggedArticle tagged) {
        return tagged.getAgencies().stream()
                .sorted(Comparator.comparing(tag -> tag.getRole()))
                .map(tag -> {
                    String plain = tag.getCode() + " " + tag.getRole();
                    return new Piece(
                            plain, tag.getRole() == AgencyRole.origin ? style.agency(plain) : style.credited(plain));
                })
                .toList();
    }

    private void printWrapped(List<Piece> pieces) {
        StringBuilder line = new StringBuilder(INDENT);
        int columns = INDENT.length();
        boolean first = true;
        for (Piece piece : pieces) {
            if (!first && columns + BETWEEN.length() + piece.columns() > width) {
                console.out().println(line);
                line = new StringBuilder(INDENT);
                columns = INDENT.length();
                first = true;
            }
            line.append(first ? "" : style.faint(BETWEEN)).append(piece.shown());
            columns += piece.columns() + (first ? 0 : BETWEEN.length());
            first = false;
        }
        console.out().println(line);
    }

    private static String seconds(Duration delay) {
        // clocks of two machines may disagree: a delay below zero says nothing
        double seconds = Math.max(0, delay.toMillis() / 1000.0);
        return seconds < 1 ? Math.max(0, delay.toMillis()) + " ms" : String.format(Locale.ROOT, "%.1f s", seconds);
    }
}
