package io.wiretag.cli.print;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.Style;
import io.wiretag.cli.terminal.TerminalText;
import io.wiretag.files.OneLine;
import io.wiretag.revision.Corrected;
import io.wiretag.revision.Preview;
import io.wiretag.revision.SentVersion;
import io.wiretag.schema.AgencyRole;
import io.wiretag.schema.Article;
import io.wiretag.schema.CorrectedTag;
import io.wiretag.schema.Correction;
import io.wiretag.schema.CorrectionAction;
import io.wiretag.schema.Delivery;
import io.wiretag.schema.Operation;
import io.wiretag.schema.TaggedArticle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What a correction does, and which hold, for people or as JSON.
 *
 * <pre>
 * Rain in the highlands
 * urn:newsml:desk.example:2026:1, version 2
 *   before       VN-DN Đà Nẵng (about) · VNA origin
 *   after        VN-26 Thừa Thiên-Huế · VNA origin
 *   tagged       correct
 *   by-province  publish VN-26 · retract VN-DN
 * </pre>
 */
public final class CorrectionPrinter {
    private static final String BETWEEN = " \u00b7 ";
    private static final int LABEL = 15;

    private final Console console;
    private final boolean json;
    private final Style style;

    private record Piece(String text, UnaryOperator<String> paint) {}

    /** @param json whether machines read it */
    public CorrectionPrinter(Console console, boolean json) {
        this.console = console;
        this.json = json;
        this.style = console.style();
    }

    /** Before it is asked for; as JSON only what is not asked for. */
    public void preview(SentVersion seen, Preview preview, boolean dryRun) {
        if (json) {
            if (dryRun) {
                console.out().println(Json.line(object(seen, preview, "dry-run")));
            }
            return;
        }
        identity(seen);
        pieces("before", tagPieces(seen.version()));
        pieces("after", tagPieces(preview.after()));
        records(preview.records());
        preview.idle().forEach(each -> console.err().println("this changes nothing now: " + words(each)));
        if (dryRun) {
            console.err().println("Nothing was sent: without --dry-run it goes out");
        }
    }

    private void identity(SentVersion sent) {
        Article article = sent.version().getArticle();
        String headline =
                TerminalText.oneLine(Optional.ofNullable(article.getHeadline()).orElse("(no headline)"));
        console.out().println(style.strong(TerminalText.cut(headline, console.width())));
        console.out()
                .println(style.faint(TerminalText.oneLine(article.getUri())
                        + Optional.ofNullable(article.getVersion())
                                .map(version -> ", version " + TerminalText.oneLine(version))
                                .orElse("")));
    }

    private List<Piece> tagPieces(TaggedArticle tagged) {
        List<Piece> pieces = new ArrayList<>();
        tagged.getProvinces()
                .forEach(tag -> pieces.add(new Piece(
                        tag.getCode() + " " + TerminalText.oneLine(tag.getName()) + (tag.getAbout() ? " (about)" : ""),
                        tag.getAbout() ? style::province : style::mentioned)));
        tagged.getAgencies()
                .forEach(tag -> pieces.add(new Piece(
                        tag.getCode() + " " + tag.getRole(),
                        tag.getRole() == AgencyRole.origin ? style::agency : style::credited)));
        tagged.getBodies().forEach(tag -> pieces.add(new Piece(tag.getCode() + " " + tag.getRole(), style::credited)));
        return pieces.isEmpty() ? List.of(new Piece("no tag", style::faint)) : pieces;
    }

    /** The tags of a version in a sentence. */
    public static String tags(TaggedArticle tagged, Console console) {
        return new CorrectionPrinter(console, false)
                .tagPieces(tagged).stream().map(Piece::text).collect(Collectors.joining(", "));
    }

    private Piece piece(Delivery record) {
        boolean isOwnKey = record.getSink().startsWith("by-");
        return new Piece(
                record.getOperation() + (isOwnKey ? " " + record.getKey() : ""),
                record.getOperation() == Operation.retract ? style::warning : UnaryOperator.identity());
    }

    private void pieces(String label, List<Piece> pieces) {
        StringBuilder line = new StringBuilder("  " + label + " ".repeat(Math.max(1, LABEL - 2 - label.length())));
        int columns = LABEL;
        boolean isFirst = true;
        for (Piece piece : pieces) {
            int wide = TerminalText.columns(piece.text()) + (isFirst ? 0 : BETWEEN.length());
            if (!isFirst && columns + wide > console.width()) {
                console.out().println(line);
                line = new StringBuilder(" ".repeat(LABEL));
                columns = LABEL;
                isFirst = true;
            }
            line.append(isFirst ? "" : style.faint(BETWEEN))
                    .append(piece.paint().apply(piece.text()));
            columns += TerminalText.columns(piece.text()) + (isFirst ? 0 : BETWEEN.length());
            isFirst = false;
        }
        console.out().println(line);
    }

