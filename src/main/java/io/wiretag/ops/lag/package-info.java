/**
 * How far every group is behind, in records and in seconds, how it does, and how the topics flow:
 *
 * <ol>
 *   <li>{@link io.wiretag.ops.lag.LagReader} asks the brokers: {@link io.wiretag.ops.lag.TopicReader} and {@link
 *       io.wiretag.ops.lag.GroupReader}; {@link io.wiretag.ops.lag.UnreadRecords} looks into the log, and {@link io.wiretag.ops.lag.RecordCounts} knows what a reader beside it has seen. What none of them sees is a
 *       {@link io.wiretag.ops.lag.BlindSpot}.
 *   <li>{@link io.wiretag.ops.lag.OffsetsSnapshot} is what they say at one moment: arithmetic on offsets.
 *   <li>{@link io.wiretag.ops.lag.LagHistory} sees it in the light of the moments before: {@link
 *       io.wiretag.ops.lag.CommitTrack} judges, {@link io.wiretag.ops.lag.LagTrend} measures the pace, {@link
 *       io.wiretag.ops.lag.TopicTrack} the flow.
 *   <li>{@link io.wiretag.ops.lag.LagMemory} keeps in the notes of {@link io.wiretag.ops.notes} what is to outlive it: losses,
 *       acknowledgements, habits.
 *   <li>{@link io.wiretag.ops.lag.LagReport} is the result; {@link io.wiretag.ops.lag.LagWatch} makes one when told to, {@link
 *       io.wiretag.ops.lag.LagMonitor} all the time.
 * </ol>
 *
 * <p>Rights it needs: DESCRIBE on the cluster, the topics and the groups, READ on the topics for ages and exact counts,
 * DESCRIBE_CONFIGS on the topics for the time until deletion, DESCRIBE on transactional ids for the age of open transactions. Without the
 * last three it tells less, not wrong.
 */
package io.wiretag.ops.lag;
