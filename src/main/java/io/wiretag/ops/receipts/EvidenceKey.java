package io.wiretag.ops.receipts;

/** What evidence is about: the keys of {@code articles.receipts}. */
public sealed interface EvidenceKey {
    /** A kill, and where it went. */
    record OfKill(KillId kill) implements EvidenceKey {}

    /** How a subscriber stands to a kill. */
    record OfReceipt(KillId kill, String subscriber) implements EvidenceKey {}

    /** That a subscriber has acted on the kill of a version. */
    record OfAct(String subscriber, String uri, String version) implements EvidenceKey {}

    /** How far a client of delivery has come with one of its instances. */
    record OfClient(String subscriber, String instance) implements EvidenceKey {}

    /** How far somebody has looked for kills. */
    record OfLook() implements EvidenceKey {}
}
