package io.wiretag.config;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigDef.Width;

/**
 * Every key of the configuration: its type, its default, what it may be and what it does. docs/configuration.md is made from
 * this, a section for each group.
 */
final class ConfigKeys {
    /** What follows {@code topics.} where one topic is meant: the roles of {@code io.wiretag.topics.Topics}, which is above this. */
    static final List<String> ROLES = List.of(
            "published",
            "tagged",
            "by-province",
            "by-unit",
            "by-agency",
            "current",
            "rejected",
            "operations",
            "receipts",
            "subscriptions",
            "gazetteer");

    /** Those of topics that subscribers may read: all that articles walk through. */
    static final List<String> READ = ROLES.subList(0, ROLES.indexOf("operations"));

    /** Roles of topics that are written unless {@code topics.sinks} leaves them out. */
    static final List<String> OPTIONAL_SINKS = List.of("by-province", "by-unit", "by-agency", "current");

    /** The keys whose whole name is ours, in the order of the page. */
    static final ConfigDef FIXED = new ConfigDef();

    /** The others, in the order of the page. */
    static final List<Family> FAMILIES = new ArrayList<>();

    private static final String LOOPBACK = "127.0.0.1";
    private static final String HOST = "a name or an address of this machine";
    private static final int LARGEST_BODY = 16 * 1024 * 1024;

    static {
        new Group("Kafka")
                .key("kafka.bootstrap.servers", Type.STRING, "localhost:9092", Allowed.brokers(), "The brokers.")
                .family(
                        "kafka.*",
                        "Any property of Kafka's clients, for all of them: TLS, SASL, timeouts. One that they do not know goes to"
                                + " what is plugged into them, unless it is spelled almost like one of theirs.");
        new Group("Registry and serializers")
                .key("registry.url", Type.STRING, "http://localhost:8081", Allowed.addresses(), "The schema registry.")
                .text("value.serializer", new Described("Apicurio's"), "the name of a class", "Writes values.")
                .text("value.deserializer", new Described("Apicurio's"), "the name of a class", "Reads values.")
                .family("serde.*", "Any property of these two classes: `serde.basic.auth.user.info`.");
        new Group("Topics")
                .text("topics.prefix", "", "what names of topics may hold", "Put in front of every topic's name.")
                .number("topics.partitions", 6, 1, 10_000, "Partitions of a topic that is created.")
                .number(
                        "topics.replication.factor",
                        -1,
                        -1,
                        32,
                        "Replicas of a topic that is created; -1 for the broker's default.")
                .key(
                        "topics.sinks",
                        Type.LIST,
                        "by-province,by-unit,by-agency,current",
                        Allowed.sinks(),
                        "Topics of tagged articles that are written beside `tagged`; empty for none. One that is switched on later is"
                                + " filled by `wiretag topics fill`.")
                .family(
                        "topics.ROLE.*",
                        "Of a topic: `partitions`, `replication.factor`, or a setting of Kafka's. ROLE: "
                                + String.join(", ", ROLES) + ".");
        new Group("Processor")
                .text(
                        "streams.application.id",
                        new Described("the prefix of the topics and `wiretag`"),
                        "what names of topics may hold",
                        "Name of the processor's group, prefix of its internal topics.")
                .text(
                        "streams.state.dir",
                        new Described("`.wiretag/state` in the home directory"),
                        "a directory",
                        "Where the processor keeps its state.")
                .family(
                        "streams.*",
                        "Any property of Kafka Streams, for the processor alone: `streams.num.stream.threads`. The guarantee is"
                                + " `exactly_once_v2` and no other.")
                .duration("processor.retention", "P30D", "How long an article is remembered after its last version.")
                .duration("processor.close.timeout", "PT30S", "How long the processor may take to stop.")
                .duration(
                        "processor.stall.limit",
                        "PT10M",
                        "How long articles may wait in a partition that does not move, before `/health/live` fails. Outages of"
                                + " the registry and the brokers do not count.");
        new Group("Intake over HTTP")
                .text("intake.host", LOOPBACK, HOST, "Where `wiretag intake` listens; other machines need keys.")
                .number("intake.port", 8080, 0, Allowed.HIGHEST_PORT, "Its port; 0 for any free one.")
                .text(
                        "intake.keys.file",
                        null,
                        "a file",
                        "Keys of those who may publish; `wiretag intake key` makes them.")
                .key(
                        "intake.keys.required",
                        Type.STRING,
                        "true",
                        Allowed.trueOrFalse(),
                        "`false`: everybody on this machine may publish, and it listens on loopback only.")
                .number("intake.max.body.bytes", LARGEST_BODY, 1024, LARGEST_BODY, "Largest body of a request.")
                .number(
                        "intake.max.in.flight.bytes",
                        4 * LARGEST_BODY,
                        1024,
                        Integer.MAX_VALUE,
                        "Bytes of all bodies at one time; at least those of one.")
                .number("intake.requests.per.second", 50, 1, 1_000_000, "What one key may send in the long run.")
                .number("intake.requests.burst", 200, 1, 1_000_000, "What one key may send at once.");
        new Group("Delivery over HTTP")
                .text("delivery.host", LOOPBACK, HOST, "Where `wiretag deliver` listens; other machines need keys.")
                .number(
                        "delivery.port",
                        Config.Delivery.USUAL_PORT,
                        0,
                        Allowed.HIGHEST_PORT,
                        "Its port; 0 for any free one.")
                .text(
                        "delivery.keys.file",
                        null,
                        "a file",
                        "Keys of those who may read, and what each may see; `wiretag deliver key` makes them.")
                .key(
                        "delivery.keys.required",
                        Type.STRING,
                        "true",
                        Allowed.trueOrFalse(),
                        "`false`: everybody on this machine may read all, and it listens on loopback only.")
                .number("delivery.connections", 2_000, 8, 100_000, "Open connections at one time.")
                .number(
                        "delivery.connections.per.key",
                        50,
                        1,
                        100_000,
                        "Of one key, where its line in the file of keys says nothing else.")
                .number(
                        "delivery.bytes.per.second",
                        16 * 1024 * 1024,
                        1024,
                        Integer.MAX_VALUE,
                        "To one key in the long run, where its line in the file of keys says nothing else.")
                .key(
                        "delivery.cors.origins",
                        Type.LIST,
                        "",
                        Allowed.origins(),
                        "Pages of these origins may read in a browser; `*` for all.");
        new Group("Webhooks")
                .text(
                        "webhooks.key.file",
                        null,
                        "a file that its owner, and at most its group, may read",
                        "Seals the secrets of subscriptions; `wiretag subscription key` makes it. `wiretag deliver` sends webhooks"
                                + " where it is set.")
                .key(
                        "webhooks.allowed.networks",
                        Type.LIST,
                        "",
                        Allowed.any("networks like 10.1.0.0/16 or fd00::/8, divided by commas"),
                        "Beside public addresses, endpoints may be in these, also by http without TLS.")
                .duration(
                        "webhooks.timeout",
                        "PT10S",
                        "How long an endpoint may take for its answer, to the last byte of it.");
        new Group("Operations")
                .text("ops.host", LOOPBACK, HOST, "Where dashboard, metrics and health are; other machines need keys.")
                .key(
                        "ops.port",
                        Type.INT,
                        new Described(Config.Ops.USUAL_PORT + " of `serve` and `demo`; `process` then has none"),
                        Allowed.number(0, Allowed.HIGHEST_PORT),
                        "Its port; 0 for any free one.")
                .text(
                        "ops.keys.file",
                        null,
                        "a file",
                        "Keys of those who look from other machines, of those who replay, and, with `role=editor`, of those who correct tags;"
                                + " `wiretag serve key` makes them.")
                .duration("ops.window", "PT1H", "How far back the dashboard shows stories.")
                .duration(
                        "ops.kill.late",
                        "PT1M",
                        "How long a subscriber may have a kill open, neither passed nor acted on, before that is an alarm.")
                .key(
                        "ops.subscribers",
                        Type.LIST,
                        "",
                        Allowed.subscribers(READ),
                        "Groups that are expected to read, and the roles of the topics they read. `;every=5m` behind one: it commits"
                                + " that often, and alarms wait for three times as long, from the first look on.")
                .key(
                        "ops.ignored.groups",
                        Type.LIST,
                        "console-consumer-*",
                        Allowed.groupPatterns(),
                        "Groups that are not watched; empty for none. Those of `ops.subscribers` and the processor's are watched"
                                + " all the same: `*` leaves only these.");
        new Group("Gazetteer")
                .key(
                        "gazetteer.file",
                        Type.LIST,
                        "",
                        Allowed.any("files, divided by commas"),
                        "They extend and change the built-in gazetteer, in their order, while nothing is in force on the cluster"
                                + " (`wiretag gazetteer apply`).")
                .key(
                        "gazetteer.required",
                        Type.STRING,
                        "false",
                        Allowed.trueOrFalse(),
                        "`true`: a processor is not ready while it cannot tag by the version that was applied to the cluster, and waits at its start while it cannot read which that is.")
                .text(
                        "corrections.key.file",
                        null,
                        "a file that its owner, and at most its group, may read",
                        "Seals corrections of tags; `wiretag corrections key` makes it. A processor that has it takes none without the"
                                + " seal; without it whoever may publish may correct, in any name.")
                .key(
                        "tagging.bodies",
                        Type.STRING,
                        "true",
                        Allowed.trueOrFalse(),
                        "`false`: articles get no tags for public bodies, and these no keys in `by-agency`.");
    }

