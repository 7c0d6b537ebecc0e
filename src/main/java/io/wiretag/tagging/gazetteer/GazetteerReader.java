package io.wiretag.tagging.gazetteer;

import io.wiretag.tagging.gazetteer.Entry.AgencyForm;
import io.wiretag.tagging.gazetteer.Entry.AgencyName;
import io.wiretag.tagging.gazetteer.Entry.BodyName;
import io.wiretag.tagging.gazetteer.Entry.Cue;
import io.wiretag.tagging.gazetteer.Entry.Flag;
import io.wiretag.tagging.gazetteer.Entry.NameKind;
import io.wiretag.tagging.gazetteer.Entry.OverrideText;
import io.wiretag.tagging.gazetteer.Entry.ProvinceName;
import io.wiretag.tagging.gazetteer.Entry.Trap;
import io.wiretag.tagging.gazetteer.TagOverride.AgencyTarget;
import io.wiretag.tagging.gazetteer.TagOverride.ProvinceTarget;
import io.wiretag.tagging.gazetteer.TagOverride.Target;
import io.wiretag.tagging.text.FoldedText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads gazetteer files, line by line:
 *
 * <pre>
 * # a comment; behind a line it has a blank before it
 * version: 2026.11
 * province: VN-22 | Nghệ An | Nghệ An | 38      code, name, unit since 1 July 2025, its code
 *     name: Nghệ An [any case]                  belongs to the province above; notes in brackets, names divided by ;
 *     city: Vinh [announced]; Cửa Lò
 *     nickname: xứ Nghệ
 *     not: Nghệ An Lane                         what looks like a name and is none
 * agency: VNA | Vietnam News Agency | agency      code, name, kind
 *     mark: VNA; TTXVN
 * body: MOD | Bộ Quốc phòng | Ministry of National Defence
 * each province but VN-HN: BAO | Báo | newspaper  an agency for each other province that is named for it
 * street before: đường; phố                     words beside names, by kind
 * </pre>
 *
 * and in files that extend those of the product:
 *
 * <pre>
 * province: VN-22                               opens it again
 *     city: Vinh [placed]                       takes the place of the earlier, with these notes
 *     remove: Hoàng Mai
 * remove title: em                              the same for words of a kind
 * force: VN-HN | text: Nhà Trắng Hà Thành       gives a tag wherever the phrase stands
 * forbid: VNA origin | uri: urn:newsml:x:*      keeps a tag away from stories whose uri begins so
 * </pre>
 *
 * A wrong line is noted and the rest is read, so that an editor sees all that is wrong at once.
 */
public final class GazetteerReader {
    private static final String REMOVE = "remove";
    private static final String EACH_PROVINCE = "each province";

    private final GazetteerDraft draft = new GazetteerDraft();
    private final List<GazetteerProblem> problems = new ArrayList<>();
    private final MessageDigest digest = sha256();
    private String version = "";
    private boolean extended;
    private Optional<Province> province = Optional.empty();
    private Optional<Agency> agency = Optional.empty();
    private Optional<Body> body = Optional.empty();
    /** Names below a wrong line for a province or agency are not complained of one by one. */
    private boolean ownerUnknown;

    private String file = "";
    private int lineNumber;

    /** A file of the product. */
    void read(String fileName, String text) {
        file = fileName;
        lineNumber = 0;
        closeOwner();
        for (String line : text.split("\r?\n", -1)) {
            lineNumber++;
            String statement = withoutComment(line).strip();
            if (statement.isEmpty()) {
                continue;
            }
            try {
                read(statement);
            } catch (IllegalArgumentException e) {
                problems.add(new GazetteerProblem(file, lineNumber, e.getMessage()));
            }
        }
    }

