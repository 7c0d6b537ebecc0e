package io.wiretag.config;

import io.wiretag.files.FileTrouble;
import io.wiretag.files.RegularFile;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;

/**
 * Reads the configuration from four places, each stronger than the one before: defaults, a properties file (UTF-8),
 * environment variables, flags.
 *
 * <p>An environment variable is a key in capitals with {@code WIRETAG_} in front: {@code _} stands for a dot, {@code __} for
 * a hyphen. {@code WIRETAG_TOPICS_BY__PROVINCE_PARTITIONS} is {@code topics.by-province.partitions}.
 */
public final class ConfigLoader {
    private static final String ENV_PREFIX = "WIRETAG_";
    /** Variables with the same prefix that are read elsewhere: by the launcher, by the logger, by the command line. */
    private static final Set<String> NOT_KEYS = Set.of(
            "WIRETAG_CONFIG",
            "WIRETAG_CLASSPATH",
            "WIRETAG_JAVA_OPTS",
            "WIRETAG_LOG",
            "WIRETAG_KAFKA_LOG",
            "WIRETAG_NAME",
            "WIRETAG_TERMINAL");

    private static final String COMMAND_LINE = "the command line";

    private static final String GAZETTEER_FILE = "gazetteer.file";

    private static final String KAFKA = "kafka.";

    private record Value(String text, String origin) {}

    private final Map<String, Value> values = new TreeMap<>();

    private ConfigLoader() {
        ConfigKeys.FIXED.configKeys().values().stream()
                .filter(key -> key.defaultValue != null)
                .forEach(key -> values.put(
                        key.name, new Value(ConfigDef.convertToString(key.defaultValue, key.type), "default")));
    }

    /**
     * Loads the configuration.
     *
     * @param file a properties file, if one was named
     * @param environment the environment variables; those that do not begin with {@code WIRETAG_} are not looked at
     * @param flags keys and values given on the command line
     * @throws ConfigException if the file cannot be read, a key is unknown or a value cannot be used
     */
    public static Config load(Optional<Path> file, Map<String, String> environment, Map<String, String> flags) {
        ConfigLoader loader = new ConfigLoader();
        loader.putAll(file, environment, flags);
        loader.values.computeIfAbsent(
                "streams.state.dir",
                key -> new Value(
                        Path.of(System.getProperty("user.home"), ".wiretag", "state")
                                .toString(),
                        "default"));
        // two installations on one cluster must not share a group by accident: one would read nothing
        loader.values.computeIfAbsent(
                "streams.application.id", key -> new Value(loader.text("topics.prefix") + "wiretag", "default"));
        return loader.config();
    }

    /**
     * The files of the gazetteer alone, for work that needs no cluster: whether the other keys can be used does not matter.
     *
     * @throws ConfigException if the file cannot be read, or a key in one of the places is unknown
     */
    public static List<Path> gazetteerFiles(
            Optional<Path> file, Map<String, String> environment, Map<String, String> flags) {
        ConfigLoader loader = new ConfigLoader();
        loader.putAll(file, environment, flags);
        return loader.gazetteerFiles();
    }

    private void putAll(Optional<Path> file, Map<String, String> environment, Map<String, String> flags) {
        file.ifPresent(this::putFile);
        environment.forEach((name, text) -> {
            if (name.startsWith(ENV_PREFIX) && !NOT_KEYS.contains(name)) {
                put(keyOf(name), text, name + " in the environment");
            }
        });
        flags.forEach((key, text) -> put(key, text, COMMAND_LINE));
    }

    static String keyOf(String variable) {
        return variable.substring(ENV_PREFIX.length())
                .toLowerCase(Locale.ROOT)
                .replace("__", "-")
                .replace('_', '.');
    }

    private void putFile(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (NoSuchFileException e) {
            throw new ConfigException("configuration file " + file + " does not exist");
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigException("configuration file " + file + " cannot be read: "
                    + (e instanceof IOException trouble ? FileTrouble.reason(trouble) : e.getMessage())
                    + "; it must be a Java properties file in UTF-8");
        }
        properties.stringPropertyNames().forEach(key -> put(key, properties.getProperty(key), file.toString()));
    }

    private void put(String key, String text, String origin) {
        if (!ConfigKeys.isKnown(key)) {
            throw unknown(key, origin, knownLike(key) + "; docs/configuration.md lists all");
        }
        requireKafkasName(key, origin);
        values.put(key, new Value(text.strip(), origin));
    }

    private static ConfigException unknown(String key, String origin, String remedy) {
        return new ConfigException("unknown key '" + key + "' in " + origin + ", " + remedy);
    }

    /** Kafka's clients pass over what they do not know, for it may be of a plug-in: what is spelled almost like theirs is not. */
    private static void requireKafkasName(String key, String origin) {
        if (key.startsWith(KAFKA)) {
            String name = key.substring(KAFKA.length());
            if (!KafkaNames.OF_CLIENTS.contains(name)) {
                KafkaNames.meant(name, KafkaNames.OF_CLIENTS).ifPresent(meant -> {
                    throw unknown(key, origin, "Kafka's clients know " + KAFKA + meant + ": write that");
                });
            }
        }
        for (String role : ConfigKeys.ROLES) {
            String beginning = "topics." + role + ".";
            String name = key.startsWith(beginning) ? key.substring(beginning.length()) : "";
            if (!name.isEmpty() && !KafkaNames.OF_TOPICS.contains(name)) {
                throw unknown(
                        key,
                        origin,
                        "the nearest is " + beginning
                                + KafkaNames.nearest(name, KafkaNames.OF_TOPICS).orElseThrow()
                                + "; a topic has partitions, replication.factor and Kafka's topic settings");
            }
        }
    }

