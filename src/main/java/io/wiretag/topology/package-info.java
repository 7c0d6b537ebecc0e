/**
 * The stream: what happens to an article between the topic of published articles and the sinks.
 *
 * <pre>
 * [ articles.published ] -> published -> enrich -> outgoing -> [ articles.tagged ] [ .by-province ] [ .by-unit ]
 *                                          |                   [ .by-agency ] [ .current ] [ .rejected ]
 *                                          |    -> moved    -> [ articles.published ]
 *                                 (articles) (held)   state by uri, records under embargo; each with a changelog
 * </pre>
 *
 * <p>{@link io.wiretag.topology.ArticleTopology} builds it. {@code ArticleProcessor} hands bytes to {@link
 * io.wiretag.life.ArticleHandling}, which knows nothing of Kafka Streams, and forwards what comes out of it. {@code EmbargoStore} keeps
 * what is under embargo as it came, ordered by time; at the end of an embargo the record goes through the same step once more.
 * {@code StateExpiry} expires what is remembered once {@code processor.retention} has passed, in small steps. What an
 * article's arrival means is decided in {@link io.wiretag.life};
 * {@code io.wiretag.processor} runs and watches the stream, and is the only one that uses this room.
 *
 * <h2>Records in a wrong partition</h2>
 *
 * <p>State lies by partition, so all versions of an article must come into one. Clients that place keys by another rule than
 * Java's put them elsewhere, and a kill would not find what it kills. Such a record is sent once more, to the partition of its
 * key, in the transaction that commits the position behind it, and dealt with there as any other: the versions tell their
 * order. Rejecting it would leave the article up until somebody looks. A header keeps it from going round; what cannot be moved
 * is rejected. {@code Placement} knows the rule, and counts the partitions at the start: with a changelog that has another
 * number the stream does not run.
 *
 * <h2>Why bytes at the source, and no dead-letter queue of Kafka's</h2>
 *
 * <p>The dead-letter queue of Kafka Streams 4.3 (KIP-1034) loses the article just where it is needed: its record has neither
 * key nor value once another sink has been written, it is aborted with the transaction under exactly-once when the handler
 * says FAIL, and an outage of the registry looks to it like a bad article. So the source hands on bytes; everything that can
 * fail on content (reading, tagging, writing, sizes) is done before the first record is sent; what fails is sent to the
 * rejected topic by ourselves, in the same transaction, with its bytes untouched; state is written last. The handlers of
 * Kafka Streams stay at log-and-fail: they are reached only by what nobody foresaw, and then nothing may be skipped.
 *
 * <h2>Traces</h2>
 *
 * <p>Spans are made by an agent from outside, never here; headers pass on as they came. {@link io.wiretag.topics.Traces} tells the agent what it
 * cannot know: to which trace belongs what is sent when an embargo ends, with no record at hand.
 *
 * <h2>Outages</h2>
 *
 * <p>A registry that does not answer is not a bad article. The step gives its work back to Kafka Streams, the client is
 * paused, and a watcher tries the same bytes again until the registry answers; then the stream goes on where it was. Brokers
 * that are away are waited for by Kafka's own clients.
 */
package io.wiretag.topology;
