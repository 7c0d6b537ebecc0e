package io.wiretag.ops.receipts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wiretag.files.OneLine;
import io.wiretag.files.Sha256;
import io.wiretag.ops.json.JsonValues;
import io.wiretag.ops.receipts.Evidence.Kill;
import io.wiretag.ops.receipts.Evidence.Kind;
import io.wiretag.ops.receipts.Evidence.Receipt;
import io.wiretag.ops.receipts.ReceiptArchive.Kept;
import io.wiretag.topics.Acknowledgement.Way;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The proof of one article's kills, to be handed to somebody who was not there: plain text that needs no program, and the same as JSON, each
 * with the checksum of the JSON. Times are UTC. Nothing in it is a word of the article.
 */
public final class ReceiptFile {
    /** In ASCII: no terminal changes what the checksum is of. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();

    private static final String BEGIN = "----- the same as JSON -----";

    private final String text;
    private final String json;

    private ReceiptFile(String text, String json) {
        this.text = text;
        this.json = json;
    }

    /**
     * Of an article of which a kill is known.
     *
     * @param topic of receipts, by its name
     */
    public static ReceiptFile of(ReceiptArchive archive, String uri, String topic, Instant now) {
        Instant at = now.truncatedTo(ChronoUnit.MILLIS);
        String json = written(json(archive, uri, topic, at));
        return new ReceiptFile(
                words(archive, uri, topic, at, Sha256.hex(bytes(json))) + BEGIN + "\n" + json + "\n", json);
    }

    /** For people, with the JSON behind it. */
    public String text() {
        return text;
    }

