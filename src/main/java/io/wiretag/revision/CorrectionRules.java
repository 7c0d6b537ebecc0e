package io.wiretag.revision;

import io.wiretag.schema.AgencyRole;
import io.wiretag.schema.BodyRole;
import io.wiretag.schema.CorrectedTag;
import io.wiretag.schema.CorrectionAction;
import io.wiretag.schema.TagSubject;
import io.wiretag.tagging.gazetteer.Gazetteer;
import io.wiretag.topics.TagRequest;
import java.util.Arrays;
import java.util.List;

/** What a correction may say. Each complaint is an IllegalArgumentException that names the thing, its value and the remedy. */
final class CorrectionRules {
    private CorrectionRules() {}

    static void require(List<CorrectedTag> changes, Gazetteer gazetteer) {
        if (changes.isEmpty() || changes.size() > TagRequest.MOST_CHANGES) {
            throw new IllegalArgumentException("a correction says " + changes.size() + " things, must say 1 to "
                    + TagRequest.MOST_CHANGES + ": make more than one of it");
        }
        changes.forEach(change -> require(change, gazetteer));
    }

    private static void require(CorrectedTag change, Gazetteer gazetteer) {
        boolean isKnown = switch (change.getSubject()) {
            case province -> gazetteer.province(change.getCode()).isPresent();
            case agency -> gazetteer.agency(change.getCode()).isPresent();
            case body ->
                gazetteer.bodies().stream().anyMatch(each -> each.code().equals(change.getCode()));
            case other -> false;
        };
        if (!isKnown) {
            throw new IllegalArgumentException("the gazetteer " + gazetteer.version() + " has no " + change.getSubject()
                    + " '" + change.getCode() + "': 'wiretag gazetteer list' shows all");
        }
        requireRole(change);
        requireText(change);
        boolean isOfFocus =
                change.getAction() == CorrectionAction.about || change.getAction() == CorrectionAction.notAbout;
        if (isOfFocus && (change.getSubject() != TagSubject.province || change.getText() != null)) {
            throw new IllegalArgumentException(
                    change.getAction() + " of " + change.getSubject() + " " + change.getCode()
                            + ": an editor says it of a province and of the whole story; leave the text out");
        }
    }

    private static void requireText(CorrectedTag change) {
        String text = change.getText();
        if (text != null && (text.isBlank() || text.length() > TagRequest.LONGEST_TEXT)) {
            throw new IllegalArgumentException("the text of " + change.getSubject() + " " + change.getCode() + " has "
                    + text.length() + " characters, must have 1 to " + TagRequest.LONGEST_TEXT
                    + ": give a name as it stands in the article, or leave it out");
        }
    }

    private static void requireRole(CorrectedTag change) {
        List<String> roles = switch (change.getSubject()) {
            case province, other -> List.of();
            case agency -> names(AgencyRole.values());
            case body -> names(BodyRole.values());
        };
        boolean mayBeOpen = change.getSubject() == TagSubject.province
                || change.getSubject() == TagSubject.body && change.getAction() == CorrectionAction.remove;
        boolean fits = change.getRole() == null ? mayBeOpen : roles.contains(change.getRole());
        if (!fits) {
            throw new IllegalArgumentException("the role of " + change.getSubject() + " " + change.getCode() + " is '"
                    + change.getRole() + "', must be "
                    + (roles.isEmpty() ? "left out: a province has none" : "one of " + String.join(", ", roles)));
        }
    }

    private static List<String> names(Enum<?>[] roles) {
        return Arrays.stream(roles).map(Enum::name).toList();
    }
}