    /** A file that adds to what was read, or changes it. */
    void extend(Path path) {
        extended = true;
        try {
            extend(path.toString(), Files.readAllBytes(path));
        } catch (NoSuchFileException e) {
            problems.add(new GazetteerProblem(path.toString(), 0, "no such file"));
        } catch (IOException e) {
            String why = Files.isDirectory(path)
                    ? "a directory, not a file"
                    : e instanceof AccessDeniedException ? "no permission" : e.getMessage();
            problems.add(new GazetteerProblem(path.toString(), 0, "cannot be read: " + why));
        }
    }

    /** The same of a file that has been read before. */
    void extend(GazetteerFile given) {
        extended = true;
        extend(given.name(), given.bytes());
    }

    private void extend(String name, byte[] bytes) {
        digest.update(bytes);
        String text = new String(bytes, StandardCharsets.UTF_8);
        read(name, text.startsWith("\ufeff") ? text.substring(1) : text);
    }

    /** What was wrong so far, in the order of the files. */
    public List<GazetteerProblem> problems() {
        return List.copyOf(problems);
    }

    public GazetteerDraft draft() {
        return draft;
    }

    /** That of the product's files; if others were read, with the first digits of their hash, file after file. */
    public String version() {
        return extended ? version + "+" + HexFormat.of().formatHex(sum(), 0, 4) : version;
    }

    /** @throws InvalidGazetteerException if a line was wrong */
    Gazetteer gazetteer() {
        if (version.isEmpty() && problems.isEmpty()) {
            problems.add(new GazetteerProblem(file, lineNumber, "no line gives the version: write 'version: 2026.11'"));
        }
        if (!problems.isEmpty()) {
            throw new InvalidGazetteerException(problems);
        }
        return draft.gazetteer(version());
    }

    /** A comment begins at the start of a line or behind a blank: a uri may hold a #. */
    private static String withoutComment(String line) {
        for (int i = line.indexOf('#'); i >= 0; i = line.indexOf('#', i + 1)) {
            if (i == 0 || Character.isWhitespace(line.charAt(i - 1))) {
                return line.substring(0, i);
            }
        }
        return line;
    }

    private void read(String statement) {
        if (statement.indexOf('\ufffd') >= 0) {
            throw wrong("the line is not in UTF-8; save the file in that encoding");
        }
        int colon = statement.indexOf(':');
        if (colon < 0) {
            throw wrong("'" + statement + "' has no colon; a line reads 'keyword: names'");
        }
        String keyword = statement.substring(0, colon).strip();
        String rest = statement.substring(colon + 1).strip();
        switch (keyword) {
            case "version" -> version(rest);
            case "province" -> openProvince(columns(rest));
            case "agency" -> openAgency(columns(rest));
            case "body" -> openBody(columns(rest));
            case "head" -> bodyNames(keyword, rest);
            case "not" -> names(keyword, owner(), rest, flags -> new Trap(agency, flags));
            case "name" -> {
                if (agency.isPresent()) {
                    agencyForms(AgencyForm.NAME, keyword, rest);
                } else if (body.isPresent()) {
                    bodyNames(keyword, rest);
                } else {
                    places(NameKind.PROVINCE, keyword, rest);
                }
            }
            case "city" -> places(NameKind.CITY, keyword, rest);
            case "nickname" -> places(NameKind.NICKNAME, keyword, rest);
            case "short" -> places(NameKind.SHORT, keyword, rest);
            case "outlet" -> agencyForms(AgencyForm.OUTLET, keyword, rest);
            case "quoted" -> agencyForms(AgencyForm.QUOTED, keyword, rest);
            case "mark" -> agencyForms(AgencyForm.MARK, keyword, rest);
            case REMOVE -> remove(owner(), rest);
            case "force" -> override(true, rest);
            case "forbid" -> override(false, rest);
            default -> {
                if (keyword.startsWith(EACH_PROVINCE)) {
                    houses(keyword, columns(rest));
                } else {
                    cues(keyword, rest);
                }
            }
        }
    }

    private void version(String rest) {
        if (extended) {
            throw wrong("the version comes from the built-in gazetteer and the bytes of this file; take the line out");
        }
        version = rest;
    }

