package io.wiretag.tagging.gazetteer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Provinces, agencies, and every written form that stands for one, with the words that tell a place from a person or a street.
 *
 * <p>Its data are plain text files that an editor can read and mend. Immutable once loaded; share one among all threads.
 */
public final class Gazetteer {
    private static final List<String> FILES =
            List.of("provinces.txt", "agencies.txt", "outlets.txt", "bodies.txt", "context.txt", "traps.txt");

    private final String version;
    private final Map<String, Province> provinces;
    private final Map<String, Agency> agencies;
    private final Map<String, Body> bodies;
    private final List<ListedEntry> entries;
    private final Lexicon lexicon;
    private final UriOverrides uriOverrides;
    private final Divisions divisions;

    Gazetteer(
            String version,
            Map<String, Province> provinces,
            Map<String, Agency> agencies,
            Map<String, Body> bodies,
            List<ListedEntry> entries,
            Lexicon lexicon,
            UriOverrides uriOverrides) {
        this.version = version;
        this.provinces = provinces;
        this.agencies = agencies;
        this.bodies = bodies;
        this.entries = entries;
        this.lexicon = lexicon;
        this.uriOverrides = uriOverrides;
        this.divisions = Divisions.of(resource("/gazetteer/communes.txt"), provinces);
    }

    /**
     * The gazetteer that comes with the product. Loads anew on each call.
     *
     * @throws InvalidGazetteerException if a file of it is wrong
     */
    public static Gazetteer builtIn() {
        return builtInWith(List.of());
    }

    /**
     * The gazetteer that comes with the product, extended and changed by an editor's files, one after the other.
     *
     * @param files in UTF-8, of the grammar that docs/gazetteer.md tells
     * @throws InvalidGazetteerException if one cannot be read or is wrong; it tells every wrong line
     */
    public static Gazetteer builtInWith(List<Path> files) {
        return reader(files).gazetteer();
    }

    /**
     * The same with files that have been read before.
     *
     * @throws InvalidGazetteerException if one is wrong; it tells every wrong line
     */
    public static Gazetteer builtInWithFiles(List<GazetteerFile> files) {
        return readerOfFiles(files).gazetteer();
    }

    /** The built-in files and those of an editor, with what is wrong with them. Never throws for what stands in a file. */
    public static GazetteerReader reader(List<Path> files) {
        GazetteerReader reader = builtInReader();
        files.forEach(reader::extend);
        return reader;
    }

    /** The same with files that have been read before. */
    public static GazetteerReader readerOfFiles(List<GazetteerFile> files) {
        GazetteerReader reader = builtInReader();
        files.forEach(reader::extend);
        return reader;
    }

    private static GazetteerReader builtInReader() {
        GazetteerReader reader = new GazetteerReader();
        for (String file : FILES) {
            reader.read(file, resource("/gazetteer/" + file));
        }
        return reader;
    }

    /**
     * Stands in every tag, so that one can tell by which state of the data it was given: that of the built-in gazetteer, and
     * with files of an editor a plus and the first eight digits of the SHA-256 of their bytes, in their order.
     */
    public String version() {
        return version;
    }

    /** The 63 units until 30 June 2025, in the order of the files. */
    public List<Province> provinces() {
        return List.copyOf(provinces.values());
    }

    public List<Agency> agencies() {
        return List.copyOf(agencies.values());
    }

    public List<Body> bodies() {
        return List.copyOf(bodies.values());
    }

    /** The province with an ISO 3166-2:VN code. */
    public Optional<Province> province(String code) {
        return Optional.ofNullable(provinces.get(code));
    }

    public Optional<Agency> agency(String code) {
        return Optional.ofNullable(agencies.get(code));
    }

    /** Everything that is in force: names, words, traps and overrides, in the order in which they were first written. */
    public List<ListedEntry> entries() {
        return entries;
    }

    public UriOverrides uriOverrides() {
        return uriOverrides;
    }

    /** Districts and communes, to be asked for where a text announces one. */
    public Divisions divisions() {
        return divisions;
    }

    public Lexicon lexicon() {
        return lexicon;
    }

    private static String resource(String path) {
        try (InputStream in = Gazetteer.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("missing from the program: " + path);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }
}
