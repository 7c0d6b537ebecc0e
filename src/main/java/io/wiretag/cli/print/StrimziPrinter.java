package io.wiretag.cli.print;

import io.wiretag.topics.Rights;
import io.wiretag.topics.Topic;
import io.wiretag.topics.Topics;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** Topics and users as resources of Strimzi, whose operators then make them. */
public final class StrimziPrinter {
    private static final String API = "kafka.strimzi.io/v1";

    /** What YAML reads as a text without quotation marks. */
    private static final Pattern PLAIN =
            Pattern.compile("(?!(?i:true|false|null|yes|no|on|off|y|n)$)[A-Za-z][A-Za-z0-9._/-]*");

    private final PrintStream out;
    private final String cluster;
    private boolean started;

    /** @param cluster name of the resource {@code Kafka} */
    public StrimziPrinter(PrintStream out, String cluster) {
        this.out = out;
        this.cluster = cluster;
    }

    /** A KafkaTopic for each. */
    public void printTopics(Topics topics) {
        for (Topic<?> topic : topics.made()) {
            Map<String, Object> spec = new LinkedHashMap<>();
            spec.put("topicName", topic.name());
            spec.put("partitions", topic.partitions());
            // else the brokers' default
            if (topic.replicationFactor() > 0) {
                spec.put("replicas", (int) topic.replicationFactor());
            }
            spec.put("config", typed(topic.configs()));
            print("KafkaTopic", topic.name(), spec);
        }
    }

    /**
     * A KafkaUser for each.
     *
     * @param authentication type of Strimzi's: {@code scram-sha-512} or {@code tls}
     */
    public void printUsers(Rights rights, String authentication) {
        for (Rights.User user : Rights.User.values()) {
            Map<String, Object> spec = new LinkedHashMap<>();
            spec.put("authentication", Map.of("type", authentication));
            Map<String, Object> authorization = new LinkedHashMap<>();
            authorization.put("type", "simple");
            authorization.put(
                    "acls", rights.of(user).stream().map(StrimziPrinter::acl).toList());
            spec.put("authorization", authorization);
            String name = user.name().toLowerCase(Locale.ROOT);
            print("KafkaUser", rights.prefix() + "wiretag-" + name, spec);
        }
    }

    private static Map<String, Object> acl(Rights.Right right) {
        ResourcePattern pattern = right.resource();
        Map<String, Object> resource = new LinkedHashMap<>();
        resource.put("type", lowerFirst(camelCase(pattern.resourceType())));
        // there is one cluster, and it has no name
        if (pattern.resourceType() != ResourceType.CLUSTER) {
            resource.put("name", pattern.name());
            resource.put("patternType", pattern.patternType() == PatternType.PREFIXED ? "prefix" : "literal");
        }
        Map<String, Object> acl = new LinkedHashMap<>();
        acl.put("resource", resource);
        acl.put("operations", operations(right.operations()));
        return acl;
    }

    private static List<String> operations(Set<AclOperation> operations) {
        return operations.stream().map(StrimziPrinter::camelCase).toList();
    }

    /** {@code DESCRIBE_CONFIGS} as {@code DescribeConfigs}. */
    private static String camelCase(Enum<?> constant) {
        return Arrays.stream(constant.name().split("_"))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }

    private static String lowerFirst(String name) {
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }

    /** Numbers and truth values as such. */
    private static Map<String, Object> typed(Map<String, String> configs) {
        Map<String, Object> typed = new LinkedHashMap<>();
        configs.forEach((key, value) -> typed.put(
                key,
                value.matches("-?\\d{1,18}")
                        ? (Object) Long.valueOf(value)
                        : value.matches("true|false") ? (Object) Boolean.valueOf(value) : value));
        return typed;
    }

    private void print(String kind, String name, Map<String, Object> spec) {
        if (started) {
            out.println("---");
        }
        started = true;
        Map<String, Object> labels = new LinkedHashMap<>();
        labels.put("strimzi.io/cluster", cluster);
        labels.put("app.kubernetes.io/part-of", "wiretag");
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("name", resourceName(name));
        metadata.put("labels", labels);
        Map<String, Object> resource = new LinkedHashMap<>();
        resource.put("apiVersion", API);
        resource.put("kind", kind);
        resource.put("metadata", metadata);
        resource.put("spec", spec);
        resource.forEach((key, value) -> print("", key, value));
    }

    /** As Kubernetes wants it: small letters, digits, hyphens between them, and full stops between such words. */
    static String resourceName(String name) {
        return name.toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9.]", "-")
                .replaceAll("-*\\.[-.]*", ".")
                .replaceAll("^[-.]+|[-.]+$", "");
    }

    /** @param lead of the first line: white space, or with the hyphen of an item */
    private void print(String lead, String key, Object value) {
        String deeper = " ".repeat(lead.length() + 2);
        if (value instanceof Map<?, ?> map) {
            out.println(lead + key + ":");
            map.forEach((name, each) -> print(deeper, name.toString(), each));
        } else if (value instanceof List<?> list && list.stream().allMatch(Map.class::isInstance)) {
            out.println(lead + key + ":");
            list.forEach(each -> printItem(deeper, (Map<?, ?>) each));
        } else {
            // an array of JSON, and a text that JSON would write, are YAML as well
            out.println(lead + key + ": " + scalar(value));
        }
    }

    private void printItem(String indent, Map<?, ?> item) {
        String lead = indent + "- ";
        for (Map.Entry<?, ?> each : item.entrySet()) {
            print(lead, each.getKey().toString(), each.getValue());
            lead = indent + "  ";
        }
    }

    private static String scalar(Object value) {
        if (value instanceof String text && PLAIN.matcher(text).matches()) {
            return text;
        }
        return Json.line(Json.of(value));
    }
}
