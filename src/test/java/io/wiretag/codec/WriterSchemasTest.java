package io.wiretag.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.wiretag.codec.UnreadableValueException.Reason;
import io.wiretag.local.SharedLocalStack;
import io.wiretag.schema.Article;
import io.wiretag.schema.PubStatus;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a newsroom says in a schema of its own is read as it was said, or not at all. */
class WriterSchemasTest {
    private static final String TOPIC = "articles-" + UUID.randomUUID();
    private static final String OURS = Article.getClassSchema().toString();
    private static final String TIME = "{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}";

    private final URI registry = SharedLocalStack.stack().registryUrl();

    @ParameterizedTest
    @EnumSource
    void aStatusThatNobodyKnowsIsNeverUsable(Family family) {
        Schema british = schema(OURS.replace("\"canceled\"]", "\"cancelled\",\"draft\"]"));
        byte[] kill = written(family, british, "pubStatus", symbol(british, "pubStatus", "cancelled"));
        byte[] draft = written(family, british, "pubStatus", symbol(british, "pubStatus", "draft"));
        byte[] withheld = written(family, british, "pubStatus", symbol(british, "pubStatus", "withheld"));
        try (ValueSerdes serdes = family.serdes(registry)) {
            assertNotUnderstood(serdes, kill, "pubStatus", "'cancelled'", "usable, withheld, canceled");
            assertThat(read(serdes, withheld).getPubStatus()).isEqualTo(PubStatus.withheld);
            assertNotUnderstood(serdes, draft, "pubStatus", "'draft'");
            assertNotUnderstood(serdes, kill, "'cancelled'");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aReaderOfGenericRecordsIsWatchedLikewise(Family family) {
        Schema british = schema(OURS.replace("\"canceled\"]", "\"cancelled\"]"));
        byte[] kill = written(family, british, "pubStatus", symbol(british, "pubStatus", "cancelled"));
        try (ValueSerdes serdes = family.serdes(registry, family.genericReader)) {
            assertNotUnderstood(serdes, kill, "pubStatus", "'cancelled'");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStatusWithinAUnionIsLookedAt(Family family) {
        Schema optional = schema(OURS.replaceFirst(
                        "(\\{\"type\":\"enum\".*?\\})(,\"doc\":[^}]*),\"default\":\"usable\"\\}", "[\"null\",$1]$2}")
                .replace("\"canceled\"]", "\"cancelled\"]"));
        Schema status = optional.getField("pubStatus").schema().getTypes().get(1);
        byte[] kill = written(family, optional, "pubStatus", new GenericData.EnumSymbol(status, "cancelled"));
        byte[] usable = written(family, optional, "pubStatus", new GenericData.EnumSymbol(status, "usable"));
        try (ValueSerdes serdes = family.serdes(registry)) {
            assertNotUnderstood(serdes, kill, "pubStatus", "'cancelled'");
            assertThat(read(serdes, usable).getPubStatus()).isEqualTo(PubStatus.usable);
        }
    }

    /** Ours is first under the fingerprint by which Apicurio's classes keep readers: it leaves units and aliases out. */
    @ParameterizedTest
    @EnumSource
    void aTimeInAnotherUnitIsNoTimeInOurs(Family family) {
        Schema micros = schema(OURS.replace("timestamp-millis", "timestamp-micros"));
        Schema days = schema(OURS.replace(TIME, "{\"type\":\"int\",\"logicalType\":\"date\"}"));
        Schema seconds = schema(OURS.replace(TIME, "\"int\""));
        Schema bare = schema(OURS.replace(TIME, "\"long\""));
        byte[] ours = written(family, schema(OURS), "embargoedUntil", 1_785_725_400_000L);
        try (ValueSerdes serdes = family.serdes(registry)) {
            assertThat(read(serdes, ours).getEmbargoedUntil()).isNotNull();

            assertNotUnderstood(
                    serdes,
                    written(family, micros, "embargoedUntil", 1_785_725_400_000_000L),
                    "embargoedUntil",
                    "timestamp-micros");
            assertNotUnderstood(serdes, written(family, days, "embargoedUntil", 20_668), "embargoedUntil", "date");
            assertNotUnderstood(
                    serdes, written(family, seconds, "embargoedUntil", 1_785_725_400), "embargoedUntil", "int");
            assertThat(read(serdes, written(family, micros, "urgency", 3)).getUrgency())
                    .as("no time was said")
                    .isEqualTo(3);
            assertThat(read(serdes, written(family, bare, "embargoedUntil", 1_785_725_400_000L)))
                    .isEqualTo(read(serdes, ours));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFieldUnderAnotherNameIsNotPassedOver(Family family) {
        UnaryOperator<String> canceledIn = name -> OURS.replace("\"name\":\"pubStatus\"", name);
        Schema spelled = schema(canceledIn.apply("\"name\":\"pubstatus\""));
        Schema renamed = schema(canceledIn.apply("\"name\":\"status\",\"aliases\":[\"pubStatus\"]"));
        Schema foreign = schema(canceledIn.apply("\"name\":\"mood\""));
        try (ValueSerdes serdes = family.serdes(registry)) {
            assertNotUnderstood(
                    serdes,
                    written(family, spelled, "pubstatus", symbol(spelled, "pubstatus", "canceled")),
                    "pubstatus has to be called pubStatus");
            assertNotUnderstood(
                    serdes,
                    written(family, renamed, "status", symbol(renamed, "status", "canceled")),
                    "status has to be called pubStatus");
            assertThat(read(serdes, written(family, foreign, "mood", symbol(foreign, "mood", "canceled")))
                            .getPubStatus())
                    .as("a field that has nothing to do with ours")
                    .isEqualTo(PubStatus.usable);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatDecidesIsNotPassedOverBesideOurOwnEither(Family family) {
        Schema beside = schema(OURS.replaceFirst(
                "\"fields\":\\[",
                "\"fields\":[{\"name\":\"embargoEndDate\",\"type\":[\"null\",\"string\"],\"default\":null},"));
        try (ValueSerdes serdes = family.serdes(registry)) {
            assertNotUnderstood(
                    serdes,
                    written(family, beside, "embargoEndDate", "2026-08-04"),
                    "embargoEndDate has to be called embargoedUntil");
            assertThat(read(serdes, written(family, beside, "urgency", 3)).getUrgency())
                    .as("nothing was said")
                    .isEqualTo(3);
        }
    }

    @ParameterizedTest
    @EnumSource
    void noOtherWordHoldsUpAKill(Family family) {
        Schema ofNinjs = schema(OURS.replace("\"name\":\"embargoedUntil\"", "\"name\":\"embargoed\""));
        byte[] kill = written(
                family,
                ofNinjs,
                Map.of("embargoed", 1_785_725_400_000L, "pubStatus", symbol(ofNinjs, "pubStatus", "canceled")));
        try (ValueSerdes serdes = family.serdes(registry)) {
            assertThat(read(serdes, kill).getPubStatus()).isEqualTo(PubStatus.canceled);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatDecidesWhetherATextMayBeSeenIsNotPassedOverByAnotherWord(Family family) {
        Schema ofNinjs = schema(OURS.replace("\"name\":\"embargoedUntil\"", "\"name\":\"embargoed\""));
        Schema status = schema(OURS.replace("\"name\":\"pubStatus\"", "\"name\":\"status\""));
        try (ValueSerdes serdes = family.serdes(registry)) {
            assertNotUnderstood(
                    serdes,
                    written(family, ofNinjs, "embargoed", 1_785_725_400_000L),
                    "embargoed has to be called embargoedUntil");
            assertNotUnderstood(
                    serdes,
                    written(family, status, "status", symbol(status, "status", "withheld")),
                    "status has to be called pubStatus");
            assertThat(read(serdes, written(family, ofNinjs, "urgency", 3)).getEmbargoedUntil())
                    .as("no embargo was said")
                    .isNull();
        }
    }

    /** Avro refuses these by itself. */
    @ParameterizedTest
    @EnumSource
    void aValueOfAnotherTypeIsRefused(Family family) {
        Map<Schema, Object> others = Map.of(
                schema(OURS.replaceFirst("\"int\"", "\"int\",\"string\"")),
                "3",
                schema(OURS.replaceFirst("\"int\"", "\"long\"")),
                3L,
                schema(OURS.replaceFirst("\"int\"", "\"string\"")),
                "3",
                schema(OURS.replaceFirst("\"int\"", "\"double\"")),
                3.5);
        Schema branch = schema(OURS.replaceFirst("\"int\"", "\"int\",\"string\""));
        try (ValueSerdes serdes = family.serdes(registry)) {
            assertThat(read(serdes, written(family, branch, "urgency", 3)).getUrgency())
                    .as("of two branches the one that is known")
                    .isEqualTo(3);
            others.forEach((schema, value) -> {
                byte[] bytes = written(family, schema, "urgency", value);
                UnreadableValueException failure =
                        catchThrowableOfType(UnreadableValueException.class, () -> read(serdes, bytes));
                assertThat(failure).as("%s", value).isNotNull();
                assertThat(failure.reason()).as(failure.getMessage()).isEqualTo(Reason.WRONG_TYPE);
            });
        }
    }

    @Test
    void whatAWriterMaySayIsLookedAtOnceForASchemaThatIsNamedInHeadersToo() {
        GenericRecord written = new GenericRecordBuilder(schema(OURS))
                .set("uri", "urn:foreign:1")
                .build();
        AtomicInteger readings = new AtomicInteger();
        WriterSchemas writers = new WriterSchemas(Optional.of((topic, bytes) -> {
            readings.incrementAndGet();
            return written;
        }));
        Optional<SerdesInUse.Read> key = Optional.of(new SerdesInUse.Read(Article.class, Map.of("header", 7)));

        for (int record = 0; record < 3; record++) {
            assertThat(writers.unseen(Article.class, key, new Article(), TOPIC, new RecordHeaders(), new byte[0]))
                    .isEmpty();
        }

        assertThat(readings).hasValue(1);
    }

    private static void assertNotUnderstood(ValueSerdes serdes, byte[] bytes, String... said) {
        UnreadableValueException failure =
                catchThrowableOfType(UnreadableValueException.class, () -> read(serdes, bytes));
        assertThat(failure).as("%s", List.of(said)).isNotNull();
        assertThat(failure.reason()).as(failure.getMessage()).isEqualTo(Reason.NOT_UNDERSTOOD);
        assertThat(failure).hasMessageContainingAll(said);
    }

    private static Article read(ValueSerdes serdes, byte[] bytes) {
        return serdes.decode(TOPIC, new RecordHeaders(), bytes, Article.class);
    }

    private static Schema schema(String json) {
        assertThat(json).isNotEmpty();
        return new Schema.Parser().parse(json);
    }

    private static GenericData.EnumSymbol symbol(Schema schema, String field, String symbol) {
        return new GenericData.EnumSymbol(schema.getField(field).schema(), symbol);
    }

    private byte[] written(Family family, Schema schema, String field, Object value) {
        return written(family, schema, Map.of(field, value));
    }

    private byte[] written(Family family, Schema schema, Map<String, Object> fields) {
        GenericRecordBuilder builder = new GenericRecordBuilder(schema).set("uri", "urn:foreign:1");
        fields.forEach(builder::set);
        GenericRecord record = builder.build();
        try (ConfiguredSerdes plain = family.plain(registry)) {
            return plain.serializer().serialize("foreign-" + UUID.randomUUID(), record);
        }
    }
}
