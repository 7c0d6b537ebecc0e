package io.wiretag.ops.receipts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wiretag.ops.json.JsonValues;
import io.wiretag.ops.notes.SharedNotes;
import io.wiretag.ops.receipts.Evidence.Acted;
import io.wiretag.ops.receipts.Evidence.Client;
import io.wiretag.ops.receipts.Evidence.Kill;
import io.wiretag.ops.receipts.Evidence.Kind;
import io.wiretag.ops.receipts.Evidence.Look;
import io.wiretag.ops.receipts.Evidence.Receipt;
import io.wiretag.ops.receipts.Evidence.Said;
import io.wiretag.ops.receipts.Standing.State;
import io.wiretag.ops.receipts.Standing.Why;
import io.wiretag.topics.Acknowledgement;
import io.wiretag.topics.ClientPositions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Evidence as bytes: keys and values are JSON objects, keys with their names in one order. What has another form, of another version or
 * of whoever else may write there, is passed over.
 */
final class EvidenceForm implements SharedNotes.Form<EvidenceKey, Evidence> {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Predicate<Evidence> isKept;

    /** @param isKept what need be known here; the topic keeps the rest as well */
    EvidenceForm(Predicate<Evidence> isKept) {
        this.isKept = isKept;
    }

    @Override
    public String what() {
        return "the evidence of kills";
    }

    @Override
    public int most() {
        return 1_000_000;
    }

    @Override
    public byte[] writtenKey(EvidenceKey key) {
        if (key instanceof EvidenceKey.OfAct act) {
            // the value has no part in it
            return new Acknowledgement(
                            act.subscriber(), act.uri(), act.version(), Instant.EPOCH, Acknowledgement.Way.COMMAND)
                    .key();
        }
        return key instanceof EvidenceKey.OfClient of
                ? ClientPositions.key(of.subscriber(), of.instance())
                : bytes(json(key));
    }

    private static ObjectNode json(EvidenceKey key) {
        ObjectNode object = JsonValues.object();
        if (key instanceof EvidenceKey.OfKill of) {
            return put(object.put("kind", "kill"), of.kill());
        }
        if (key instanceof EvidenceKey.OfReceipt of) {
            return put(object.put("kind", "receipt").put("subscriber", of.subscriber()), of.kill());
        }
        return object.put("kind", "look");
    }

    private static ObjectNode put(ObjectNode object, KillId kill) {
        return object.put("uri", kill.uri())
                .put("version", kill.version())
                .put("topicId", kill.topicId())
                .put("record", kill.record());
    }