    /** The JSON alone, without a line end behind it: that is what the checksum is of. */
    public String json() {
        return json;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String written(ObjectNode json) {
        try {
            return JSON.writeValueAsString(json).replace("\r\n", "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can be written", e);
        }
    }

    private static ObjectNode json(ReceiptArchive archive, String uri, String topic, Instant at) {
        ObjectNode object = JsonValues.object()
                .put("uri", uri)
                .put("exportedAt", at.toString())
                .put("topic", topic);
        ArrayNode kills = object.putArray("kills");
        for (Kill kill : archive.known().kills(uri)) {
            ObjectNode one = ReceiptsJson.of(archive.known(), kill);
            one.set("evidence", json(archive.kept().get(kill.key())));
            one.path("receipts")
                    .forEach(each -> ((ObjectNode) each)
                            .set(
                                    "evidence",
                                    json(archive.kept()
                                            .get(new EvidenceKey.OfReceipt(
                                                    kill.id(),
                                                    each.path("subscriber").asText())))));
            kills.add(one);
        }
        return object;
    }

    private static JsonNode json(Kept kept) {
        return kept == null ? JsonValues.nothing() : written(kept);
    }

    private static ObjectNode written(Kept kept) {
        return JsonValues.object()
                .put("partition", kept.partition())
                .put("offset", kept.offset())
                .put("writtenAt", kept.writtenAt().toString())
                .put("sha256", kept.sha256());
    }

    private static String words(ReceiptArchive archive, String uri, String topic, Instant at, String sum) {
        StringBuilder text = new StringBuilder();
        line(text, "RECEIPTS OF A KILL");
        line(text, "");
        line(text, "Article     " + OneLine.of(uri));
        line(text, "Exported    " + at);
        line(text, "From        the topic " + topic + ", kept for good");
        line(text, "SHA-256     " + sum + " of the JSON below, without its last line end");
        line(text, "");
        line(
                text,
                "Times are UTC. 'Passed' means that the position of the subscriber was seen beyond the record of the kill;");
        line(
                text,
                "that happened after the first time and by the second. 'Acted' means that the subscriber has said that it acted, or");
        line(text, "that somebody said so for it. The one does not follow from the other.");
        for (Kill kill : archive.known().kills(uri)) {
            line(text, "");
            append(text, archive, kill);
        }
        line(text, "");
        return text.toString();
    }

    private static void append(StringBuilder text, ReceiptArchive archive, Kill kill) {
        line(
                text,
                "KILL"
                        + (kill.id().version().isEmpty()
                                ? ""
                                : " by version " + OneLine.of(kill.id().version())));
        line(text, "  went out      " + kill.at());
        line(
                text,
                "  published     " + kill.publishedAt()
                        + kill.published().map(record -> ", record " + record).orElse(""));
        kill.sha256()
                .ifPresent(
                        sum -> line(text, "  SHA-256       " + sum + " of its value in the topic of tagged articles"));
        kill.revivedBy().ifPresent(version -> line(text, "  brought back  by version " + OneLine.of(version)));
        for (Place place : kill.places()) {
            line(
                    text,
                    "  went to       " + place.topic() + ", key " + OneLine.of(place.key()) + ", partition "
                            + place.partition()
                            + (place.offset().isPresent()
                                    ? ", offset " + place.offset().getAsLong()
                                    : ", offset not found")
                            + ", topic id " + place.topicId());
        }
        line(text, "  evidence      " + words(archive.kept().get(kill.key())));
        List<Receipt> receipts = archive.known().receipts(kill.id());
        if (receipts.isEmpty()) {
            line(
                    text,
                    kill.lookedAt().isPresent()
                            ? "  No subscriber was there when it went out: nobody owes anything."
                            : "  Nobody has looked since it went out: who has it is not known.");
        }
        for (Receipt receipt : receipts) {
            line(text, "");
            append(
                    text,
                    receipt,
                    archive.kept().get(receipt.key()),
                    archive.kept().get(word(kill, receipt.subscriber())));
        }
    }

    private static void append(StringBuilder text, Receipt receipt, Kept kept, Kept word) {
        line(
                text,
                "  " + OneLine.of(receipt.subscriber()) + "  (" + kind(receipt.kind())
                        + (receipt.isExpected() ? ", declared" : "") + ")  " + (receipt.isOpen() ? "OPEN" : "closed"));
        line(
                text,
                "    acted       "
                        + receipt.acted()
                                .map(acted -> "at " + acted.at() + ", by "
                                        + acted.by().name().toLowerCase(Locale.ROOT)
                                        + acted.who()
                                                .map(who ->
                                                        ", said " + (acted.by() == Way.API ? "with the key " : "by ")
                                                                + OneLine.of(who))
                                                .orElse(""))
                                .orElse("not said"));
        for (Standing each : receipt.standings()) {
            line(
                    text,
                    "    " + String.format(Locale.ROOT, "%-11s", each.place().sink()) + " "
                            + (each.place().key().equals(receipt.kill().uri())
                                    ? ""
                                    : OneLine.of(each.place().key()) + ": ")
                            + each.state().written() + ", after " + each.since().after() + " and by "
                            + each.since().by());
            each.passed()
                    .filter(any -> each.state() != Standing.State.PASSED)
                    .ifPresent(passed -> line(
                            text, "                it had passed after " + passed.after() + " and by " + passed.by()));
            each.forgottenAt()
                    .ifPresent(gone -> line(text, "                its position is no longer known since " + gone));
            each.why().ifPresent(why -> line(text, "                " + words(why)));
            Optional.of(each.records())
                    .filter(records -> records.isPresent())
                    .ifPresent(records -> line(
                            text,
                            "                " + records.getAsLong() + " offsets to go, as of "
                                    + receipt.at().truncatedTo(ChronoUnit.MILLIS)));
        }
        line(text, "    evidence    " + words(kept));
        if (word != null) {
            line(text, "    its word    " + words(word));
        }
    }

    private static String words(Kept kept) {
        if (kept == null) {
            return "not noted yet but by the word itself";
        }
        return "record " + kept.partition() + ":" + kept.offset() + ", written " + kept.writtenAt() + ", SHA-256 "
                + kept.sha256();
    }

    private static EvidenceKey word(Kill kill, String subscriber) {
        return new EvidenceKey.OfAct(subscriber, kill.id().uri(), kill.id().version());
    }

    private static String kind(Kind kind) {
        return switch (kind) {
            case GROUP -> "group of consumers";
            case SHARE_GROUP -> "share group";
            case CLIENT -> "client of delivery";
            case OTHER -> "keeps its positions elsewhere";
        };
    }

    /** What is not plain, in words. */
    public static String words(Standing.Why why) {
        return switch (why) {
            case NOT_FOUND -> "where the kill stands there is not found";
            case UNSEEN -> "the brokers did not tell";
            case BEYOND -> "its position lies beyond the end";
            case DELETED_UNREAD -> "something was deleted before it read it, and the kill may be among it";
            case NO_POSITION_BEFORE ->
                "it had no position, and then one beyond the kill: whether it has read it nobody can tell";
        };
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append('\n');
    }
}
