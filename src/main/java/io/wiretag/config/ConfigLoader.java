package io.wiretag.config;

import io.wiretag.files.RegularFile;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

    /** Somebody who writes one of these means a regular expression, and would ignore nobody. */
    private static final Pattern NOT_IN_GROUP_PATTERNS = Pattern.compile("[\\s\\\\^$\\[\\](){}|?+]");

    private static final String COMMAND_LINE = "the command line";

    private static final String GAZETTEER_FILE = "gazetteer.file";

    static final List<ConfigKey> KEYS = List.of(
            new ConfigKey(
                    "kafka.*", "", "any Kafka client property, for all clients: kafka.security.protocol=SASL_SSL"),
            new ConfigKey("kafka.bootstrap.servers", "localhost:9092", "the brokers"),
            new ConfigKey(
                    "streams.*",
                    "",
                    "any Kafka Streams property, for the processor alone: streams.num.stream.threads=4"),
            new ConfigKey(
                    "streams.application.id",
                    "",
                    "name of the processor's group and prefix of its internal topics; default: the prefix of the topics, and wiretag"),
            new ConfigKey(
                    "streams.state.dir",
                    "",
                    "where the processor keeps its state; default: .wiretag/state in the home directory"),
            new ConfigKey("registry.url", "http://localhost:8081", "the schema registry"),
            new ConfigKey(
                    "value.serializer",
                    "",
                    "class that writes values; default: Apicurio's, set to Confluent's wire format"),
            new ConfigKey(
                    "value.deserializer",
                    "",
                    "class that reads values; default: Apicurio's, set to Confluent's wire format"),
            new ConfigKey("serde.*", "", "any property of these classes: serde.basic.auth.user.info=..."),
            new ConfigKey("topics.prefix", "", "put in front of every topic's name"),
            new ConfigKey("topics.partitions", "6", "partitions of a topic that is created"),
            new ConfigKey(
                    "topics.replication.factor", "-1", "replicas of a topic that is created; -1: the broker's default"),
            new ConfigKey(
                    "topics.published.*",
                    "",
                    "partitions, replication.factor or any of Kafka's topic settings, of one topic"),
            new ConfigKey("topics.tagged.*", "", "likewise"),
            new ConfigKey("topics.by-province.*", "", "likewise"),
            new ConfigKey("topics.by-agency.*", "", "likewise"),
            new ConfigKey("topics.rejected.*", "", "likewise"),
            new ConfigKey(
                    "processor.retention",
                    "P30D",
                    "how long the processor remembers an article after its last version (ISO 8601)"),
            new ConfigKey("processor.close.timeout", "PT30S", "how long the processor may take to stop (ISO 8601)"),
            new ConfigKey(
                    "processor.stall.limit",
                    "PT10M",
                    "how long articles may wait in a partition that does not move, before liveness fails (ISO 8601)"),
            new ConfigKey("intake.host", "127.0.0.1", "where 'wiretag intake' listens; other machines need keys"),
            new ConfigKey("intake.port", "8080", "its port; 0: any free one"),
            new ConfigKey("intake.keys.file", "", "keys of those who may publish; 'wiretag intake key' makes them"),
            new ConfigKey("intake.keys.required", "true", "false lets everybody on this machine publish without a key"),
            new ConfigKey("intake.max.body.bytes", "16777216", "largest body of a request"),
            new ConfigKey("intake.max.in.flight.bytes", "67108864", "bytes of all bodies at one time"),
            new ConfigKey("intake.requests.per.second", "50", "of each key, on the long run"),
            new ConfigKey("intake.requests.burst", "200", "of each key, at once"),
            new ConfigKey(
                    "ops.host", "127.0.0.1", "where metrics, health and the dashboard are; other machines need keys"),
            new ConfigKey(
                    "ops.port",
                    "",
                    "its port, 0: any free one; default: 8090 of 'wiretag serve' and 'wiretag demo', none of 'wiretag process'"),
            new ConfigKey(
                    "ops.keys.file",
                    "",
                    "keys of those who may look from other machines and replay; 'wiretag serve key' makes them"),
            new ConfigKey("ops.window", "PT1H", "how far back the dashboard shows stories (ISO 8601)"),
            new ConfigKey(
                    "ops.subscribers",
                    "",
                    "groups that are expected to read, and what: front-page=by-province,by-agency,archive=tagged"),
            new ConfigKey(
                    "ops.ignored.groups",
                    "console-consumer-*",
                    "groups that are not watched, unless ops.subscribers names them; * stands for any characters"),
            new ConfigKey(
                    GAZETTEER_FILE,
                    "",
                    "files that extend and change the built-in gazetteer, divided by commas: mine.txt,overrides.txt"));

    private record Value(String text, String origin) {}

    private final Map<String, Value> values = new TreeMap<>();

    private ConfigLoader() {}

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
        KEYS.stream()
                .filter(key -> !key.defaultValue().isEmpty())
                .forEach(key -> loader.values.put(key.name(), new Value(key.defaultValue(), "default")));
        loader.put(
                "streams.state.dir",
                Path.of(System.getProperty("user.home"), ".wiretag", "state").toString(),
                "default");
        loader.putAll(file, environment, flags);
        // two installations on one cluster must not share a group by accident: one would read nothing
        loader.values.computeIfAbsent(
                "streams.application.id",
                key -> new Value(loader.text("topics.prefix").orElse("") + "wiretag", "default"));
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
                    + (e instanceof AccessDeniedException ? "no permission" : e.getMessage())
                    + "; it must be a Java properties file in UTF-8");
        }
        properties.stringPropertyNames().forEach(key -> put(key, properties.getProperty(key), file.toString()));
    }

    private void put(String key, String text, String origin) {
        if (KEYS.stream().noneMatch(known -> known.matches(key))) {
            throw new ConfigException(
                    "unknown key '" + key + "' in " + origin + closest(key) + "; docs/configuration.md lists the keys");
        }
        values.put(key, new Value(text.strip(), origin));
    }

    private static String closest(String key) {
        return KEYS.stream()
                .map(ConfigKey::name)
                .filter(name -> !name.endsWith("*") && EditDistance.between(name, key) <= 3)
                .findFirst()
                .map(name -> ", did you mean '" + name + "'?")
                .orElse("");
    }

    private Config config() {
        return new Config(
                under("kafka."),
                under("streams."),
                new Config.Serdes(
                        url("registry.url"), text("value.serializer"), text("value.deserializer"), under("serde.")),
                new Config.TopicSettings(
                        text("topics.prefix").orElse(""),
                        number("topics.partitions", 1, 10_000),
                        (short) number("topics.replication.factor", -1, 32),
                        overrides()),
                duration("processor.retention"),
                duration("processor.close.timeout"),
                duration("processor.stall.limit"),
                intake(),
                ops(),
                subscribers("ops.subscribers"),
                groupPatterns("ops.ignored.groups"),
                gazetteerFiles());
    }

    private Config.Ops ops() {
        return new Config.Ops(
                text("ops.host").orElse("127.0.0.1"),
                text("ops.port").isPresent() ? OptionalInt.of(port("ops.port")) : OptionalInt.empty(),
                text("ops.keys.file").map(Path::of),
                duration("ops.window"));
    }

    private Config.Intake intake() {
        return new Config.Intake(
                text("intake.host").orElse("127.0.0.1"),
                port("intake.port"),
                text("intake.keys.file").map(Path::of),
                yesOrNo("intake.keys.required"),
                number("intake.max.body.bytes", 1024, 16 * 1024 * 1024),
                number("intake.max.in.flight.bytes", 1024, Integer.MAX_VALUE),
                number("intake.requests.per.second", 1, 1_000_000),
                number("intake.requests.burst", 1, 1_000_000));
    }

    private List<Path> gazetteerFiles() {
        List<Path> files = items(GAZETTEER_FILE).map(Path::of).toList();
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

    private Stream<String> items(String key) {
        return Arrays.stream(text(key).orElse("").split(",")).map(String::strip).filter(item -> !item.isEmpty());
    }

    private List<String> groupPatterns(String key) {
        List<String> patterns = items(key).toList();
        if (patterns.stream()
                .anyMatch(pattern -> NOT_IN_GROUP_PATTERNS.matcher(pattern).find())) {
            throw unusable(
                    key,
                    values.get(key),
                    "names of groups, divided by commas, in which * stands for any characters and is the only such sign: "
                            + "console-consumer-*,try-*");
        }
        return patterns;
    }

    private Map<String, Map<String, String>> overrides() {
        Map<String, Map<String, String>> overrides = new HashMap<>();
        roles().forEach(role -> {
            Map<String, String> own = under("topics." + role + ".");
            if (!own.isEmpty()) {
                overrides.put(role, own);
            }
        });
        return overrides;
    }

    private static List<String> roles() {
        return KEYS.stream()
                .map(ConfigKey::name)
                .filter(name -> name.startsWith("topics.") && name.endsWith(".*"))
                .map(name -> name.substring("topics.".length(), name.length() - 2))
                .toList();
    }

    /** A group is named once, with {@code =}; what follows it, up to the next name, are roles of topics. */
    private Map<String, Set<String>> subscribers(String key) {
        Map<String, Set<String>> subscribers = new TreeMap<>();
        String group = "";
        for (String item : text(key).orElse("").split(",")) {
            if (item.isBlank()) {
                continue;
            }
            int equals = item.lastIndexOf('=');
            group = equals < 0 ? group : item.substring(0, equals).strip();
            String role = item.substring(equals + 1).strip();
            if (group.isEmpty() || !roles().contains(role)) {
                throw unusable(
                        key,
                        values.get(key),
                        "groups and what they read, like front-page=by-province,archive=tagged; the roles of topics are "
                                + String.join(", ", roles()));
            }
            subscribers.computeIfAbsent(group, name -> new TreeSet<>()).add(role);
        }
        return subscribers;
    }

    private Map<String, String> under(String prefix) {
        return values.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .collect(Collectors.toMap(
                        entry -> entry.getKey().substring(prefix.length()),
                        entry -> entry.getValue().text()));
    }

    private Optional<String> text(String key) {
        return Optional.ofNullable(values.get(key)).map(Value::text).filter(text -> !text.isEmpty());
    }

    private int number(String key, int min, int max) {
        Value value = values.get(key);
        try {
            int number = Integer.parseInt(value.text());
            if (number >= min && number <= max && number != 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below, together with the range
        }
        throw unusable(key, value, "a whole number from " + min + " to " + max + (min < 0 ? ", not 0" : ""));
    }

    private int port(String key) {
        Value value = values.get(key);
        // 0, which stands for any free one, is no number of anything else
        return value.text().equals("0") ? 0 : number(key, 1, 65_535);
    }

    private boolean yesOrNo(String key) {
        Value value = values.get(key);
        if (Set.of("true", "false").contains(value.text())) {
            return value.text().equals("true");
        }
        throw unusable(key, value, "true or false");
    }

    private URI url(String key) {
        Value value = values.get(key);
        try {
            URI url = new URI(value.text());
            if (url.getHost() != null && Set.of("http", "https").contains(url.getScheme())) {
                return url;
            }
        } catch (URISyntaxException e) {
            // told below
        }
        throw unusable(key, value, "an address like http://registry:8081");
    }

    private Duration duration(String key) {
        Value value = values.get(key);
        try {
            Duration duration = Duration.parse(value.text());
            if (!duration.isNegative() && !duration.isZero()) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            // told below
        }
        throw unusable(key, value, "a positive duration like PT30S");
    }

    private static ConfigException unusable(String key, Value value, String expected) {
        // to the last @: what a password may not have in an address is often the very fault
        String shown = value.text().replaceAll("//.*@", "//***@");
        return new ConfigException(key + " in " + value.origin() + " is '" + shown + "', must be " + expected);
    }
}
