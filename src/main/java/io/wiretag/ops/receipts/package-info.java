/**
 * Proof that a kill arrived. {@link io.wiretag.ops.receipts.ReceiptWatch} finds each kill in {@code articles.tagged}, {@link
 * io.wiretag.ops.receipts.KillPlaces} finds the very record in every sink it went to, and each look at the brokers tells how every
 * subscriber stands to these places ({@link io.wiretag.ops.receipts.ReceiptLook}). {@link io.wiretag.ops.receipts.Standing} says what
 * that means in the light of what is known already: pure arithmetic, without a broker.
 *
 * <p>What is known is kept as {@link io.wiretag.ops.receipts.Evidence} in the compacted topic {@code articles.receipts}, so that it
 * outlives the group, the process and the article. Every instance reads it; one writes at a time ({@link
 * io.wiretag.ops.receipts.ReceiptPen}). That somebody has acted on a kill is written by whoever learns of it: a webhook, an operator, delivery.
 *
 * <p>Passed and acted are two things: a position that is beyond a kill says that it was read, and not that anything was taken down.
 */
package io.wiretag.ops.receipts;