    @Override
    public Optional<EvidenceKey> key(byte[] key) {
        if (key == null) {
            return Optional.empty();
        }
        try {
            JsonNode json = JSON.readTree(key);
            String subscriber = json.path("subscriber").asText();
            EvidenceKey read = switch (json.path("kind").asText()) {
                case "kill" -> new EvidenceKey.OfKill(kill(json));
                case "receipt" -> new EvidenceKey.OfReceipt(kill(json), subscriber);
                case "acted" ->
                    new EvidenceKey.OfAct(
                            subscriber,
                            json.path("uri").asText(),
                            json.path("version").asText());
                case "client" ->
                    new EvidenceKey.OfClient(subscriber, json.path("instance").asText());
                case "look" -> new EvidenceKey.OfLook();
                default -> throw new IllegalArgumentException("another kind");
            };
            return Optional.of(read).filter(same -> Arrays.equals(writtenKey(same), key));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static KillId kill(JsonNode json) {
        String[] record = json.path("record").asText().split(":", -1);
        if (record.length != 2) {
            throw new IllegalArgumentException("no record");
        }
        return new KillId(
                json.path("uri").asText(),
                json.path("version").asText(),
                json.path("topicId").asText(),
                Integer.parseInt(record[0]),
                Long.parseLong(record[1]));
    }

    @Override
    public byte[] writtenValue(Evidence value) {
        if (value instanceof Said said) {
            return said.acknowledgement().value();
        }
        return value instanceof Client client ? client.positions().value() : bytes(json(value));
    }

    private static ObjectNode json(Evidence value) {
        if (value instanceof Kill kill) {
            return json(kill);
        }
        if (value instanceof Receipt receipt) {
            return json(receipt);
        }
        ObjectNode object = JsonValues.object();
        if (value instanceof Look look) {
            object.put("at", look.at().toString()).put("topicId", look.topicId());
            object.set("positions", json(look.positions()));
        }
        return object;
    }

    private static ObjectNode json(Map<Integer, Long> positions) {
        ObjectNode object = JsonValues.object();
        positions.forEach((partition, offset) -> object.put(String.valueOf(partition), offset));
        return object;
    }

    static ObjectNode json(Kill kill) {
        ObjectNode object = JsonValues.object()
                .put("publishedAt", kill.publishedAt().toString())
                .put("at", kill.at().toString());
        object.set("published", JsonValues.text(kill.published()));
        object.set("sha256", JsonValues.text(kill.sha256()));
        ArrayNode places = object.putArray("places");
        kill.places().forEach(place -> places.add(json(place)));
        object.put("placed", kill.isPlaced());
        object.set("lookedAt", JsonValues.time(kill.lookedAt()));
        object.set("revivedBy", JsonValues.text(kill.revivedBy()));
        return object;
    }

    private static ObjectNode json(Place place) {
        ObjectNode object = JsonValues.object()
                .put("sink", place.sink())
                .put("topic", place.topic())
                .put("topicId", place.topicId())
                .put("key", place.key())
                .put("partition", place.partition());
        object.set("offset", JsonValues.number(place.offset()));
        return object;
    }

    static ObjectNode json(Receipt receipt) {
        ObjectNode object = JsonValues.object()
                .put("at", receipt.at().toString())
                .put("killAt", receipt.killAt().toString())
                .put("reads", receipt.kind().name().toLowerCase(Locale.ROOT))
                .put("expected", receipt.isExpected());
        ArrayNode standings = object.putArray("places");
        receipt.standings().forEach(each -> standings.add(json(each)));
        receipt.acted()
                .ifPresentOrElse(
                        acted -> object.putObject("acted")
                                .put("at", acted.at().toString())
                                .put("by", acted.by().name().toLowerCase(Locale.ROOT))
                                .set("who", JsonValues.text(acted.who())),
                        () -> object.putNull("acted"));
        return object;
    }

    static ObjectNode json(Standing standing) {
        ObjectNode object = json(standing.place()).put("state", standing.state().written());
        object.set("since", json(standing.since()));
        object.set("passed", standing.passed().<JsonNode>map(EvidenceForm::json).orElse(JsonValues.nothing()));
        object.set("notYetAt", JsonValues.time(standing.notYetAt()));
        object.set("forgottenAt", JsonValues.time(standing.forgottenAt()));
        object.set("position", JsonValues.number(standing.position()));
        object.set("records", JsonValues.number(standing.records()));
        object.set("seconds", JsonValues.seconds(standing.behind()));
        object.set("why", JsonValues.text(standing.why().map(why -> why.name().toLowerCase(Locale.ROOT))));
        return object;
    }

    static ObjectNode json(Between time) {
        return JsonValues.object()
                .put("after", time.after().toString())
                .put("by", time.by().toString());
    }

    @Override
    public Optional<Evidence> value(EvidenceKey key, byte[] value) {
        try {
            JsonNode json = JSON.readTree(value);
            return Optional.<Evidence>of(value(key, value, json)).filter(isKept);
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Evidence value(EvidenceKey key, byte[] value, JsonNode json) {
        if (key instanceof EvidenceKey.OfKill of) {
            return kill(of.kill(), json);
        }
        if (key instanceof EvidenceKey.OfReceipt of) {
            return receipt(of, json);
        }
        if (key instanceof EvidenceKey.OfAct of) {
            return new Said(Acknowledgement.read(new EvidenceForm(any -> true).writtenKey(of), value)
                    .orElseThrow(() -> new IllegalArgumentException("no acknowledgement")));
        }
        if (key instanceof EvidenceKey.OfClient of) {
            return new Client(ClientPositions.read(ClientPositions.key(of.subscriber(), of.instance()), value)
                    .orElseThrow(() -> new IllegalArgumentException("no positions")));
        }
        return new Look(time(json, "at"), json.path("topicId").asText(), positions(json.path("positions")));
    }

    private static Map<Integer, Long> positions(JsonNode json) {
        Map<Integer, Long> positions = new TreeMap<>();
        json.properties()
                .forEach(each -> positions.put(
                        Integer.valueOf(each.getKey()), each.getValue().asLong()));
        return positions;
    }

    private static Kill kill(KillId id, JsonNode json) {
        List<Place> places = new ArrayList<>();
        json.path("places").forEach(each -> places.add(place(each)));
        return new Kill(
                id,
                time(json, "publishedAt"),
                time(json, "at"),
                text(json, "published"),
                text(json, "sha256"),
                places,
                json.path("placed").asBoolean(),
                text(json, "lookedAt").map(Instant::parse),
                text(json, "revivedBy"));
    }

    private static Place place(JsonNode json) {
        return new Place(
                json.path("sink").asText(),
                json.path("topic").asText(),
                json.path("topicId").asText(),
                json.path("key").asText(),
                json.path("partition").asInt(),
                number(json, "offset"));
    }

    private static Receipt receipt(EvidenceKey.OfReceipt of, JsonNode json) {
        List<Standing> standings = new ArrayList<>();
        json.path("places").forEach(each -> standings.add(standing(each)));
        JsonNode acted = json.path("acted");
        return new Receipt(
                of.kill(),
                time(json, "killAt"),
                of.subscriber(),
                Kind.valueOf(json.path("reads").asText().toUpperCase(Locale.ROOT)),
                json.path("expected").asBoolean(),
                standings,
                acted.isObject()
                        ? Optional.of(new Acted(
                                time(acted, "at"),
                                Acknowledgement.Way.valueOf(
                                        acted.path("by").asText().toUpperCase(Locale.ROOT)),
                                text(acted, "who")))
                        : Optional.empty(),
                time(json, "at"));
    }

    private static Standing standing(JsonNode json) {
        return new Standing(
                place(json),
                Arrays.stream(State.values())
                        .filter(state ->
                                state.written().equals(json.path("state").asText()))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("another state")),
                between(json.path("since")),
                Optional.of(json.path("passed")).filter(JsonNode::isObject).map(EvidenceForm::between),
                text(json, "notYetAt").map(Instant::parse),
                text(json, "forgottenAt").map(Instant::parse),
                number(json, "position"),
                number(json, "records"),
                Optional.of(json.path("seconds"))
                        .filter(JsonNode::isNumber)
                        .map(seconds -> Duration.ofMillis(Math.round(seconds.asDouble() * 1000))),
                text(json, "why").map(why -> Why.valueOf(why.toUpperCase(Locale.ROOT))));
    }

    private static Between between(JsonNode json) {
        return new Between(time(json, "after"), time(json, "by"));
    }

    private static Instant time(JsonNode json, String name) {
        return Instant.parse(json.path(name).asText());
    }

    private static Optional<String> text(JsonNode json, String name) {
        return Optional.ofNullable(json.path(name).textValue());
    }

    private static OptionalLong number(JsonNode json, String name) {
        return json.path(name).isNumber() ? OptionalLong.of(json.path(name).asLong()) : OptionalLong.empty();
    }

    private static byte[] bytes(ObjectNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
