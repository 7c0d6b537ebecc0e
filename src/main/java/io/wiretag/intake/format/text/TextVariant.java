package io.wiretag.intake.format.text;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One of the headlines, bodies or descriptions of a ninjs item.
 *
 * @param property the property of the item it stands in: bodies, body_text, headline_main, ...
 * @param role its role; empty if none is given
 * @param contentType its media type; empty if none is given
 */
public record TextVariant(String property, String role, String contentType, String value) {

    private static final String MAIN = "main";

    /** Roles that say how a text is written, not which it is. */
    private static final Set<String> FORMS = Set.of(
            "", "text", "plain", "plaintext", "html", "xhtml", "html5", "nitf", "xml", "richtext", "rich", "markdown");

    private static final Pattern MARKUP_TYPE = Pattern.compile("html|xml|nitf|rich");
    private static final Pattern STARTS_WITH_TAG = Pattern.compile("^\\s*<(!--|[a-zA-Z][^<>]*>)");

    /**
     * The one that stands for the item: that of role "main" if there is one, else one whose role is only a form of it
     * ({@code body_html}), not a part beside it ({@code body_footer}); among equals plain text, else the first.
     */
    public static Optional<TextVariant> main(List<TextVariant> variants) {
        List<TextVariant> written =
                variants.stream().filter(v -> !v.value.isBlank()).toList();
        List<TextVariant> candidates = Stream.<Predicate<TextVariant>>of(
                        v -> v.role.equalsIgnoreCase(MAIN), v -> FORMS.contains(SmallLetters.of(v.role)), v -> true)
                .map(kind -> written.stream().filter(kind).toList())
                .filter(each -> !each.isEmpty())
                .findFirst()
                .orElse(List.of());
        return candidates.stream()
                .filter(v -> !v.isMarkup())
                .findFirst()
                .or(() -> candidates.stream().findFirst());
    }

    public static TextVariant main(String property, String value) {
        return new TextVariant(property, MAIN, "", value);
    }

    /** Where no media type is given, the role may tell (ninjs 1.x: body_html), else how the value begins. */
    public boolean isMarkup() {
        String type = SmallLetters.of(contentType);
        if (!type.isEmpty()) {
            return MARKUP_TYPE.matcher(type).find();
        }
        return MARKUP_TYPE.matcher(SmallLetters.of(role)).find()
                || STARTS_WITH_TAG.matcher(value).find();
    }

    /** Plain text as it stands, to the byte; markup as {@link HtmlText} reads it. */
    public String plain() {
        return isMarkup() ? HtmlText.of(value) : value;
    }
}
