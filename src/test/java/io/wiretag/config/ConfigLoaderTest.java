package io.wiretag.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wiretag.testing.Needs;
import io.wiretag.testing.Pipes;
import io.wiretag.testing.Tool;
import io.wiretag.topics.Topic;
import io.wiretag.topics.Topics;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.storage.internals.log.LogConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigLoaderTest {
    @TempDir
    Path folder;

    @Test
    void defaultsAreTheseAndNoOthers() {
        Config config = load(Map.of(), Map.of());

        assertThat(config.kafka()).containsExactlyEntriesOf(Map.of("bootstrap.servers", "localhost:9092"));
        assertThat(config.streams())
                .containsOnlyKeys("application.id", "state.dir")
                .containsEntry("application.id", "wiretag");
        assertThat(config.serdes().registryUrl()).isEqualTo(URI.create("http://localhost:8081"));
        assertThat(config.serdes().serializer()).isEmpty();
        assertThat(config.serdes().deserializer()).isEmpty();
        assertThat(config.serdes().properties()).isEmpty();
        assertThat(config.topics())
                .isEqualTo(new Config.TopicSettings(
                        "", 6, (short) -1, Map.of(), Set.of("by-province", "by-unit", "by-agency", "current")));
        assertThat(config.retention()).isEqualTo(Duration.ofDays(30));
        assertThat(config.closeTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.stallLimit()).isEqualTo(Duration.ofMinutes(10));
        assertThat(config.intake())
                .isEqualTo(new Config.Intake("127.0.0.1", 8080, Optional.empty(), true, 16 << 20, 64 << 20, 50, 200));
        assertThat(config.ops())
                .isEqualTo(new Config.Ops(
                        "127.0.0.1",
                        OptionalInt.empty(),
                        Optional.empty(),
                        Duration.ofHours(1),
                        Duration.ofMinutes(1)));
        assertThat(config.subscribers()).isEmpty();
        assertThat(config.ignoredGroups()).containsExactly("console-consumer-*");
        assertThat(config.gazetteerFiles()).isEmpty();
    }

    /** Topics stand above the configuration, which cannot ask them. */
    @Test
    void theRolesThatKeysMayNameAreThoseOfTheTopics() {
        assertThat(Topics.of("", 1, (short) 1, Map.of()).made())
                .extracting(Topic::role)
                .isEqualTo(ConfigKeys.ROLES);
    }

    @Test
    void everyKeyReachesItsField() {
        Config config = load(
                Map.of(),
                Map.ofEntries(
                        Map.entry("kafka.security.protocol", "SSL"),
                        Map.entry("streams.num.stream.threads", "4"),
                        Map.entry("registry.url", "https://registry.example:8443/x"),
                        Map.entry("value.serializer", "a.Writer"),
                        Map.entry("value.deserializer", "a.Reader"),
                        Map.entry("serde.basic.auth", "who"),
                        Map.entry("topics.prefix", "prod."),
                        Map.entry("topics.partitions", "12"),
                        Map.entry("topics.replication.factor", "3"),
                        Map.entry("topics.by-province.retention.ms", "1000"),
                        Map.entry("processor.retention", "P7D"),
                        Map.entry("processor.close.timeout", "PT5S"),
                        Map.entry("processor.stall.limit", "PT3M"),
                        Map.entry("intake.host", "10.0.0.5"),
                        Map.entry("intake.port", "0"),
                        Map.entry("intake.keys.file", "keys.txt"),
                        Map.entry("intake.keys.required", "false"),
                        Map.entry("intake.max.body.bytes", "2048"),
                        Map.entry("intake.max.in.flight.bytes", "4096"),
                        Map.entry("intake.requests.per.second", "7"),
                        Map.entry("intake.requests.burst", "9"),
                        Map.entry("ops.host", "10.0.0.6"),
                        Map.entry("ops.port", "0"),
                        Map.entry("ops.keys.file", "ops-keys.txt"),
                        Map.entry("ops.window", "PT2H"),
                        Map.entry("ops.kill.late", "PT90S"),
                        Map.entry(
                                "ops.subscribers",
                                "front-page=by-province;every=5m, by-agency, archive=tagged,archive=rejected"),
                        Map.entry("ops.ignored.groups", "console-consumer-*, *-test,try.me"),
                        Map.entry("gazetteer.file", "names.txt, desk/overrides.txt")));

        assertThat(config.kafka()).containsEntry("security.protocol", "SSL");
        assertThat(config.streams()).containsEntry("num.stream.threads", "4");
        assertThat(config.serdes())
                .isEqualTo(new Config.Serdes(
                        URI.create("https://registry.example:8443/x"),
                        Optional.of("a.Writer"),
                        Optional.of("a.Reader"),
                        Map.of("basic.auth", "who")));
        assertThat(config.topics())
                .isEqualTo(new Config.TopicSettings(
                        "prod.",
                        12,
                        (short) 3,
                        Map.of("by-province", Map.of("retention.ms", "1000")),
                        Set.of("by-province", "by-unit", "by-agency", "current")));
        assertThat(config.retention()).isEqualTo(Duration.ofDays(7));
        assertThat(config.closeTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.stallLimit()).isEqualTo(Duration.ofMinutes(3));
        assertThat(config.intake())
                .isEqualTo(new Config.Intake("10.0.0.5", 0, Optional.of(Path.of("keys.txt")), false, 2048, 4096, 7, 9));
        assertThat(config.ops())
                .isEqualTo(new Config.Ops(
                        "10.0.0.6",
                        OptionalInt.of(0),
                        Optional.of(Path.of("ops-keys.txt")),
                        Duration.ofHours(2),
                        Duration.ofSeconds(90)));
        assertThat(config.subscribers())
                .isEqualTo(Map.of(
                        "front-page",
                        new Config.Subscriber(Set.of("by-province", "by-agency"), Optional.of(Duration.ofMinutes(5))),
                        "archive",
                        new Config.Subscriber(Set.of("tagged", "rejected"), Optional.empty())));
        assertThat(config.ignoredGroups()).containsExactly("console-consumer-*", "*-test", "try.me");
        assertThat(config.gazetteerFiles()).containsExactly(Path.of("names.txt"), Path.of("desk", "overrides.txt"));
    }

    @Test
    void flagsAreStrongerThanTheEnvironmentAndThatThanTheFile() throws IOException {
        Path file = Files.writeString(
                folder.resolve("w.properties"),
                "topics.prefix=file.\ntopics.partitions=2\nregistry.url=http://file:1\n");

        Config config = ConfigLoader.load(
                Optional.of(file),
                Map.of("WIRETAG_TOPICS_PREFIX", "env.", "WIRETAG_TOPICS_PARTITIONS", "3", "PATH", "/bin"),
                Map.of("topics.prefix", "flag."));

        assertThat(config.topics().prefix()).isEqualTo("flag.");
        assertThat(config.topics().partitions()).isEqualTo(3);
        assertThat(config.serdes().registryUrl()).isEqualTo(URI.create("http://file:1"));
    }

    @Test
    @Needs(Tool.MKFIFO)
    void aFileOfTheGazetteerThatIsConfiguredIsNoPipe() throws Exception {
        Path pipe = Pipes.at(folder.resolve("names.txt"));
        Map<String, String> environment = Map.of("WIRETAG_GAZETTEER_FILE", "missing.txt," + pipe);

        assertThatThrownBy(() -> ConfigLoader.gazetteerFiles(Optional.empty(), environment, Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("WIRETAG_GAZETTEER_FILE in the environment")
                .hasMessageContaining("regular files, which " + pipe + " is not");
        assertThat(ConfigLoader.gazetteerFiles(
                        Optional.empty(), environment, Map.of("gazetteer.file", pipe.toString())))
                .as("named by hand, such as <(...) of a shell")
                .containsExactly(pipe);
    }

    @Test
    void theFilesOfTheGazetteerAreKnownEvenWhereOtherValuesCannotBeUsed() throws IOException {
        Path file =
                Files.writeString(folder.resolve("w.properties"), "topics.partitions=many\ngazetteer.file=file.txt\n");
        Optional<Path> named = Optional.of(file);

        assertThat(ConfigLoader.gazetteerFiles(Optional.empty(), Map.of(), Map.of()))
                .isEmpty();
        assertThat(ConfigLoader.gazetteerFiles(named, Map.of(), Map.of())).containsExactly(Path.of("file.txt"));
        assertThat(ConfigLoader.gazetteerFiles(named, Map.of("WIRETAG_GAZETTEER_FILE", "env.txt"), Map.of()))
                .containsExactly(Path.of("env.txt"));
        assertThat(ConfigLoader.gazetteerFiles(
                        named, Map.of("WIRETAG_GAZETTEER_FILE", "env.txt"), Map.of("gazetteer.file", "a.txt,b.txt")))
                .containsExactly(Path.of("a.txt"), Path.of("b.txt"));
    }

    @ParameterizedTest
    @CsvSource({
        "WIRETAG_REGISTRY_URL, registry.url",
        "WIRETAG_KAFKA_SASL_JAAS_CONFIG, kafka.sasl.jaas.config",
        "WIRETAG_TOPICS_BY__PROVINCE_PARTITIONS, topics.by-province.partitions"
    })
    void anEnvironmentVariableIsItsKeyInCapitals(String variable, String key) {
        assertThat(ConfigLoader.keyOf(variable)).isEqualTo(key);
    }

    @Test
    void anUnknownKeyIsRefusedWithItsOriginAndThoseThatBeginSo() {
        assertThatThrownBy(() -> load(Map.of(), Map.of("registry.ulr", "http://x")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("registry.ulr")
                .hasMessageContaining("the command line")
                .hasMessageContaining("keys that begin so are registry.url;");
        assertThatThrownBy(() -> load(Map.of("WIRETAG_TOPIC_PREFIX", "x"), Map.of()))
                .hasMessageContaining("WIRETAG_TOPIC_PREFIX in the environment")
                .hasMessageContaining("keys begin with corrections., delivery., gazetteer., intake., kafka., ops.,");
        assertThatThrownBy(() -> load(Map.of(), Map.of("topics.by-provinces.partitions", "3")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("topics.ROLE.*, topics.partitions");
    }

    @ParameterizedTest
    @CsvSource({
        "topics.published.partitons, topics.published.partitions",
        "topics.by-province.retention.m, topics.by-province.retention.ms",
        "topics.current.cleanup.polices, topics.current.cleanup.policy",
        "kafka.bootstrap.server, kafka.bootstrap.servers",
        "kafka.security.protocoll, kafka.security.protocol",
        "kafka.ssl.trustore.location, kafka.ssl.truststore.location",
        "kafka.fetch.max.byte, kafka.fetch.max.bytes",
    })
    void aNameThatKafkaDoesNotKnowIsRefusedWithItsOriginAndTheOneThatWasMeant(String key, String meant) {
        assertThatThrownBy(() -> load(Map.of(), Map.of(key, "x")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("unknown key '" + key + "' in the command line")
                .hasMessageContaining(" " + meant);
    }

    @Test
    void namesOfPlugInsAndOfStreamsAreNoSlips() {
        assertThat(load(Map.of(), Map.of("kafka.my.interceptor.url", "x")).kafka())
                .containsEntry("my.interceptor.url", "x");
        assertThat(StreamsConfig.configDef().names())
                .filteredOn(name -> !KafkaNames.OF_CLIENTS.contains(name))
                .allSatisfy(name -> assertThat(KafkaNames.meant(name, KafkaNames.OF_CLIENTS))
                        .as(name)
                        .isEmpty());
    }

    @Test
    void everySettingOfATopicThatABrokerKnowsMayBeGiven() {
        assertThat(KafkaNames.OF_TOPICS)
                .containsAll(LogConfig.nonInternalConfigNames())
                .contains("partitions", "replication.factor");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:1", "a:1,b:2", "a:1 , [::1]:65535", "SSL://broker.example:9093", "my_broker:9092"})
    void brokersAreNamesAndPorts(String brokers) {
        assertThat(load(Map.of(), Map.of("kafka.bootstrap.servers", brokers)).bootstrapServers())
                .isEqualTo(brokers);
    }

    @ParameterizedTest
    @CsvSource({
        "kafka.bootstrap.servers, localhost, HOST:PORT",
        "kafka.bootstrap.servers, '', HOST:PORT",
        "kafka.bootstrap.servers, 'a:1,', HOST:PORT",
        "kafka.bootstrap.servers, :9092, HOST:PORT",
        "kafka.bootstrap.servers, a:0, HOST:PORT",
        "kafka.bootstrap.servers, a:65536, HOST:PORT",
        "kafka.bootstrap.servers, a:99999999999, HOST:PORT",
        "topics.partitions, 0, whole number",
        "topics.partitions, many, whole number",
        "topics.partitions, '', whole number",
        "registry.url, '', http://",
        "ops.port, -1, whole number",
        "topics.replication.factor, 0, not 0",
        "registry.url, registry:8081, http://",
        "processor.close.timeout, 30, PT30S",
        "intake.port, 65536, whole number",
        "intake.keys.required, no, true or false",
        "intake.keys.required, FALSE, true or false",
        "intake.max.body.bytes, 33554432, 16777216",
        "ops.subscribers, front-page, front-page=by-province",
        "ops.subscribers, front-page=province, by-province",
        "ops.subscribers, =tagged, front-page=by-province",
        "ops.subscribers, front-page=tagged;every=soon, archive=tagged;every=5m",
        "ops.subscribers, front-page=tagged;often=5m, archive=tagged;every=5m",
        "ops.subscribers, front-page=tagged;every=0s, archive=tagged;every=5m",
        "ops.ignored.groups, ^console-consumer-.*$, console-consumer-*",
        "ops.ignored.groups, console-consumer-[0-9]*, console-consumer-*",
        "ops.ignored.groups, try-?, console-consumer-*",
        "ops.ignored.groups, try-1 try-2, console-consumer-*"
    })
    void aValueThatCannotBeUsedIsRefusedWithKeyAndValueAndRemedy(String key, String value, String remedy) {
        assertThatThrownBy(() -> load(Map.of(), Map.of(key, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key)
                .hasMessageContaining("'" + value + "'")
                .hasMessageContaining(remedy);
    }

    @Test
    void whatIsEmptyAndNeedNotBeThereIsAsIfItWasNotGiven() {
        List<String> keys = List.of(
                "value.serializer",
                "value.deserializer",
                "topics.prefix",
                "intake.host",
                "intake.keys.file",
                "ops.host",
                "ops.port",
                "ops.keys.file",
                "ops.subscribers",
                "gazetteer.file");

        assertThat(load(Map.of(), keys.stream().collect(Collectors.toMap(key -> key, key -> ""))))
                .isEqualTo(load(Map.of(), Map.of()));
    }

    @Test
    void anEmptyListOfIgnoredGroupsTakesThePlaceOfTheDefault() {
        assertThat(load(Map.of(), Map.of("ops.ignored.groups", "")).ignoredGroups())
                .isEmpty();
    }

    @Test
    void installationsThatAreToldApartByTheirPrefixDoNotShareAGroup() {
        assertThat(load(Map.of(), Map.of("topics.prefix", "prod.")).applicationId())
                .isEqualTo("prod.wiretag");
        assertThat(load(Map.of(), Map.of("topics.prefix", "prod.", "streams.application.id", "x"))
                        .applicationId())
                .isEqualTo("x");
    }

    @Test
    void aPasswordInAnAddressIsNotRepeated() {
        assertThatThrownBy(() -> load(Map.of(), Map.of("registry.url", "ftp://me:canary@host")))
                .isInstanceOf(ConfigException.class)
                .hasMessageNotContaining("canary");
    }

    @Test
    void aFileThatIsNoTextIsToldInOurWords() throws IOException {
        Path binary = Files.write(folder.resolve("w.properties"), new byte[] {'a', '=', (byte) 0xff, '\n'});

        assertThatThrownBy(() -> ConfigLoader.load(Optional.of(binary), Map.of(), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(binary + " cannot be read: it is not UTF-8;");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> ConfigLoader.load(Optional.of(folder.resolve("none")), Map.of(), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("none");
    }

    @Test
    void theTextOfAConfigurationHoldsNoSecret() {
        Config config = load(
                Map.of("WIRETAG_KAFKA_SASL_JAAS_CONFIG", "password=canary"),
                Map.of("serde.basic.auth.user.info", "me:canary", "streams.ssl.key.password", "canary"));

        assertThat(config + " " + config.serdes()).doesNotContain("canary");
    }

    private static Config load(Map<String, String> environment, Map<String, String> flags) {
        return ConfigLoader.load(Optional.empty(), environment, flags);
    }
}
