/**
 * Articles that are sent to those who have no Kafka and ask for nothing: {@link io.wiretag.delivery.webhook.Webhooks} sends, {@link
 * io.wiretag.delivery.webhook.Subscriptions} is for whoever says what is to be sent to whom.
 *
 * <p>Each subscription is a group of consumers, so that its lag and its receipts are those of any other. {@code SubscriptionRunner} is a
 * member: it reads, {@code Lanes} and {@code Health} say what is sent when, {@code Endpoint} sends. What the group has passed and the
 * endpoint does not have is in the compacted topic {@code articles.subscriptions}, beside the subscriptions ({@code SubscriptionBook}):
 * a position means that all before it has arrived or is kept there. A restart repeats the last few messages under the same id; it
 * loses none, and none that a kill has taken the place of goes out behind the kill, for a kill is kept before it is sent. Beside a
 * position stands up to where kills have been looked for, so that how many articles wait is of no matter to a kill after a restart.
 */
package io.wiretag.delivery.webhook;
