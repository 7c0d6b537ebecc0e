package io.wiretag.tagging;

import io.wiretag.tagging.Story.Edit.Action;
import io.wiretag.tagging.Story.Edit.Subject;
import io.wiretag.tagging.gazetteer.BodyRole;
import io.wiretag.tagging.gazetteer.Gazetteer;
import io.wiretag.tagging.gazetteer.Province;
import io.wiretag.tagging.gazetteer.Role;
import io.wiretag.tagging.gazetteer.TagOverride;
import io.wiretag.tagging.gazetteer.TagOverride.AgencyTarget;
import io.wiretag.tagging.gazetteer.TagOverride.BodyTarget;
import io.wiretag.tagging.gazetteer.TagOverride.ProvinceTarget;
import io.wiretag.tagging.gazetteer.TagOverride.Target;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/** What editors say of a story, put above what the rules decided. */
final class Edits {
    static final Edits NONE = new Edits();
    /** A name may stand over the end of a line. */
    private static final Pattern BLANKS = Pattern.compile("[\\s\\u00a0]+");

    /** @param role empty: every one */
    private record Key(Subject subject, String code, Optional<String> role) {
        boolean covers(Key other) {
            return subject == other.subject && code.equals(other.code) && (role.isEmpty() || role.equals(other.role));
        }
    }

    private record Worded(String text, Key key) {}

    /** What is said of a tag as a whole or of mentions of one wording, and what it would be. */
    private record Word(Story.Edit edit, Target target) {
        boolean adds() {
            return edit.action() == Action.ADD;
        }
    }

    private final Map<Key, Word> whole = new LinkedHashMap<>();
    private final Map<Worded, Word> worded = new LinkedHashMap<>();
    private final Map<Province, Boolean> about = new HashMap<>();

    private Edits() {}

    static Edits of(List<Story.Edit> edits, Gazetteer gazetteer) {
        if (edits.isEmpty()) {
            return NONE;
        }
        Edits all = new Edits();
        for (Story.Edit edit : edits) {
            target(edit, gazetteer).ifPresent(target -> all.take(new Word(edit, target)));
        }
        return all;
    }

    private static Optional<Target> target(Story.Edit edit, Gazetteer gazetteer) {
        return switch (edit.subject()) {
            case PROVINCE -> gazetteer.province(edit.code()).map(ProvinceTarget::new);
            case AGENCY ->
                gazetteer
                        .agency(edit.code())
                        .flatMap(agency -> role(Role.values(), edit).map(role -> new AgencyTarget(agency, role)));
            case BODY ->
                gazetteer.bodies().stream()
                        .filter(body -> body.code().equals(edit.code()))
                        .findFirst()
                        .map(body -> new BodyTarget(
                                body, role(BodyRole.values(), edit).orElse(BodyRole.MENTION), false));
        };
    }

    private static <R extends Enum<R>> Optional<R> role(R[] roles, Story.Edit edit) {
        for (R role : roles) {
            if (edit.role().filter(written -> written.equals(written(role))).isPresent()) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }

    private static String written(Enum<?> role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    private void take(Word word) {
        Story.Edit edit = word.edit();
        switch (edit.action()) {
            case ABOUT, NOT_ABOUT -> {
                if (word.target() instanceof ProvinceTarget place) {
                    about.put(place.province(), edit.action() == Action.ABOUT);
                }
            }
            case ADD, REMOVE -> put(word);
        }
    }

    /** What it covers of what was said before counts no more: a later word on the whole story covers those on wordings. */
    private void put(Word word) {
        Story.Edit edit = word.edit();
        Key key = new Key(edit.subject(), edit.code(), edit.role());
        whole.keySet().removeIf(other -> edit.text().isEmpty() && key.covers(other));
        worded.keySet()
                .removeIf(other -> key.covers(other.key())
                        && (edit.text().isEmpty() || folded(edit.text().get()).equals(other.text())));
        if (edit.text().isPresent()) {
            worded.put(new Worded(folded(edit.text().get()), key), word);
        } else {
            whole.put(key, word);
        }
    }

    boolean isEmpty() {
        return whole.isEmpty() && worded.isEmpty() && about.isEmpty();
    }

    /** Whether the story is about a province; empty: nobody has said. */
    Optional<Boolean> about(Province province) {
        return Optional.ofNullable(about.get(province));
    }

    /** Tells each tag that the whole story is given, with its evidence. */
    void added(BiConsumer<Target, Tags.Mention> to) {
        whole.forEach((key, word) -> {
            if (word.adds()) {
                to.accept(word.target(), word.edit().evidence().mention(key.code()));
            }
        });
    }

    /** Whether the story has not a tag, whatever its text says. */
    boolean removes(Target target) {
        return word(whole::get, target).filter(word -> !word.adds()).isPresent();
    }

    /** What holds in the end, in the order of the text if anything was changed. */
    List<Decision> over(List<Decision> decisions) {
        if (whole.isEmpty() && worded.isEmpty()) {
            return decisions;
        }
        Map<String, List<Word>> added = new HashMap<>();
        worded.forEach((key, word) -> {
            if (word.adds()) {
                added.computeIfAbsent(key.text(), text -> new ArrayList<>()).add(word);
            }
        });
        Set<Integer> given = new HashSet<>();
        List<Decision> standing = new ArrayList<>();
        for (Decision decision : decisions) {
            String text = worded.isEmpty() ? "" : folded(decision.candidate().text());
            List<Word> words = added.getOrDefault(text, List.of());
            // what stands at one place may be a candidate for several tags; it is given a new one once
            if (!words.isEmpty() && given.add(decision.candidate().start())) {
                words.forEach(word -> standing.add(given(decision.candidate(), word)));
            }
            ruled(decision, text).ifPresent(standing::add);
        }
        return standing;
    }

    private static Decision given(Candidate candidate, Word word) {
        boolean headline = candidate.passage().field().kind() == Story.Kind.HEADLINE;
        Target target = word.target() instanceof BodyTarget body
                ? new BodyTarget(body.body(), body.role(), headline)
                : word.target();
        return new Decision(candidate, target, Verdict.accept(Story.Edit.RULE, TagOverride.CONFIDENCE));
    }

    /** Empty where it has been given anew, by an editor. */
    private Optional<Decision> ruled(Decision decision, String text) {
        if (!decision.verdict().accepted()) {
            return Optional.of(decision);
        }
        Optional<Word> ofText = word(key -> worded.get(new Worded(text, key)), decision.target());
        if (ofText.filter(Word::adds).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(
                ofText.isPresent() || removes(decision.target())
                        ? new Decision(decision.candidate(), decision.target(), Verdict.reject(Story.Edit.RULE))
                        : decision);
    }

    private static Optional<Word> word(Function<Key, Word> said, Target target) {
        return Optional.ofNullable(said.apply(key(target, role(target))))
                .or(() -> Optional.ofNullable(said.apply(key(target, Optional.empty()))));
    }

    private static Key key(Target target, Optional<String> role) {
        return new Key(subject(target), target.code(), role);
    }

    private static Subject subject(Target target) {
        if (target instanceof ProvinceTarget) {
            return Subject.PROVINCE;
        }
        return target instanceof AgencyTarget ? Subject.AGENCY : Subject.BODY;
    }

    private static Optional<String> role(Target target) {
        if (target instanceof AgencyTarget agency) {
            return Optional.of(written(agency.role()));
        }
        return target instanceof BodyTarget body ? Optional.of(written(body.role())) : Optional.empty();
    }

    private static String folded(String text) {
        String line = BLANKS.matcher(text).replaceAll(" ").strip();
        return Normalizer.normalize(line, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }
}
