package io.wiretag.cli.corrections;

import io.wiretag.files.OneLine;
import io.wiretag.schema.AgencyRole;
import io.wiretag.schema.CorrectedTag;
import io.wiretag.schema.CorrectionAction;
import io.wiretag.schema.TagSubject;
import io.wiretag.tagging.gazetteer.Gazetteer;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Lines of a gazetteer that say what corrections of an article say. */
record ProposedRules(Gazetteer gazetteer, String uri) {
    /** A line, or why there is none; one of the two. */
    record Proposal(Optional<String> line, Optional<String> whyNot) {
        private static Proposal not(String why) {
            return new Proposal(Optional.empty(), Optional.of(why));
        }
    }

    Proposal of(CorrectedTag change) {
        boolean isAdd = change.getAction() == CorrectionAction.add;
        if (!isAdd && change.getAction() != CorrectionAction.remove) {
            return Proposal.not("overrides do not say what a story is about");
        }
        if (change.getSubject() == TagSubject.body) {
            return Proposal.not("overrides are of provinces and agencies; add or remove names of the body instead");
        }
        if (!isKnown(change)) {
            return Proposal.not("the gazetteer in force does not know it");
        }
        String what = change.getText() == null ? uri : change.getText();
        if (!isPlain(what)) {
            return Proposal.not("'" + OneLine.of(what) + "' would read otherwise in a line of a gazetteer");
        }
        if (change.getText() != null && isName(change.getText())) {
            return Proposal.not(
                    "'" + what + "' is a name of the gazetteer, and the rule would regard every story that has it:"
                            + " write it yourself, with the words around it");
        }
        String tag = change.getCode() + (change.getRole() == null ? "" : " " + change.getRole());
        return new Proposal(
                Optional.of((isAdd ? "force: " : "forbid: ")
                        + tag
                        + (change.getText() == null ? " | uri: " : " | text: ")
                        + what),
                Optional.empty());
    }

    private boolean isKnown(CorrectedTag change) {
        return change.getSubject() == TagSubject.province
                ? change.getRole() == null
                        && gazetteer.province(change.getCode()).isPresent()
                : gazetteer.agency(change.getCode()).isPresent()
                        && Arrays.stream(AgencyRole.values())
                                .anyMatch(role -> role.name().equals(change.getRole()));
    }

    private static boolean isPlain(String what) {
        return OneLine.of(what).equals(what) && !what.matches(".*[#\\[|;].*") && !what.endsWith("*");
    }

    private boolean isName(String text) {
        return gazetteer.entries().stream()
                        .anyMatch(entry -> folded(entry.text()).equals(folded(text)))
                || gazetteer.provinces().stream()
                        .anyMatch(each -> folded(each.name()).equals(folded(text)));
    }

    private static String folded(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }
}
