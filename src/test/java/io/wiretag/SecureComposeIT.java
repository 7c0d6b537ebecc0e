package io.wiretag;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.Compose.Ended;
import io.wiretag.testing.Needs;
import io.wiretag.testing.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** docker-compose.secure.yml as docs/deploying.md tells it: who may does, who may not is told so. One cluster for all stories. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("full")
@Needs({Tool.DOCKER, Tool.COMPOSE, Tool.OPENSSL})
class SecureComposeIT {
    private static final int REFUSED = 3;

    @TempDir
    static Path folder;

    private static Path secrets;
    private static Compose compose;

    @BeforeAll
    static void up() throws Exception {
        secrets = folder.resolve("secrets");
        compose = new Compose(
                folder,
                List.of("docker-compose.yml", "docker-compose.secure.yml"),
                Map.of("KAFKA_SECRETS", secrets.toString()));
        compose.succeed("ops/secure/make-secrets", secrets.toString());
        // without Prometheus and the second processor, which come to Kafka by the same way or not at all
        compose.run("up", "-d", "--build", "processor-1", "dashboard", "deliver");
    }

    @AfterAll
    static void down() throws Exception {
        if (compose != null) {
            compose.down();
        }
    }

    @Test
    @Order(1)
    void eachRoleDoesItsWorkWithItsRights() throws Exception {
        // three that start have work for more than this machine
        isReady("dashboard", 8090);
        isReady("deliver", 8070);
        assertThat(compose.run("run", "--rm", "samples")).contains("18 published to articles.published, 0 failed");

        assertThat(done(as("subscriber", "tail", "--from-beginning", "--max", "17")))
                .contains("Top Vietnamese, Chinese leaders hold phone talks");
        assertThat(done(as(
                        "subscriber",
                        "tail",
                        "--from-beginning",
                        "--max",
                        "1",
                        "--province",
                        "VN-HN",
                        "--group",
                        "subscriber-it")))
                .contains("Hà Nội");
        assertThat(done(as("ops", "lag", "--group", "wiretag"))).contains("published");
        assertThat(done(as("admin", "topics", "check"))).contains("as the processor needs them");
        assertThat(done(as("admin", "topics", "create"))).contains("exists");
        assertThat(done(as("dashboard", "rejected", "list"))).contains("no rejected record");
    }

    private static void isReady(String service, int port) throws Exception {
        compose.run(
                "exec",
                "-T",
                service,
                "curl",
                "-sf",
                "--retry",
                "60",
                "--retry-delay",
                "1",
                "--retry-all-errors",
                "http://127.0.0.1:" + port + "/health/ready");
    }

    @Test
    @Order(2)
    void whoLacksARightIsToldWhich() throws Exception {
        refused(as("publisher", "tail", "--max", "1"), "articles.tagged", "lacks the right");
        refused(as("ops", "tail", "--from-beginning", "--max", "1"), "lacks the right READ on topic articles.tagged");
        refused(
                as("subscriber", "tail", "--max", "1", "--group", "of-another"),
                "lacks the right READ on group of-another");
        refused(as("subscriber", "publish", "--samples"), "articles.published", "lacks the right");
        refused(as("dashboard", "publish", "--samples"), "lacks the right WRITE");
        refused(as("ops", "topics", "create"), "could not create topic articles.published", "lacks the right");
    }

    @Test
    @Order(3)
    void whoIsNotLetInIsToldWhatToCheck() throws Exception {
        refused(
                as(changed("wrong", "password=\"[^\"]*\"", "password=\"wrong\""), "tail"),
                "the brokers refuse this user",
                "kafka.sasl.jaas.config");
        refused(
                as(changed("untrusting", "(?m)^kafka.ssl.truststore.*$", ""), "lag"),
                "no TLS connection",
                "kafka.ssl.truststore.*");
        refused(
                as(changed("plain", "(?m)^kafka.(ssl|sasl|security).*$", ""), "topics", "check"),
                "no answer within",
                "set kafka.security.protocol");
    }

    /** The last: by then everything has been said. */
    @Test
    @Order(4)
    void noSecretIsToldInALogOrStandsInTheEnvironment() throws Exception {
        List<String> told = new ArrayList<>(List.of(compose.run("logs", "--no-color")));
        for (String container : compose.containers()) {
            told.add(compose.succeed("docker", "inspect", container));
        }

        assertThat(told).hasSizeGreaterThan(8);
        for (String secret : secrets()) {
            assertThat(told).noneMatch(text -> text.contains(secret));
        }
    }

    /** Every password, and of every private key a line. */
    private static Set<String> secrets() throws Exception {
        Pattern secret = Pattern.compile("password=\"?(\\w{20,})|BEGIN PRIVATE KEY-+\\\\n([^\\\\]+)");
        Set<String> found = new HashSet<>();
        try (Stream<Path> files = Files.walk(secrets)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                secret.matcher(Files.readString(file))
                        .results()
                        .forEach(each -> found.add(each.group(1) == null ? each.group(2) : each.group(1)));
            }
        }
        assertThat(found).as("nine users, three brokers, and the setup").hasSize(9 + 3 + 1);
        return found;
    }

    /** The command as a user on this machine types it. */
    private static Ended as(String role, String... command) throws Exception {
        Stream<String> options =
                Stream.of("-c", secrets.resolve(role + ".properties").toString());
        return compose.end(Stream.of(Stream.of("./wiretag"), Stream.of(command), options)
                .flatMap(words -> words)
                .toArray(String[]::new));
    }

    /** A role that is the subscriber but for one thing. */
    private static String changed(String role, String pattern, String replacement) throws Exception {
        String properties = Files.readString(secrets.resolve("subscriber.properties"));
        Files.writeString(secrets.resolve(role + ".properties"), properties.replaceAll(pattern, replacement));
        return role;
    }

    private static String done(Ended command) {
        assertThat(command.code()).as(command.said()).isZero();
        return command.said();
    }

    private static void refused(Ended command, String... words) {
        assertThat(command.code()).as(command.said()).isEqualTo(REFUSED);
        assertThat(command.said()).contains(words);
    }
}
