package io.wiretag;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.config.Config;
import io.wiretag.testing.InstallationSettings;
import io.wiretag.topics.Rights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.utils.internals.SecurityUtils;
import org.junit.jupiter.api.Test;

/** The users of Kubernetes have the rights of those in docker-compose.secure.yml, which are tried on brokers. */
class RightsTest {
    private static final Path SCRIPT = Path.of("ops", "secure", "grant-rights");
    private static final Map<String, String> RESOURCES = Map.of(
            "--topic", "Topic",
            "--group", "Group",
            "--transactional-id", "TransactionalId",
            "--cluster", "Cluster");

    @Test
    void theScriptAndTheTableAllowTheSame() throws IOException {
        assertThat(ofTheScript()).containsExactlyElementsOf(ofTheTable());
    }

    @Test
    void namesBeginAsTheInstallationSays() {
        Config config =
                InstallationSettings.of(Map.of("topics.prefix", "hanoi.")).config();
        try (Wiretag wiretag = new Wiretag(config)) {
            Rights rights = new Rights(wiretag.topics(), "hanoi.", config.applicationId());

            assertThat(Arrays.stream(Rights.User.values())
                            .filter(user -> user != Rights.User.OPS)
                            .flatMap(user -> rights.of(user).stream())
                            .map(right -> right.resource().name())
                            .filter(name -> !Set.of("*", "kafka-cluster").contains(name)))
                    .isNotEmpty()
                    .allMatch(name -> name.startsWith("hanoi."));
        }
    }

    private static Set<String> ofTheTable() {
        Config config = InstallationSettings.of(Map.of()).config();
        Set<String> rights = new TreeSet<>();
        try (Wiretag wiretag = new Wiretag(config)) {
            Rights table = new Rights(wiretag.topics(), "", config.applicationId());
            for (Rights.User user : Rights.User.values()) {
                for (Rights.Right right : table.of(user)) {
                    right.operations()
                            .forEach(operation -> rights.add(line(
                                    user.name().toLowerCase(Locale.ROOT),
                                    SecurityUtils.operationName(operation),
                                    SecurityUtils.resourceTypeName(
                                            right.resource().resourceType()),
                                    right.resource().patternType().name().toLowerCase(Locale.ROOT),
                                    right.resource().name())));
                }
            }
        }
        return rights;
    }

    private static Set<String> ofTheScript() throws IOException {
        Set<String> rights = new TreeSet<>();
        for (String line : Files.readString(SCRIPT).replace("\\\n", " ").split("\n")) {
            // that of the registry is no user of ours
            if (line.startsWith("allow --") && !line.contains("User:registry")) {
                rights.addAll(ofTheLine(List.of(line.replace("'", "").split("\\s+"))));
            }
        }
        return rights;
    }

    private static List<String> ofTheLine(List<String> words) {
        List<String> users = new ArrayList<>();
        List<String> operations = new ArrayList<>();
        List<String> resources = new ArrayList<>();
        String pattern = "literal";
        Iterator<String> word = words.listIterator(1);
        while (word.hasNext()) {
            String option = word.next();
            switch (option) {
                case "--allow-principal" -> users.add(word.next().substring("User:".length()));
                case "--operation" -> operations.add(word.next());
                case "--resource-pattern-type" -> pattern = word.next();
                case "--cluster" -> resources.add("Cluster kafka-cluster");
                default -> resources.add(RESOURCES.get(option) + " " + word.next());
            }
        }
        List<String> rights = new ArrayList<>();
        for (String user : users) {
            for (String operation : operations) {
                for (String resource : resources) {
                    String[] parts = resource.split(" ");
                    rights.add(line(user, operation, parts[0], pattern, parts[1]));
                }
            }
        }
        return rights;
    }

    private static String line(String user, String operation, String type, String pattern, String name) {
        return String.join(" ", user, operation, type, pattern, name);
    }
}
