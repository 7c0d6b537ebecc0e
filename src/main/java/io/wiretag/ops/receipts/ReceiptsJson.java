package io.wiretag.ops.receipts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wiretag.ops.json.JsonValues;
import io.wiretag.ops.receipts.Evidence.Kill;
import io.wiretag.ops.receipts.Evidence.Receipt;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Kills and who has them, as JSON: for commands and for the server alike. Nothing in it is a word of the article. */
public final class ReceiptsJson {
    private ReceiptsJson() {}

    /** A kill with all its receipts. */
    public static ObjectNode of(Known known, Kill kill) {
        ObjectNode object = kill(kill).put("open", known.isOpen(kill));
        ArrayNode receipts = object.putArray("receipts");
        known.receipts(kill.id()).forEach(each -> receipts.add(of(each)));
        return object;
    }

    private static ObjectNode kill(Kill kill) {
        ObjectNode object = JsonValues.object().put("uri", kill.id().uri());
        object.set("version", JsonValues.text(Optional.of(kill.id().version()).filter(version -> !version.isEmpty())));
        object.put("record", kill.id().record()).put("topicId", kill.id().topicId());
        object.setAll(EvidenceForm.json(kill));
        return object;
    }

    /** One subscriber. */
    public static ObjectNode of(Receipt receipt) {
        ObjectNode object =
                JsonValues.object().put("subscriber", receipt.subscriber()).put("open", receipt.isOpen());
        Optional<Standing> worst = receipt.worst();
        object.set("state", JsonValues.text(worst.map(each -> each.state().written())));
        object.set(
                "why",
                JsonValues.text(
                        worst.flatMap(Standing::why).map(why -> why.name().toLowerCase(Locale.ROOT))));
        object.set(
                "passed",
                worst.filter(any -> receipt.standings().stream()
                                .allMatch(each -> each.passed().isPresent()))
                        .flatMap(any -> lastPassed(receipt))
                        .<JsonNode>map(EvidenceForm::json)
                        .orElse(JsonValues.nothing()));
        OptionalLong records = receipt.standings().stream()
                .flatMapToLong(each -> each.records().stream())
                .max();
        object.set("records", JsonValues.number(records));
        object.set(
                "seconds",
                JsonValues.seconds(receipt.standings().stream()
                        .flatMap(each -> each.behind().stream())
                        .max(Comparator.naturalOrder())));
        object.setAll(EvidenceForm.json(receipt));
        return object;
    }

    /** It has passed when it has at the last of its places. */
    public static Optional<Between> lastPassed(Receipt receipt) {
        return receipt.standings().stream()
                .flatMap(each -> each.passed().stream())
                .max(Comparator.comparing(Between::by));
    }
}