    /** Once it is out. */
    public void wentOut(SentVersion seen, Preview preview, TaggedArticle after) {
        List<Correction> corrections = after.getCorrections();
        boolean isMore = corrections.size() > seen.version().getCorrections().size();
        Optional<String> id = Optional.of(corrections)
                .filter(all -> isMore)
                .map(all -> all.get(all.size() - 1).getId());
        int revision = after.getRevision() == null ? 0 : after.getRevision().getNumber();
        List<Delivery> records = after.getDeliveries();
        if (json) {
            ObjectNode object = object(seen, new Preview(after, preview.changes(), records, preview.idle()), "out");
            object.put("revision", revision).put("correction", id.orElse(null));
            object.put(
                    "proven", after.getRevision() != null && after.getRevision().getProven());
            console.out().println(Json.line(object));
            return;
        }
        if (!Set.copyOf(records).equals(Set.copyOf(preview.records()))) {
            console.err()
                    .println("it went out otherwise than it was told, since rules or places of it were not known:");
            records(records);
        }
        console.out()
                .println(style.good("ok") + ": it is out, revision " + revision
                        + id.map(each -> ", by correction " + each).orElse(", the correction is taken back"));
    }

    /**
     * That it is not out.
     *
     * @param outcome in one word
     * @param place of the request, if it stands anywhere
     * @param words the same in a sentence
     */
    public record Unsuccessful(String outcome, Optional<String> place, String words) {}

    /** For machines; people read its words. */
    public void unsuccessful(SentVersion seen, Unsuccessful what) {
        if (json) {
            Article article = seen.version().getArticle();
            console.out()
                    .println(Json.line(JsonNodeFactory.instance
                            .objectNode()
                            .put("uri", article.getUri())
                            .put("version", article.getVersion())
                            .put("outcome", what.outcome())
                            .put("place", what.place().orElse(null))
                            .put("why", what.words())));
        }
    }

    private void records(List<Delivery> records) {
        Map<String, List<Piece>> sinks = new LinkedHashMap<>();
        records.forEach(each ->
                sinks.computeIfAbsent(each.getSink(), sink -> new ArrayList<>()).add(piece(each)));
        sinks.forEach(this::pieces);
    }

    private static ObjectNode object(SentVersion seen, Preview preview, String outcome) {
        Article article = seen.version().getArticle();
        ObjectNode object = JsonNodeFactory.instance
                .objectNode()
                .put("uri", article.getUri())
                .put("version", article.getVersion())
                .put("outcome", outcome)
                .put("gazetteerVersion", preview.after().getGazetteerVersion());
        object.set("before", tagsOf(seen.version()));
        object.set("after", tagsOf(preview.after()));
        ArrayNode records = object.putArray("records");
        preview.records()
                .forEach(each -> records.addObject()
                        .put("sink", each.getSink())
                        .put("key", each.getKey())
                        .put("operation", each.getOperation().name()));
        ArrayNode idle = object.putArray("changesNothing");
        preview.idle().forEach(each -> idle.add(Json.of(each)));
        return object;
    }

    private static ObjectNode tagsOf(TaggedArticle tagged) {
        ObjectNode tags = JsonNodeFactory.instance.objectNode();
        ArrayNode provinces = tags.putArray("provinces");
        tagged.getProvinces()
                .forEach(tag -> provinces.addObject().put("code", tag.getCode()).put("about", tag.getAbout()));
        ArrayNode agencies = tags.putArray("agencies");
        tagged.getAgencies()
                .forEach(tag -> agencies.addObject()
                        .put("code", tag.getCode())
                        .put("role", tag.getRole().name()));
        ArrayNode bodies = tags.putArray("bodies");
        tagged.getBodies()
                .forEach(tag -> bodies.addObject()
                        .put("code", tag.getCode())
                        .put("role", tag.getRole().name()));
        return tags;
    }

    /** An article and what was said of it. */
    public void corrected(Corrected corrected) {
        if (json) {
            corrected.corrections().forEach(each -> console.out().println(line(corrected, each)));
            return;
        }
        identity(corrected.sent());
        for (Correction each : corrected.corrections()) {
            console.out()
                    .println("  " + style.strong(each.getId()) + "  " + each.getAt() + "  "
                            + TerminalText.oneLine(each.getBy())
                            + (each.getProven() ? style.good(", proven") : style.faint(", not proven")));
            each.getChanges().forEach(change -> console.out().println("    " + painted(change)));
            MarkedText.wrap(OneLine.of(each.getNote()), console.width() - 4)
                    .forEach(note -> console.out().println("    " + style.faint(note)));
        }
    }

    private static String line(Corrected corrected, Correction correction) {
        Article article = corrected.sent().version().getArticle();
        ObjectNode object = JsonNodeFactory.instance
                .objectNode()
                .put("uri", article.getUri())
                .put("version", article.getVersion())
                .put("headline", article.getHeadline());
        object.setAll((ObjectNode) Json.of(correction));
        return Json.line(object);
    }

    private String painted(CorrectedTag change) {
        return switch (change.getAction()) {
            case add, about -> style.good(words(change));
            case remove -> style.rejected(words(change));
            case notAbout, other -> style.warning(words(change));
        };
    }

    /** What is said of one tag. */
    public static String words(CorrectedTag change) {
        String action = change.getAction() == CorrectionAction.notAbout
                ? "not about"
                : change.getAction().name();
        return action + " " + OneLine.of(change.getCode())
                + (change.getRole() == null ? "" : ":" + OneLine.of(change.getRole()))
                + (change.getText() == null ? "" : " where it reads \"" + OneLine.of(change.getText()) + "\"");
    }
}
