package io.wiretag.tagging.gazetteer;

import io.wiretag.tagging.gazetteer.Entry.Flag;
import io.wiretag.tagging.gazetteer.Entry.ProvinceName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A gazetteer while its files are read. A name belongs to an owner (a province, an agency, a kind of words); written again for
 * the same owner it takes the place of the earlier, with the notes it has now.
 */
public final class GazetteerDraft {
    private record Key(String owner, String name) {}

    /**
     * An entry and what it means.
     *
     * @param phrase none for an override that goes by a uri
     * @param override none for names, words and traps
     */
    public record Item(ListedEntry listed, Optional<Phrase> phrase, Optional<TagOverride> override) {}

    private final Map<String, Province> provinces = new LinkedHashMap<>();
    private final Map<String, Agency> agencies = new LinkedHashMap<>();
    private final Map<String, Body> bodies = new LinkedHashMap<>();
    private final Map<Key, Item> items = new LinkedHashMap<>();
    private int removed;

    void add(Province province) {
        if (provinces.putIfAbsent(province.code(), province) != null) {
            throw new IllegalArgumentException("province " + province.code() + " is there already; write 'province: "
                    + province.code() + "' alone to add to it");
        }
    }

    void add(Agency agency) {
        if (provinces.containsKey(agency.code()) || bodies.containsKey(agency.code())) {
            throw new IllegalArgumentException(agency.code() + " is the code of a province or a public body");
        }
        if (agencies.putIfAbsent(agency.code(), agency) != null) {
            throw new IllegalArgumentException("agency " + agency.code() + " is there already; write 'agency: "
                    + agency.code() + "' alone to add to it");
        }
    }

    void add(Body body) {
        if (provinces.containsKey(body.code()) || agencies.containsKey(body.code())) {
            throw new IllegalArgumentException(body.code() + " is the code of a province or an agency");
        }
        if (bodies.putIfAbsent(body.code(), body) != null) {
            throw new IllegalArgumentException(
                    "body " + body.code() + " is there already; write 'body: " + body.code() + "' alone to add to it");
        }
    }

    Optional<Body> body(String code) {
        return Optional.ofNullable(bodies.get(code));
    }

    Collection<Province> provinces() {
        return provinces.values();
    }

    Optional<Province> province(String code) {
        return Optional.ofNullable(provinces.get(code));
    }

    Optional<Agency> agency(String code) {
        return Optional.ofNullable(agencies.get(code));
    }

    void put(String owner, ListedEntry listed, Phrase phrase) {
        items.put(new Key(owner, phrase.key()), new Item(listed, Optional.of(phrase), Optional.empty()));
    }

    void putTextOverride(ListedEntry listed, Phrase phrase, TagOverride override) {
        items.put(
                new Key("text " + override.target(), phrase.key()),
                new Item(listed, Optional.of(phrase), Optional.of(override)));
    }

    void putUriOverride(ListedEntry listed, TagOverride override) {
        items.put(
                new Key("uri " + override.target(), override.pattern()),
                new Item(listed, Optional.empty(), Optional.of(override)));
    }

    void remove(String owner, String name) {
        if (items.remove(new Key(owner, Phrase.key(name))) == null) {
            throw new IllegalArgumentException("'" + name + "' is not there, so it cannot be removed"
                    + (owner.isEmpty() ? "" : " from " + owner) + "; 'wiretag gazetteer list' shows what is");
        }
        removed++;
    }

    public Collection<Item> items() {
        return Collections.unmodifiableCollection(items.values());
    }

    public int removed() {
        return removed;
    }

    public Gazetteer gazetteer(String version) {
        List<Phrase> phrases = new ArrayList<>();
        List<TagOverride> uriOverrides = new ArrayList<>();
        for (Item item : items.values()) {
            item.phrase().ifPresent(phrase -> addForms(phrase, phrases));
            if (item.phrase().isEmpty()) {
                item.override().ifPresent(uriOverrides::add);
            }
        }
        return new Gazetteer(
                version,
                Collections.unmodifiableMap(new LinkedHashMap<>(provinces)),
                Collections.unmodifiableMap(new LinkedHashMap<>(agencies)),
                Collections.unmodifiableMap(new LinkedHashMap<>(bodies)),
                items.values().stream().map(Item::listed).toList(),
                Lexicon.of(phrases),
                new UriOverrides(uriOverrides));
    }

    /** The phrase as it is written, and the name of a place as one word as well. */
    private static void addForms(Phrase phrase, List<Phrase> phrases) {
        phrases.add(phrase);
        Entry entry = phrase.entry();
        if (entry instanceof ProvinceName && !entry.is(Flag.APART) && !entry.is(Flag.THESE_CAPITALS)) {
            phrase.joined().ifPresent(phrases::add);
        }
    }
}
