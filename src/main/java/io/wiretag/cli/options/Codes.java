package io.wiretag.cli.options;

import io.wiretag.files.EditDistance;
import io.wiretag.tagging.gazetteer.Gazetteer;
import io.wiretag.tagging.gazetteer.ListedEntry;
import java.text.Normalizer;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The codes of provinces, units and agencies that a user means: he writes a code, or a name as the gazetteer has it, with or without
 * diacritics, in any case. What is not known is an error that names what is nearest, never a filter that nothing passes.
 */
public final class Codes {
    private static final int NEAREST = 3;

    /** Names of a town are none of its province; {@code mark} and {@code quoted} are what agencies sign with. */
    private static final Set<String> NAMES =
            Set.of("name", "short", "nickname", "mark", "quoted", "outlet", "house", "head");

    private final Gazetteer gazetteer;

    public Codes(Gazetteer gazetteer) {
        this.gazetteer = gazetteer;
    }

    /** @throws IllegalArgumentException if there is none, or more than one */
    public List<String> provinces(List<String> texts) {
        Map<String, String> known = new LinkedHashMap<>();
        gazetteer.provinces().forEach(province -> known.put(province.code(), province.name()));
        return codes("province", texts, known);
    }

    /** @throws IllegalArgumentException if there is none, or more than one */
    public List<String> units(List<String> texts) {
        Map<String, String> known = new TreeMap<>();
        gazetteer.provinces().forEach(province -> known.put(province.unitSince2025Code(), province.unitSince2025()));
        return codes("unit", texts, known);
    }

    /** @throws IllegalArgumentException if there is none, or more than one */
    public List<String> agencies(List<String> texts) {
        Map<String, String> known = new LinkedHashMap<>();
        gazetteer.agencies().forEach(agency -> known.put(agency.code(), agency.name()));
        gazetteer.bodies().forEach(body -> known.put(body.code(), body.name()));
        return codes("agency", texts, known);
    }

    /**
     * The code of whatever a tag names.
     *
     * @throws IllegalArgumentException if there is none, or more than one
     */
    public String tag(String text) {
        Map<String, String> known = new LinkedHashMap<>();
        gazetteer.provinces().forEach(province -> known.put(province.code(), province.name()));
        gazetteer.agencies().forEach(agency -> known.put(agency.code(), agency.name()));
        gazetteer.bodies().forEach(body -> known.put(body.code(), body.name()));
        return code("province, agency or public body", text.strip(), known);
    }

    private List<String> codes(String what, List<String> texts, Map<String, String> known) {
        return texts.stream().map(text -> code(what, text.strip(), known)).toList();
    }

    private String code(String what, String text, Map<String, String> known) {
        return one(what, text, known.keySet().stream().filter(text::equalsIgnoreCase), known)
                .or(() -> one(what, text, named(text, known, Codes::sameLetters), known))
                .or(() -> one(what, text, named(text, known, Codes::folded), known))
                .orElseThrow(() -> new IllegalArgumentException("no " + what + " '" + text + "'; nearest are "
                        + shown(nearest(text, known), known) + ". 'wiretag gazetteer list' shows all"));
    }

    private static Optional<String> one(String what, String text, Stream<String> codes, Map<String, String> known) {
        List<String> found = codes.distinct().toList();
        if (found.size() > 1) {
            throw new IllegalArgumentException(
                    "'" + text + "' may be more than one " + what + ": " + shown(found, known) + "; give the code");
        }
        return found.stream().findFirst();
    }

    private Stream<String> named(String text, Map<String, String> known, UnaryOperator<String> form) {
        String wanted = form.apply(text);
        Stream<String> main = known.entrySet().stream()
                .filter(each -> form.apply(each.getValue()).equals(wanted))
                .map(Map.Entry::getKey);
        Stream<String> others = gazetteer.entries().stream()
                .filter(entry -> known.containsKey(entry.owner()) && NAMES.contains(entry.keyword()))
                .filter(entry -> form.apply(entry.text()).equals(wanted))
                .map(ListedEntry::owner);
        return wanted.isEmpty() ? Stream.empty() : Stream.concat(main, others);
    }

    /** Names that begin with the text come first, then those that have it within, then those that are spelled most like it. */
    private static List<String> nearest(String text, Map<String, String> known) {
        String wanted = folded(text);
        return known.keySet().stream()
                .sorted(Comparator.comparingInt((String code) -> rank(wanted, folded(known.get(code))))
                        .thenComparingInt(code -> Math.min(
                                EditDistance.between(wanted, folded(code)),
                                EditDistance.between(wanted, folded(known.get(code))))))
                .limit(NEAREST)
                .toList();
    }

    private static int rank(String wanted, String name) {
        if (wanted.isEmpty() || !name.contains(wanted)) {
            return 2;
        }
        return name.startsWith(wanted) ? 0 : 1;
    }

    private static String shown(List<String> codes, Map<String, String> known) {
        return codes.stream().map(code -> code + " " + known.get(code)).collect(Collectors.joining(", "));
    }

    private static String sameLetters(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }

    /** Letters and digits alone, without diacritics and case: Hà Nội, HA NOI, Hanoi. */
    private static String folded(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFD)
                .toLowerCase(Locale.ROOT)
                .replace('đ', 'd')
                .replaceAll("[^\\p{L}\\p{Nd}]", "");
    }
}