    private ConfigKeys() {}

    static boolean isKnown(String key) {
        return FIXED.names().contains(key) || FAMILIES.stream().anyMatch(family -> family.has(key));
    }

    /**
     * Keys of which the beginning is ours. What follows is a name of somebody else's, who checks the value.
     *
     * @param name the beginning and {@code *}; ROLE in it stands for any role of a topic
     */
    record Family(String group, String name, String documentation) {
        boolean has(String key) {
            return ROLES.stream()
                    .map(role -> name.replace("ROLE", role).replace("*", ""))
                    .anyMatch(beginning -> key.startsWith(beginning) && key.length() > beginning.length());
        }
    }

    /** Stands for a default that is no value, or depends on other things. */
    private record Described(String words) {}

    private record Group(String title) {
        Group text(String name, Object defaultValue, String allowed, String documentation) {
            return key(name, Type.STRING, defaultValue, Allowed.any(allowed), documentation);
        }

        Group number(String name, int defaultValue, int min, int max, String documentation) {
            return key(name, Type.INT, defaultValue, Allowed.number(min, max), documentation);
        }

        Group duration(String name, String defaultValue, String documentation) {
            return key(name, Type.STRING, defaultValue, Allowed.durations(), documentation);
        }

        Group key(String name, Type type, Object defaultValue, Validator allowed, String documentation) {
            String described = defaultValue instanceof Described other ? other.words() : null;
            FIXED.define(
                    name,
                    type,
                    described == null ? defaultValue : null,
                    allowed,
                    Importance.MEDIUM,
                    documentation,
                    title,
                    FIXED.names().size(),
                    Width.MEDIUM,
                    name,
                    List.of(),
                    null,
                    described);
            return this;
        }

        Group family(String name, String documentation) {
            FAMILIES.add(new Family(title, name, documentation));
            return this;
        }
    }
}
