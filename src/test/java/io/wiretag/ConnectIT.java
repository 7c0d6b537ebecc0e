package io.wiretag;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.wiretag.processor.StreamsRunner;
import io.wiretag.schema.Article;
import io.wiretag.schema.PubStatus;
import io.wiretag.testing.Needs;
import io.wiretag.testing.Tool;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table that Kafka Connect keeps by the configuration in ops/connect holds what may be shown now. */
@Tag("full")
@Needs(Tool.MAVEN)
class ConnectIT {
    private static final Path OPS = Path.of("ops/connect").toAbsolutePath();
    private static final Path BUILD = Path.of(System.getProperty("wiretag.build.dir", "target"));
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final boolean OFFLINE = "offline=true".equals(System.getProperty("wiretag.maven.offline"));
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String SELECT = "SELECT uri, version || ' ' || provinces || ' ' || agencies FROM articles"
            + " WHERE headline = 'Flood in Quảng Nam recedes' AND body LIKE 'HÀ NỘI — %'"
            + " AND version_created = '2026-08-03 07:00:00' AND version_created <= tagged_at";

    @TempDir
    Path folder;

    @Test
    void theTableHoldsWhatMayBeShownAndAKilledArticleDisappears() throws Exception {
        gather();
        try (OwnInstallation own = new OwnInstallation("connect", folder.resolve("state"), Map.of());
                StreamsRunner processor = own.wiretag().processor();
                EmbeddedPostgres database =
                        EmbeddedPostgres.builder().setPGStartupWait(LIMIT).start()) {
            processor.start(OwnInstallation.LIMIT);
            makeTable(database);
            // what compaction leaves of an article that is gone
            takeDown(own, "gone");
            own.publish(List.of(
                    article("stays", "1"),
                    article("goes", "1"),
                    article("changes", "1"),
                    article("early", "1"),
                    killed("early"),
                    article("returns", "1"),
                    withheld("returns"),
                    article("returns", "3")));
            Process connect = connect(own, database);
            try {
                await(
                        "what may be shown",
                        LIMIT,
                        () -> table(database)
                                .keySet()
                                .equals(Set.of(uri("stays"), uri("goes"), uri("changes"), uri("returns"))));

                own.publish(List.of(corrected("changes"), killed("goes")));
                await(
                        "what became of them",
                        () -> table(database)
                                .equals(Map.of(
                                        uri("stays"),
                                        "1 [\"VN-27\",\"VN-HN\"] [\"VNS\"]",
                                        uri("changes"),
                                        "2 [\"VN-27\",\"VN-28\",\"VN-HN\"] [\"VNS\"]",
                                        uri("returns"),
                                        "3 [\"VN-27\",\"VN-HN\"] [\"VNS\"]")));
                await(
                        "the file to tell it",
                        () -> Files.readAllLines(folder.resolve("articles.txt")).contains("null"));
            } finally {
                connect.destroyForcibly().waitFor();
            }
        }
    }

