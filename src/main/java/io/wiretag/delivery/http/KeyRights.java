package io.wiretag.delivery.http;

import io.wiretag.delivery.ArticleFilter;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a key may see, and how much.
 *
 * @param scope articles that it may see, by level; agencies are those of origin
 * @param text whether it gets texts, or identity and tags alone
 * @param connections at one time; empty: as many as any
 * @param bytesPerSecond in the long run; empty: as many as any
 */
record KeyRights(ArticleFilter scope, boolean text, OptionalInt connections, OptionalInt bytesPerSecond) {
    static final KeyRights ALL = new KeyRights(ArticleFilter.ALL, true, OptionalInt.empty(), OptionalInt.empty());

    private static final Set<String> KNOWN =
            Set.of("province", "unit", "agency", "text", "connections", "bytes.per.second");

    /**
     * Reads those of a line of the file of keys.
     *
     * @throws IllegalArgumentException if one is unknown or cannot be used; it names it
     */
    static KeyRights of(Map<String, String> rights) {
        rights.keySet().stream()
                .filter(right -> !KNOWN.contains(right))
                .findFirst()
                .ifPresent(right -> {
                    throw new IllegalArgumentException("has the right '" + right + "', which there is not; there are "
                            + KNOWN.stream().sorted().collect(Collectors.joining(", ")));
                });
        ArticleFilter scope = new ArticleFilter(
                values(rights, "province"),
                values(rights, "unit"),
                values(rights, "agency").stream().map(KeyRights::origin).collect(Collectors.toSet()),
                false,
                Set.of());
        return new KeyRights(scope, isText(rights), number(rights, "connections"), number(rights, "bytes.per.second"));
    }

    /** @throws IllegalArgumentException if it is for an agency that is none of these: it would see nothing, for ever */
    void requireAgencies(Set<String> known) {
        scope.agencies().stream()
                .map(each -> each.substring(0, each.indexOf(':')))
                .filter(code -> !known.contains(code))
                .findFirst()
                .ifPresent(code -> {
                    throw new IllegalArgumentException("has agency=" + code
                            + ", which there is not; 'wiretag gazetteer list' shows all, and gazetteer.file adds some");
                });
    }

    private static String origin(String agency) {
        if (agency.contains(":")) {
            throw new IllegalArgumentException(
                    "has agency=" + agency + ": a key is for agencies of origin, give the code alone");
        }
        return ArticleFilter.agency(agency);
    }

    private static Set<String> values(Map<String, String> rights, String name) {
        String given = rights.get(name);
        if (given == null) {
            return Set.of();
        }
        Set<String> values = Arrays.stream(given.split(",", -1)).collect(Collectors.toSet());
        if (values.contains("")) {
            // none at all would be all
            throw new IllegalArgumentException("has " + name + "=" + given
                    + ", of which a value is empty: name each, or leave the right out for all");
        }
        return values;
    }

    private static boolean isText(Map<String, String> rights) {
        String text = rights.getOrDefault("text", "yes");
        if (!text.equals("yes") && !text.equals("no")) {
            throw new IllegalArgumentException("has text=" + text + ": give yes or no");
        }
        return text.equals("yes");
    }

    private static OptionalInt number(Map<String, String> rights, String name) {
        String value = rights.get(name);
        if (value == null) {
            return OptionalInt.empty();
        }
        if (!value.matches("[1-9]\\d{0,8}")) {
            throw new IllegalArgumentException("has " + name + "=" + value + ": give a whole number of 1 or more");
        }
        return OptionalInt.of(Integer.parseInt(value));
    }
}
