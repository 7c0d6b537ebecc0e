/**
 * Watching from beside. How far every group is behind, in records and in seconds, how it does, and how the topics flow:
 *
 * <ol>
 *   <li>{@link io.wiretag.ops.LagReader} asks the brokers, {@link io.wiretag.ops.UnreadRecords} looks into the log.
 *   <li>{@link io.wiretag.ops.LagReport} is what they say at one moment: arithmetic on offsets.
 *   <li>{@link io.wiretag.ops.LagHistory} sees it in the light of the moments before: {@link io.wiretag.ops.CommitTrack} judges,
 *       {@link io.wiretag.ops.LagTrend} measures the pace, {@link io.wiretag.ops.TopicTrack} the flow.
 *   <li>{@link io.wiretag.ops.LagView} is the result; {@link io.wiretag.ops.LagWatch} makes one when told to, {@link
 *       io.wiretag.ops.LagMonitor} all the time.
 * </ol>
 *
 * <p>Rights it needs: DESCRIBE on the cluster, the topics and the groups, READ on the topics for ages and exact counts,
 * DESCRIBE_CONFIGS on the topics for the time until deletion. Without the last two it tells less, not wrong.
 *
 * <p>{@link io.wiretag.ops.RejectedReader} shows what was rejected, {@link io.wiretag.ops.RejectedReplay} publishes it again,
 * {@link io.wiretag.ops.RejectedSummary} counts what waits for that. That a record was replayed is remembered by a mark in
 * the rejected topic itself: the mark and the replayed record are one transaction, so neither is there without the other;
 * the mark is kept as long as the record it regards; and who reads the topic anyway needs nothing else to know what waits.
 * A compacted topic beside it would outlive what it tells of, and the topic of published articles, which has the replayed
 * records too, is kept a shorter time and would have to be read as a whole.
 *
 * <p>{@link io.wiretag.ops.FeedWatch} reads what comes out, as a subscriber does, and remembers the stories of the last while,
 * how fresh they were and who has fallen silent. {@link io.wiretag.ops.ClusterWatch} puts all watches behind one {@link
 * io.wiretag.ops.OpsServer}, which answers what the dashboard asks ({@link io.wiretag.ops.OpsApi}) and Prometheus ({@link
 * io.wiretag.ops.OpsMetrics}) from what the watches know already, and decides at its door ({@link io.wiretag.ops.OpsDoor}) who
 * may ask.
 */
package io.wiretag.ops;
