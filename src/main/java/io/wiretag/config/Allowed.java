package io.wiretag.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef.LambdaValidator;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.utils.Utils;

/**
 * What values may be, and how those are read that Kafka has no type for. The text of a validator follows "must be" in an error,
 * and is what docs/configuration.md says of the key; no value, of a key that needs none, is allowed by all.
 */
final class Allowed {
    private static final Pattern EVERY = Pattern.compile("every\\s*=\\s*(?:(\\d{1,6}[smh])|(P\\S+))");
    /** Somebody who writes one of these means a regular expression, and would ignore nobody. */
    private static final Pattern NOT_IN_GROUP_PATTERNS = Pattern.compile("[\\s\\\\^$\\[\\](){}|?+]");

    static final int HIGHEST_PORT = 65_535;

    private Allowed() {}

    /** For keys that somebody else checks, or their type alone. */
    static Validator any(String words) {
        return only(words, value -> true);
    }

    /** In small letters alone: Kafka's own type takes others too, and one of these keys opens a door. */
    static Validator trueOrFalse() {
        return only("true or false", value -> List.of("true", "false").contains(value));
    }

    /** Numbers of the range; 0 is in it only where it begins there. */
    static Validator number(int min, int max) {
        return only(
                "a whole number from " + min + " to " + max + (min < 0 ? ", not 0" : ""),
                value ->
                        value instanceof Integer number && number >= min && number <= max && (number != 0 || min == 0));
    }

    static Validator durations() {
        return only(
                "a positive duration like PT30S",
                value -> duration(value.toString()).isPresent());
    }

    static Optional<Duration> duration(String text) {
        try {
            return Optional.of(Duration.parse(text)).filter(duration -> !duration.isNegative() && !duration.isZero());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    static Validator brokers() {
        return only(
                "HOST:PORT, divided by commas",
                value -> Stream.of(value.toString().split(",", -1)).allMatch(each -> isBroker(each.strip())));
    }

    /** As Kafka reads it, which takes a listener's name before it as well. */
    private static boolean isBroker(String address) {
        try {
            String host = Utils.getHost(address);
            Integer port = Utils.getPort(address);
            return host != null && !host.isEmpty() && port != null && port >= 1 && port <= HIGHEST_PORT;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    static Validator addresses() {
        return only(
                "an address like http://registry:8081",
                value -> address(value.toString()).isPresent());
    }

    static Optional<URI> address(String text) {
        try {
            return Optional.of(new URI(text))
                    .filter(url ->
                            url.getHost() != null && Set.of("http", "https").contains(url.getScheme()));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    static Validator groupPatterns() {
        return only(
                "names of groups, divided by commas, in which * stands for any characters and is the only such sign:"
                        + " console-consumer-*,try-*",
                value -> items(value).stream()
                        .noneMatch(item -> NOT_IN_GROUP_PATTERNS.matcher(item).find()));
    }

    static Validator sinks() {
        return only(
                "of " + String.join(", ", ConfigKeys.OPTIONAL_SINKS) + ", divided by commas",
                value -> ConfigKeys.OPTIONAL_SINKS.containsAll(items(value)));
    }

    static Validator origins() {
        return only(
                "origins of pages like https://www.example.vn, divided by commas, or *",
                value -> items(value).stream().allMatch(Allowed::isOrigin));
    }

    private static boolean isOrigin(String item) {
        return item.equals("*")
                || address(item)
                        .filter(url -> url.getRawPath().isEmpty()
                                && url.getRawQuery() == null
                                && url.getRawFragment() == null
                                && url.getRawUserInfo() == null)
                        .isPresent();
    }

    static Validator subscribers(List<String> roles) {
        return only(
                "groups and what they read, like front-page=by-province,archive=tagged;every=5m; the roles of topics are "
                        + String.join(", ", roles),
                value -> subscribers(items(value), roles).isPresent());
    }

    /**
     * A group is named once, with {@code =}; what follows it, up to the next name, are roles of topics. {@code ;every=} behind any of
     * them tells how often the group commits.
     */
    static Optional<Map<String, Config.Subscriber>> subscribers(List<String> items, List<String> roles) {
        Map<String, Set<String>> read = new TreeMap<>();
        Map<String, Duration> habits = new TreeMap<>();
        String group = "";
        for (String item : items) {
            String[] parts = item.split(";", 2);
            int equals = parts[0].lastIndexOf('=');
            group = equals < 0 ? group : parts[0].substring(0, equals).strip();
            String role = parts[0].substring(equals + 1).strip();
            if (group.isEmpty() || !roles.contains(role)) {
                return Optional.empty();
            }
            read.computeIfAbsent(group, name -> new TreeSet<>()).add(role);
            if (parts.length == 2) {
                Optional<Duration> every = every(parts[1].strip());
                if (every.isEmpty()) {
                    return Optional.empty();
                }
                habits.put(group, every.get());
            }
        }
        Map<String, Config.Subscriber> subscribers = new TreeMap<>();
        read.forEach(
                (name, of) -> subscribers.put(name, new Config.Subscriber(of, Optional.ofNullable(habits.get(name)))));
        return Optional.of(subscribers);
    }

    /** {@code every=5m}, with s, m or h, or a duration as everywhere. */
    private static Optional<Duration> every(String option) {
        Matcher matcher = EVERY.matcher(option);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return duration(
                matcher.group(1) == null
                        ? matcher.group(2)
                        : "PT" + matcher.group(1).toUpperCase(Locale.ROOT));
    }

    /** The items of a value of Kafka's type LIST, which may be blank there. */
    static List<String> items(Object list) {
        return ((List<?>) list)
                .stream()
                        .map(item -> item.toString().strip())
                        .filter(item -> !item.isEmpty())
                        .toList();
    }

    private static Validator only(String words, Predicate<Object> test) {
        return LambdaValidator.with(
                (key, value) -> {
                    if (value != null && !test.test(value)) {
                        throw new org.apache.kafka.common.config.ConfigException(key, value, "must be " + words);
                    }
                },
                () -> words);
    }
}
