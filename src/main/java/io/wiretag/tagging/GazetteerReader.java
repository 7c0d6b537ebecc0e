package io.wiretag.tagging;

import io.wiretag.tagging.Entry.AgencyForm;
import io.wiretag.tagging.Entry.AgencyName;
import io.wiretag.tagging.Entry.Cue;
import io.wiretag.tagging.Entry.Flag;
import io.wiretag.tagging.Entry.NameKind;
import io.wiretag.tagging.Entry.Place;
import io.wiretag.tagging.Entry.Trap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Reads gazetteer files, line by line:
 *
 * <pre>
 * # a comment
 * version: 2026.11
 * province: VN-22 | Nghệ An | Nghệ An | 38      code, name, unit since 1 July 2025, its code
 *     name: Nghệ An [any case]                  belongs to the province above; notes in brackets, names divided by ;
 *     city: Vinh [announced]; Cửa Lò
 *     nickname: xứ Nghệ
 *     not: Nghệ An Lane                         what looks like a name and is none
 * agency: VNA | Vietnam News Agency
 *     mark: VNA; TTXVN
 * street before: đường; phố                     words beside names, by kind
 * </pre>
 */
final class GazetteerReader {
    private final Map<String, Province> provinces = new LinkedHashMap<>();
    private final Map<String, Agency> agencies = new LinkedHashMap<>();
    private final List<Phrase> phrases = new ArrayList<>();
    private String version = "";
    private Province province;
    private Agency agency;
    private String file;
    private int lineNumber;

    void read(String fileName, String text) {
        file = fileName;
        lineNumber = 0;
        province = null;
        agency = null;
        for (String line : text.split("\r?\n", -1)) {
            lineNumber++;
            int comment = line.indexOf('#');
            String statement = (comment < 0 ? line : line.substring(0, comment)).strip();
            if (!statement.isEmpty()) {
                read(statement);
            }
        }
    }

    Gazetteer gazetteer() {
        if (version.isEmpty()) {
            throw wrong("no line gives the version: write 'version: 2026.11'");
        }
        return new Gazetteer(
                version,
                Collections.unmodifiableMap(new LinkedHashMap<>(provinces)),
                Collections.unmodifiableMap(new LinkedHashMap<>(agencies)),
                phrases);
    }

    private void read(String statement) {
        int colon = statement.indexOf(':');
        if (colon < 0) {
            throw wrong("'" + statement + "' has no colon; a line reads 'keyword: names'");
        }
        String keyword = statement.substring(0, colon).strip();
        String rest = statement.substring(colon + 1).strip();
        switch (keyword) {
            case "version" -> version = rest;
            case "province" -> openProvince(columns(rest, 4));
            case "agency" -> openAgency(columns(rest, 2));
            case "not" -> names(rest, flags -> new Trap(Optional.ofNullable(agency), flags));
            case "name" -> {
                if (agency != null) {
                    names(rest, flags -> new AgencyName(agency, AgencyForm.NAME, flags));
                } else {
                    places(NameKind.PROVINCE, rest);
                }
            }
            case "city" -> places(NameKind.CITY, rest);
            case "nickname" -> places(NameKind.NICKNAME, rest);
            case "short" -> places(NameKind.SHORT, rest);
            case "quoted" -> agencyForms(AgencyForm.QUOTED, rest);
            case "mark" -> agencyForms(AgencyForm.MARK, rest);
            default -> cues(keyword, rest);
        }
    }

    private void openProvince(List<String> columns) {
        agency = null;
        province = checked(() -> new Province(columns.get(0), columns.get(1), columns.get(2), columns.get(3)));
        if (provinces.put(province.code(), province) != null) {
            throw wrong("province " + province.code() + " comes twice");
        }
    }

    private void openAgency(List<String> columns) {
        province = null;
        agency = checked(() -> new Agency(columns.get(0), columns.get(1)));
        if (agencies.put(agency.code(), agency) != null) {
            throw wrong("agency " + agency.code() + " comes twice");
        }
    }

    private void places(NameKind kind, String rest) {
        if (province == null) {
            throw wrong("a name of a place must stand below a line 'province: ...'");
        }
        names(rest, flags -> new Place(province, kind, flags));
    }

    private void agencyForms(AgencyForm form, String rest) {
        if (agency == null) {
            throw wrong("a form of an agency must stand below a line 'agency: ...'");
        }
        names(rest, flags -> new AgencyName(agency, form, flags));
    }

    private void cues(String keyword, String rest) {
        CueKind kind = Arrays.stream(CueKind.values())
                .filter(k -> k.written().equals(keyword))
                .findFirst()
                .orElseThrow(() -> wrong("unknown keyword '" + keyword
                        + "'; besides version, province, name, city, nickname,"
                        + " short, not, agency, quoted and mark there are "
                        + Arrays.stream(CueKind.values()).map(CueKind::written).collect(Collectors.joining(", "))));
        names(rest, flags -> new Cue(kind, flags));
    }

    private void names(String rest, Function<Set<Flag>, Entry> entry) {
        for (String item : rest.split(";")) {
            String name = item.strip();
            Set<Flag> flags = EnumSet.noneOf(Flag.class);
            int bracket = name.indexOf('[');
            if (bracket >= 0) {
                if (!name.endsWith("]")) {
                    throw wrong("'" + name + "' opens a bracket and does not end with one");
                }
                for (String note :
                        name.substring(bracket + 1, name.length() - 1).split(",")) {
                    flags.add(flag(note.strip()));
                }
                name = name.substring(0, bracket).strip();
            }
            add(name, entry.apply(flags), flags);
        }
    }

    private void add(String name, Entry entry, Set<Flag> flags) {
        Phrase phrase = checked(() -> Phrase.of(name, entry));
        phrases.add(phrase);
        boolean place = entry instanceof Place && !flags.contains(Flag.APART) && !flags.contains(Flag.THESE_CAPITALS);
        if (place) {
            phrase.joined().ifPresent(phrases::add);
        }
    }

    private Flag flag(String note) {
        return Arrays.stream(Flag.values())
                .filter(flag -> flag.written().equals(note))
                .findFirst()
                .orElseThrow(() -> wrong("unknown note '" + note + "'; there are "
                        + Arrays.stream(Flag.values()).map(Flag::written).collect(Collectors.joining(", "))));
    }

    private List<String> columns(String rest, int count) {
        List<String> columns =
                Arrays.stream(rest.split("\\|", -1)).map(String::strip).toList();
        if (columns.size() != count) {
            throw wrong("expected " + count + " columns divided by '|', found " + columns.size());
        }
        return columns;
    }

    private <T> T checked(Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
    }

    private InvalidGazetteerException wrong(String what) {
        return new InvalidGazetteerException(file, lineNumber, what);
    }
}
