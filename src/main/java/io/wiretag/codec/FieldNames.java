package io.wiretag.codec;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * What strangers call the fields of an article: our names in another spelling, and the words that newsrooms use for what decides
 * whether a text may be seen. A field of such a name is not passed over as an unknown one, for a default of ours would stand in
 * its place: {@code usable}, and no embargo.
 */
public final class FieldNames {

    /** By letters. Not {@code embargoedReason}, a property of ninjs, nor {@code eventStatus}: they say nothing that decides. */
    private static final Map<String, Pattern> OTHER_WORDS = Map.of(
            "pubStatus",
                    Pattern.compile(
                            ".*pubstatus.*|(publish|published|publishing|publication|article|item|news)?status(code)?"),
            "embargoedUntil", Pattern.compile(".*embargo(?!.*(reason|note|text|message)$).*"));

    private FieldNames() {}

    /** Whether a field of ours says whether a text may be seen. */
    public static boolean decides(String field) {
        return OTHER_WORDS.containsKey(field);
    }

    /** Whether a name means this field of ours without being its name. */
    public static boolean isOtherNameOf(String name, String field) {
        if (name.equals(field)) {
            return false;
        }
        String letters = letters(name);
        Pattern others = OTHER_WORDS.get(field);
        return letters.equals(letters(field))
                || others != null && others.matcher(letters).matches();
    }

    /** Without case and all that parts words. */
    private static String letters(String name) {
        StringBuilder letters = new StringBuilder(name.length());
        name.codePoints()
                .filter(Character::isLetterOrDigit)
                .map(Character::toLowerCase)
                .forEach(letters::appendCodePoint);
        return letters.toString();
    }
}
