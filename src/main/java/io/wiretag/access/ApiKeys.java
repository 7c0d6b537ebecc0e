package io.wiretag.access;

import io.wiretag.files.RegularFile;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of those who may come in: a file with a line for each key, its name and a hash of it. Empty lines and those that
 * begin with {@code #} are left out. Two lines may have the same name, so that a key can be changed for another without a gap.
 *
 * <p>The file is looked at for each request, and read again when it has changed: a line that is taken out counts no more, and
 * when none is left, nobody comes in. A line that is broken then is told in the log and opens to nobody.
 *
 * <p>While the file is gone or cannot be read, the keys stay as they were, for a slip of an editor must not end the feed; the
 * log says so, and the file is tried again at each request. To lock out a key for certain, end the process. Safe for use by
 * several threads.
 */
public final class ApiKeys {

    private static final Logger LOG = LoggerFactory.getLogger(ApiKeys.class);

    /** Longer than any key of ours; what is longer is not worth hashing. */
    private static final int MAX_KEY_LENGTH = 256;

    private final Optional<Path> file;
    private final String command;
    private final Consumer<Map<String, String>> check;

    /** Of the file that the keys were read from. */
    private Stamp stamp;

    private List<ApiKey> keys;

    /** Why the file cannot be read now, as it was told; empty if it can. */
    private String trouble = "";

    /**
     * Tells one state of the file from the next.
     *
     * @param changed of its content, owner or rights, where the system keeps that time: nobody can set it back
     */
    private record Stamp(FileTime modified, Optional<Object> changed, long size, Optional<Object> identity) {

        static Stamp of(Path file) throws IOException {
            RegularFile.requireIfThere(file);
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(
                    attributes.lastModifiedTime(),
                    changed(file),
                    attributes.size(),
                    Optional.ofNullable(attributes.fileKey()));
        }

        private static Optional<Object> changed(Path file) throws IOException {
            return file.getFileSystem().supportedFileAttributeViews().contains("unix")
                    ? Optional.of(Files.getAttribute(file, "unix:ctime"))
                    : Optional.empty();
        }
    }

    /**
     * A key that nobody has yet.
     *
     * @param key what its owner gets; nobody can tell it from the line
     * @param line what the file of keys gets
     */
    public record NewKey(String key, String line) {

        /** Leaves out the key. */
        @Override
        public String toString() {
            return "NewKey[" + line + "]";
        }
    }

    /**
     * Who has a key.
     *
     * @param rights values by the names of rights, where they differ from what all may
     */
    public record Owner(String name, Map<String, String> rights) {}

    private ApiKeys(
            Optional<Path> file, String command, Consumer<Map<String, String>> check, Stamp stamp, List<ApiKey> keys) {
        this.file = file;
        this.command = command;
        this.check = check;
        this.stamp = stamp;
        this.keys = keys;
    }

    /**
     * Makes a key.
     *
     * @throws IllegalArgumentException if the name cannot be used
     */
    public static NewKey create(String name) {
        return create(name, Map.of());
    }

    /** The same with rights, which are not looked at. */
    public static NewKey create(String name, Map<String, String> rights) {
        String key = ApiKey.random();
        return new NewKey(key, ApiKey.of(name, key, rights).line());
    }

    /** The keys of a file of intake, which all may the same. */
    public static ApiKeys of(Path file) {
        return of(file, "wiretag intake key NAME", rights -> {
            if (!rights.isEmpty()) {
                throw new IllegalArgumentException(
                        "has rights, " + rights.keySet() + ", which keys of intake.keys.file do not have");
            }
        });
    }

    /**
     * The keys of a file.
     *
     * @param command that makes a line, for who has to mend the file
     * @param check of the rights of a line: throws {@link IllegalArgumentException} if they are none
     * @throws IllegalArgumentException if it cannot be read, has no key, or a line is wrong; the message names all such lines
     */
    public static ApiKeys of(Path file, String command, Consumer<Map<String, String>> check) {
        try {
            // before reading, so that a change in between is noticed next time
            Stamp stamp = Stamp.of(file);
            List<String> problems = new ArrayList<>();
            List<ApiKey> keys = read(file, command, check, problems);
            if (!problems.isEmpty()) {
                throw new IllegalArgumentException(String.join("; ", problems));
            }
            if (keys.isEmpty()) {
                throw new IllegalArgumentException(
                        file + " has no key in it: add a line with '" + command + " >> " + file + "'");
            }
            return new ApiKeys(Optional.of(file), command, check, stamp, keys);
        } catch (IOException e) {
            throw new IllegalArgumentException(unreadable(file, command, e), e);
        }
    }

    /** One key that stands in no file, for a process that makes its own. */
    public static ApiKeys only(NewKey key) {
        return new ApiKeys(Optional.empty(), "", rights -> {}, null, List.of(ApiKey.parse(key.line(), "")));
    }

    /** The name of a key; empty if there is no such key. Takes the same time for all keys of one length. */
    public Optional<String> nameOf(String key) {
        return ownerOf(key).map(Owner::name);
    }

    /** Who has a key; empty if there is no such key. Takes the same time for all keys of one length. */
    public synchronized Optional<Owner> ownerOf(String key) {
        file.ifPresent(this::readAgainIfChanged);
        if (key.length() > MAX_KEY_LENGTH) {
            return Optional.empty();
        }
        Optional<Owner> owner = Optional.empty();
        for (ApiKey each : keys) {
            // all of them are compared, whichever it was
            if (each.matches(key)) {
                owner = Optional.of(new Owner(each.name(), each.rights()));
            }
        }
        return owner;
    }

    private void readAgainIfChanged(Path file) {
        try {
            Stamp now = Stamp.of(file);
            if (now.equals(stamp) && trouble.isEmpty()) {
                return;
            }
            List<String> problems = new ArrayList<>();
            // a broken line opens to nobody; the others count, so that a key that was taken out is out
            keys = read(file, command, check, problems);
            // only now: what could not be read is tried again at the next request, whether it changes or not
            stamp = now;
            trouble = "";
            LOG.info("keys read again file={} keys={}", file, keys.size());
            problems.forEach(problem -> LOG.warn("left out: {}", problem));
        } catch (IOException e) {
            tellOnce(unreadable(file, command, e));
        }
    }

    private void tellOnce(String problem) {
        if (!problem.equals(trouble)) {
            LOG.warn("the keys stay as they were, also those that were taken out since: {}", problem);
        }
        trouble = problem;
    }

    private static List<ApiKey> read(
            Path file, String command, Consumer<Map<String, String>> check, List<String> problems) throws IOException {
        List<ApiKey> keys = new ArrayList<>();
        int number = 0;
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            number++;
            String text = line.strip();
            if (text.isEmpty() || text.startsWith("#")) {
                continue;
            }
            try {
                ApiKey key = ApiKey.parse(text, command);
                check.accept(key.rights());
                keys.add(key);
            } catch (IllegalArgumentException e) {
                problems.add("%s:%d: %s".formatted(file, number, e.getMessage()));
            }
        }
        return List.copyOf(keys);
    }

    private static String unreadable(Path file, String command, IOException e) {
        if (e instanceof NoSuchFileException) {
            return "file of keys " + file + " does not exist: make it with '" + command + " >> " + file + "'";
        }
        String why = e.toString();
        if (e instanceof MalformedInputException) {
            why = "it is not in UTF-8";
        } else if (e instanceof FileSystemException named && named.getReason() != null) {
            why = named.getReason();
        }
        return "file of keys " + file + " cannot be read: " + why;
    }
}
