package io.wiretag.cli.print;

import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.Style;
import io.wiretag.cli.terminal.TerminalText;
import io.wiretag.schema.AgencyRole;
import io.wiretag.schema.AgencyTag;
import io.wiretag.schema.BodyTag;
import io.wiretag.schema.Mention;
import io.wiretag.schema.ProvinceTag;
import io.wiretag.schema.ProvinceUnit;
import io.wiretag.schema.TaggedArticle;
import java.util.List;

/** The tags of one article with their evidence, for people. */
public final class EvidencePrinter {
    private final Console console;
    private final Style style;

    public EvidencePrinter(Console console) {
        this.console = console;
        this.style = console.style();
    }

    public void print(TaggedArticle tagged) {
        String headline = tagged.getArticle().getHeadline();
        console.out()
                .println(style.strong(
                        headline == null
                                ? "(no headline)"
                                : TerminalText.cut(TerminalText.oneLine(headline), console.width())));
        if (tagged.getProvinces().isEmpty()) {
            console.out().println("  " + style.faint("no province"));
        }
        for (ProvinceTag tag : tagged.getProvinces()) {
            String name = tag.getName() + "  " + tag.getCode();
            console.out()
                    .println("  " + (tag.getAbout() ? style.province(name) : style.mentioned(name))
                            + style.faint((tag.getAbout() ? "  about" : "  mentioned") + ", relevance "
                                    + tag.getRelevance() + inTime(tag)));
            print(tag.getMentions());
        }
        for (AgencyTag tag : tagged.getAgencies()) {
            String name = tag.getCode() + " " + tag.getRole();
            console.out()
                    .println("  " + (tag.getRole() == AgencyRole.origin ? style.agency(name) : style.credited(name))
                            + style.faint("  " + tag.getName() + (tag.getKind() == null ? "" : ", " + tag.getKind())));
            print(tag.getMentions());
        }
        for (BodyTag tag : tagged.getBodies()) {
            String name = tag.getCode() + " " + tag.getRole();
            console.out().println("  " + style.credited(name) + style.faint("  " + tag.getName()));
            print(tag.getMentions());
        }
        console.out().println(style.faint("  gazetteer " + tagged.getGazetteerVersion()));
    }

    private static String inTime(ProvinceTag tag) {
        String unit = ", unit " + tag.getUnitSince2025Code();
        String arrival = tag.getByArrival() ? " by its arrival" : "";
        if (tag.getUnit() == ProvinceUnit.current) {
            return unit + " since 1 July 2025" + arrival + " covers " + String.join(" ", tag.getCovers());
        }
        boolean same = tag.getUnitSince2025().equals(tag.getName());
        return unit + (same ? "" : " since 1 July 2025 " + tag.getUnitSince2025()) + arrival;
    }

    private void print(List<Mention> mentions) {
        for (Mention mention : mentions) {
            console.out()
                    .println("    "
                            + TerminalText.cut(
                                    "\u201c" + TerminalText.oneLine(mention.getText()) + "\u201d  " + mention.getField()
                                            + " "
                                            + mention.getStart() + "-" + mention.getEnd() + "  " + mention.getRule()
                                            + (mention.getPlace() == null ? "" : " " + mention.getPlace())
                                            + ", confidence " + mention.getConfidence(),
                                    console.width() - 4));
        }
    }
}