    /** As the guide says; the jar of ours with its libraries is a plug-in like the connectors. */
    private void gather() throws Exception {
        for (String profile : List.of("worker", "file", "jdbc")) {
            Path to = folder.resolve(profile.equals("worker") ? profile : "plugins/" + profile);
            List<String> command = new ArrayList<>(List.of("mvn", "-B", "-ntp", "-q", "-f", OPS.toString()));
            command.addAll(List.of("-P" + profile, "dependency:copy-dependencies", "-DoutputDirectory=" + to));
            if (OFFLINE) {
                command.add("-o");
            }
            int code = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log("maven"))
                    .start()
                    .waitFor();
            assumeThat(OFFLINE && code != 0)
                    .as("Maven may not fetch Kafka Connect")
                    .isFalse();
            assertThat(code)
                    .as("of mvn -P%s; %s tells why", profile, BUILD.resolve("connect-it-maven.log"))
                    .isZero();
        }
        Path ours = Files.createDirectories(folder.resolve("plugins/wiretag"));
        copy(BUILD.resolve("wiretag.jar"), ours);
        try (Stream<Path> libraries = Files.list(BUILD.resolve("lib"))) {
            for (Path library : libraries.toList()) {
                copy(library, ours);
            }
        }
    }

    private static void copy(Path jar, Path plugin) throws IOException {
        Files.copy(jar, plugin.resolve(jar.getFileName()));
    }

    private Process connect(OwnInstallation own, EmbeddedPostgres database) throws IOException {
        String topic = "topics=" + own.wiretag().topics().current().name();
        Path secrets = Files.writeString(folder.resolve("secrets.properties"), "password=postgres\n");
        String jdbc = Files.readString(OPS.resolve("articles-jdbc.properties"))
                .replace("/etc/connect/secrets.properties", secrets.toString());
        List<String> command = new ArrayList<>(List.of(
                JAVA,
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                folder.resolve("worker") + "/*",
                "org.apache.kafka.connect.cli.ConnectStandalone"));
        command.add(settings(
                "worker.properties",
                Files.readString(OPS.resolve("worker.properties")),
                "bootstrap.servers=" + own.settings().get("kafka.bootstrap.servers"),
                "value.converter.registry.url=" + own.settings().get("registry.url"),
                "listeners=http://127.0.0.1:0",
                "plugin.path=" + folder.resolve("plugins"),
                "offset.flush.interval.ms=1000",
                "offset.storage.file.filename=" + folder.resolve("offsets")));
        command.add(settings(
                "articles-file.properties",
                Files.readString(OPS.resolve("articles-file.properties")),
                topic,
                "file=" + folder.resolve("articles.txt")));
        command.add(settings(
                "articles-jdbc.properties",
                jdbc,
                topic,
                "connection.url=jdbc:postgresql://127.0.0.1:" + database.getPort() + "/postgres",
                "connection.username=postgres"));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log("connect"))
                .start();
    }

    private ProcessBuilder.Redirect log(String name) {
        return ProcessBuilder.Redirect.to(
                BUILD.resolve("connect-it-" + name + ".log").toFile());
    }

    /** What is ours, and what differs here: the last of two that are alike counts. */
    private String settings(String name, String ours, String... here) throws IOException {
        Path file = Files.writeString(folder.resolve(name), ours, StandardOpenOption.CREATE_NEW);
        Files.write(file, List.of(here), StandardOpenOption.APPEND);
        return file.toString();
    }

    private static void makeTable(EmbeddedPostgres database) throws IOException, SQLException {
        try (Connection connection = database.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(Files.readString(OPS.resolve("articles.sql")));
        }
    }

    /** Rows by uri. */
    private static Map<String, String> table(EmbeddedPostgres database) throws SQLException {
        Map<String, String> rows = new TreeMap<>();
        try (Connection connection = database.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(SELECT)) {
            while (found.next()) {
                rows.put(found.getString(1), found.getString(2));
            }
        }
        return rows;
    }

    private static void takeDown(OwnInstallation own, String name) throws Exception {
        try (Producer<String, String> producer =
                new KafkaProducer<>(own.clients(), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(own.wiretag().topics().current().name(), uri(name), null))
                    .get(30, TimeUnit.SECONDS);
        }
    }

    private static String uri(String name) {
        return "urn:connect:" + name;
    }

    private static Article article(String name, String version) {
        return Article.newBuilder(Articles.flood(version))
                .setUri(uri(name))
                // which PostgreSQL takes in no text
                .setHeadline(Articles.flood(version).getHeadline() + "\0")
                .setVersionCreated(Instant.parse("2026-08-03T07:00:00Z"))
                .build();
    }

    private static Article corrected(String name) {
        return Article.newBuilder(article(name, "2"))
                .setBody(Articles.floodRevised("2").getBody())
                .build();
    }

    private static Article withheld(String name) {
        return Article.newBuilder(article(name, "2"))
                .setPubStatus(PubStatus.withheld)
                .build();
    }

    private static Article killed(String name) {
        return Article.newBuilder(article(name, "2"))
                .setPubStatus(PubStatus.canceled)
                .build();
    }
}