    private void openProvince(List<String> columns) {
        closeOwner();
        ownerUnknown = true;
        String code = columns.get(0);
        Optional<Province> known = draft.province(code);
        if (columns.size() == 1) {
            province = Optional.of(known.orElseThrow(
                    () -> wrong("no province '" + code + "'; 'wiretag gazetteer list' shows the codes")));
        } else {
            expect(4, columns);
            Province added = new Province(code, columns.get(1), columns.get(2), columns.get(3));
            if (extended && known.isEmpty()) {
                throw wrong("there is no province " + code + "; 'province: CODE' opens one of those there are");
            }
            draft.add(added);
            province = Optional.of(added);
        }
        ownerUnknown = false;
    }

    private void openAgency(List<String> columns) {
        closeOwner();
        ownerUnknown = true;
        String code = columns.get(0);
        if (columns.size() == 1) {
            agency = Optional.of(draft.agency(code)
                    .orElseThrow(() -> wrong(
                            "no agency '" + code + "'; a new one needs its name: 'agency: " + code + " | Name'")));
        } else {
            // an editor's agency may have come with the product since
            agency = draft.agency(code)
                    .filter(known -> extended && known.name().equals(columns.get(1)))
                    .or(() -> Optional.of(added(columns)));
        }
        ownerUnknown = false;
    }

    private Agency added(List<String> columns) {
        if (columns.size() != 2) {
            expect(3, columns);
        }
        Agency added = new Agency(
                columns.get(0), columns.get(1), columns.size() == 2 ? Agency.Kind.AGENCY : kind(columns.get(2)));
        draft.add(added);
        return added;
    }

    private static Agency.Kind kind(String written) {
        return Arrays.stream(Agency.Kind.values())
                .filter(kind -> kind.written().equals(written))
                .findFirst()
                .orElseThrow(() -> wrong("unknown kind '" + written + "'; there are "
                        + Arrays.stream(Agency.Kind.values())
                                .map(Agency.Kind::written)
                                .collect(Collectors.joining(", "))));
    }

    /** An agency for every province that is not excepted: {@code BAOQUANGNINH}, Báo Quảng Ninh. */
    private void houses(String keyword, List<String> columns) {
        closeOwner();
        expect(3, columns);
        for (Province each : draft.provinces()) {
            if (!keyword.contains(each.code())) {
                String name = columns.get(1) + " " + each.name();
                Agency house = new Agency(
                        columns.get(0) + letters(each.name()).toUpperCase(Locale.ROOT),
                        name,
                        kind(columns.get(2)),
                        Optional.of(each.code()));
                draft.add(house);
                put(
                        "house",
                        house.code(),
                        house.code(),
                        new Written(name, Set.of()),
                        new AgencyName(house, AgencyForm.HOUSE, Set.of()));
                String site = columns.get(0).toLowerCase(Locale.ROOT) + letters(each.name()) + ".vn";
                put(
                        "name",
                        house.code(),
                        house.code(),
                        new Written(site, Set.of()),
                        new AgencyName(house, AgencyForm.NAME, Set.of()));
            }
        }
    }