    private static String knownLike(String key) {
        String beginning = beginning(key);
        List<String> all = Stream.concat(
                        ConfigKeys.FIXED.names().stream(),
                        ConfigKeys.FAMILIES.stream().map(ConfigKeys.Family::name))
                .sorted()
                .toList();
        List<String> like =
                all.stream().filter(name -> beginning(name).equals(beginning)).toList();
        return like.isEmpty()
                ? "keys begin with "
                        + all.stream().map(ConfigLoader::beginning).distinct().collect(Collectors.joining(", "))
                : "keys that begin so are " + String.join(", ", like);
    }

    private static String beginning(String key) {
        return key.split("\\.", 2)[0] + ".";
    }

    private Config config() {
        // checked with the others, and passed on as it was written
        value("kafka.bootstrap.servers");
        return new Config(
                under(KAFKA),
                under("streams."),
                new Config.Serdes(
                        Allowed.address(text("registry.url")).orElseThrow(),
                        given("value.serializer").map(String.class::cast),
                        given("value.deserializer").map(String.class::cast),
                        under("serde.")),
                new Config.TopicSettings(
                        text("topics.prefix"),
                        number("topics.partitions"),
                        (short) number("topics.replication.factor"),
                        overrides(),
                        Set.copyOf(items("topics.sinks"))),
                duration("processor.retention"),
                duration("processor.close.timeout"),
                duration("processor.stall.limit"),
                intake(),
                delivery(),
                new Config.Webhooks(
                        path("webhooks.key.file"), items("webhooks.allowed.networks"), duration("webhooks.timeout")),
                ops(),
                Allowed.subscribers(items("ops.subscribers"), ConfigKeys.READ).orElseThrow(),
                items("ops.ignored.groups"),
                gazetteerFiles(),
                value("gazetteer.required").equals("true"),
                path("corrections.key.file"),
                value("tagging.bodies").equals("true"));
    }

    private Config.Ops ops() {
        return new Config.Ops(
                host("ops.host"),
                given("ops.port").map(port -> OptionalInt.of((int) port)).orElse(OptionalInt.empty()),
                path("ops.keys.file"),
                duration("ops.window"),
                duration("ops.kill.late"));
    }

    private Config.Intake intake() {
        return new Config.Intake(
                host("intake.host"),
                number("intake.port"),
                path("intake.keys.file"),
                value("intake.keys.required").equals("true"),
                number("intake.max.body.bytes"),
                number("intake.max.in.flight.bytes"),
                number("intake.requests.per.second"),
                number("intake.requests.burst"));
    }

    private Config.Delivery delivery() {
        return new Config.Delivery(
                host("delivery.host"),
                number("delivery.port"),
                path("delivery.keys.file"),
                value("delivery.keys.required").equals("true"),
                number("delivery.connections"),
                number("delivery.connections.per.key"),
                number("delivery.bytes.per.second"),
                Set.copyOf(items("delivery.cors.origins")));
    }

    private List<Path> gazetteerFiles() {
        List<Path> files = items(GAZETTEER_FILE).stream().map(Path::of).toList();
        for (Path file : files) {
            // whoever names a file by hand may name a pipe; of one that is configured nobody would know why all hangs
            if (RegularFile.isOther(file)
                    && !Files.isDirectory(file)
                    && !values.get(GAZETTEER_FILE).origin().equals(COMMAND_LINE)) {
                throw unusable(GAZETTEER_FILE, values.get(GAZETTEER_FILE), "regular files, which " + file + " is not");
            }
        }
        return files;
    }

    private Map<String, Map<String, String>> overrides() {
        Map<String, Map<String, String>> overrides = new HashMap<>();
        ConfigKeys.ROLES.forEach(role -> {
            Map<String, String> own = under("topics." + role + ".");
            if (!own.isEmpty()) {
                overrides.put(role, own);
            }
        });
        return overrides;
    }

    private Map<String, String> under(String prefix) {
        return values.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .collect(Collectors.toMap(
                        entry -> entry.getKey().substring(prefix.length()),
                        entry -> entry.getValue().text()));
    }

    private String text(String key) {
        return (String) value(key);
    }

    /** Here alone an empty text stands for the default. */
    private String host(String key) {
        return text(key).isEmpty() ? (String) ConfigKeys.FIXED.defaultValues().get(key) : text(key);
    }

    private Optional<Path> path(String key) {
        return given(key).map(String.class::cast).map(Path::of);
    }

    private int number(String key) {
        return (int) value(key);
    }

    private Duration duration(String key) {
        return Allowed.duration(text(key)).orElseThrow();
    }

    private List<String> items(String key) {
        return Allowed.items(value(key));
    }

    private Object value(String key) {
        return given(key).orElseThrow();
    }

    /** The value as the type of its key, checked. An empty text for a key that has no default is as if it was not given. */
    private Optional<Object> given(String name) {
        ConfigDef.ConfigKey key = ConfigKeys.FIXED.configKeys().get(name);
        Value value = values.get(name);
        if (value == null || value.text().isEmpty() && key.defaultValue == null) {
            return Optional.empty();
        }
        try {
            Object parsed = ConfigDef.parseType(name, value.text(), key.type);
            key.validator.ensureValid(name, parsed);
            return Optional.of(parsed);
        } catch (org.apache.kafka.common.config.ConfigException e) {
            // its own words know no origin, and repeat passwords
            throw unusable(name, value, key.validator.toString());
        }
    }

    private static ConfigException unusable(String key, Value value, String expected) {
        // to the last @: what a password may not have in an address is often the very fault
        String shown = value.text().replaceAll("//.*@", "//***@");
        return new ConfigException(key + " in " + value.origin() + " is '" + shown + "', must be " + expected);
    }
}