    /** A name as addresses have it: {@code quangninh}. */
    private static String letters(String name) {
        FoldedText text = FoldedText.of(name);
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < text.words(); i++) {
            letters.append(text.folded(i));
        }
        return letters.toString();
    }

    private void openBody(List<String> columns) {
        closeOwner();
        ownerUnknown = true;
        String code = columns.get(0);
        if (columns.size() == 1) {
            body = Optional.of(draft.body(code)
                    .orElseThrow(() -> wrong("no body '" + code + "'; a new one needs its names: 'body: " + code
                            + " | Vietnamese name | English name'")));
        } else {
            if (columns.size() != 4) {
                expect(3, columns);
            }
            Body added = new Body(
                    code,
                    columns.get(1),
                    columns.get(2),
                    columns.stream().skip(3).findFirst());
            draft.add(added);
            body = Optional.of(added);
        }
        ownerUnknown = false;
    }

    private void bodyNames(String keyword, String rest) {
        if (body.isEmpty() && !ownerUnknown) {
            throw wrong("a name of a public body must stand below a line 'body: ...'");
        }
        body.ifPresent(b -> names(keyword, b.code(), rest, flags -> new BodyName(b, flags)));
    }

    private void closeOwner() {
        body = Optional.empty();
        province = Optional.empty();
        agency = Optional.empty();
        ownerUnknown = false;
    }

    /** Code of the province, agency or body above; empty if there is none. */
    private String owner() {
        return province.map(Province::code)
                .or(() -> agency.map(Agency::code))
                .or(() -> body.map(Body::code))
                .orElse("");
    }

    private void places(NameKind kind, String keyword, String rest) {
        if (province.isEmpty() && !ownerUnknown) {
            throw wrong("a name of a place must stand below a line 'province: ...'");
        }
        province.ifPresent(p -> names(keyword, p.code(), rest, flags -> new ProvinceName(p, kind, flags)));
    }

    private void agencyForms(AgencyForm form, String keyword, String rest) {
        if (agency.isEmpty() && !ownerUnknown) {
            throw wrong("a form of an agency must stand below a line 'agency: ...'");
        }
        agency.ifPresent(a -> names(keyword, a.code(), rest, flags -> new AgencyName(a, form, flags)));
    }

    private void cues(String keyword, String rest) {
        boolean removes = keyword.startsWith(REMOVE + " ");
        String kindWritten = removes ? keyword.substring(REMOVE.length()).strip() : keyword;
        CueKind kind = Arrays.stream(CueKind.values())
                .filter(k -> k.written().equals(kindWritten))
                .findFirst()
                .orElseThrow(() -> wrong("unknown keyword '" + keyword
                        + "'; besides version, province, name, city, nickname,"
                        + " short, not, agency, outlet, quoted, mark, body, head, remove, force and forbid there are "
                        + Arrays.stream(CueKind.values()).map(CueKind::written).collect(Collectors.joining(", "))));
        if (removes) {
            remove(wordsOf(kind), rest);
            return;
        }
        for (Written written : written(rest)) {
            Phrase phrase = put(keyword, wordsOf(kind), "", written, new Cue(kind, written.flags()));
            if (phrase.size() > CueKind.MOST_WORDS) {
                throw wrong("'" + written.name() + "' has more than " + CueKind.MOST_WORDS + " words; shorten it");
            }
        }
    }

    /** Owner of the words of a kind. No code of an agency has a blank, so they cannot be taken for one another. */
    private static String wordsOf(CueKind kind) {
        return "the words '" + kind.written() + "'";
    }

    private void names(String keyword, String owner, String rest, Function<Set<Flag>, Entry> entry) {
        if (ownerUnknown) {
            return;
        }
        for (Written written : written(rest)) {
            put(keyword, owner, owner, written, entry.apply(written.flags()));
        }
    }

    private Phrase put(String keyword, String owner, String code, Written written, Entry entry) {
        Phrase phrase = Phrase.of(written.name(), entry);
        draft.put(owner, listed(keyword, code, written.name(), notes(written)), phrase);
        return phrase;
    }

    private ListedEntry listed(String keyword, String code, String text, List<String> notes) {
        return new ListedEntry(keyword, code, text, notes, file, lineNumber, !extended);
    }

    private void remove(String owner, String rest) {
        if (!ownerUnknown) {
            written(rest).forEach(written -> draft.remove(owner, written.name()));
        }
    }

    private void override(boolean force, String rest) {
        String keyword = force ? "force" : "forbid";
        int bar = rest.indexOf('|');
        String condition = rest.substring(bar + 1).strip();
        int colon = condition.indexOf(':');
        String by = colon < 0 ? "" : condition.substring(0, colon).strip();
        if (bar < 0 || !by.equals("uri") && !by.equals("text")) {
            throw wrong("write '" + keyword + ": VN-HN | uri: ...', '" + keyword + ": VN-HN | text: ...', or with an"
                    + " agency and its role '" + keyword + ": VNA origin | uri: ...'");
        }
        Target target = target(rest.substring(0, bar).strip());
        String pattern = condition.substring(colon + 1).strip();
        List<String> role = target instanceof AgencyTarget of ? List.of(written(of.role())) : List.of();
        if (by.equals("uri")) {
            if (pattern.equals("*")) {
                throw wrong("'*' alone would hold for every story; write how their uris begin");
            }
            draft.putUriOverride(
                    listed(keyword, target.code(), "uri: " + pattern, role), new TagOverride(force, target, pattern));
        } else {
            Written phrase = written(pattern, EnumSet.of(Flag.THESE_CAPITALS, Flag.THESE_MARKS));
            List<String> notes = new ArrayList<>(role);
            notes.addAll(notes(phrase));
            TagOverride override = new TagOverride(force, target, phrase.name());
            draft.putTextOverride(
                    listed(keyword, target.code(), "text: " + phrase.name(), notes),
                    Phrase.of(phrase.name(), new OverrideText(override, phrase.flags())),
                    override);
        }
    }

    private Target target(String tag) {
        Optional<Province> place = draft.province(tag);
        if (place.isPresent()) {
            return new ProvinceTarget(place.get());
        }
        String[] codeAndRole = tag.split("\\s+");
        Agency named = draft.agency(codeAndRole[0])
                .orElseThrow(() -> wrong("no province or agency '" + codeAndRole[0] + "' so far"));
        String roles =
                Arrays.stream(Role.values()).map(GazetteerReader::written).collect(Collectors.joining(", "));
        if (codeAndRole.length != 2) {
            throw wrong("an agency goes with one role: '" + named.code() + " origin'; there are " + roles);
        }
        return new AgencyTarget(
                named,
                Arrays.stream(Role.values())
                        .filter(role -> written(role).equals(codeAndRole[1]))
                        .findFirst()
                        .orElseThrow(() -> wrong("unknown role '" + codeAndRole[1] + "'; there are " + roles)));
    }

    private static String written(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    /** A name and the notes behind it. */
    private record Written(String name, Set<Flag> flags) {}

    private static List<Written> written(String names) {
        return Arrays.stream(names.split(";"))
                .map(name -> written(name.strip(), EnumSet.allOf(Flag.class)))
                .toList();
    }

    private static Written written(String text, Set<Flag> allowed) {
        int bracket = text.indexOf('[');
        if (bracket < 0) {
            return new Written(text, Set.of());
        }
        if (!text.endsWith("]")) {
            throw wrong("'" + text + "' opens a bracket and does not end with one");
        }
        Set<Flag> flags = EnumSet.noneOf(Flag.class);
        for (String note : text.substring(bracket + 1, text.length() - 1).split(",")) {
            flags.add(flag(note.strip(), allowed));
        }
        return new Written(text.substring(0, bracket).strip(), flags);
    }

    private static Flag flag(String note, Set<Flag> allowed) {
        return allowed.stream()
                .filter(flag -> flag.written().equals(note))
                .findFirst()
                .orElseThrow(() -> wrong("unknown note '" + note + "'; there are "
                        + allowed.stream().map(Flag::written).collect(Collectors.joining(", "))));
    }

    private static List<String> notes(Written written) {
        return written.flags().stream().sorted().map(Flag::written).toList();
    }

    private static List<String> columns(String rest) {
        return Arrays.stream(rest.split("\\|", -1)).map(String::strip).toList();
    }

    private static void expect(int count, List<String> columns) {
        if (columns.size() != count) {
            throw wrong("expected " + count + " columns divided by '|', found " + columns.size());
        }
    }

    private static IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(what);
    }

    private byte[] sum() {
        try {
            return ((MessageDigest) digest.clone()).digest();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("SHA-256 of this Java cannot be asked twice", e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
