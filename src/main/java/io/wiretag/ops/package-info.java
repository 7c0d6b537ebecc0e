/**
 * Watching from beside, and telling it to people and to Prometheus. {@link io.wiretag.ops.ClusterWatch} puts all watches behind
 * one {@link io.wiretag.ops.OpsServer}, which answers what the dashboard asks ({@link io.wiretag.ops.OpsApi}) and Prometheus
 * ({@link io.wiretag.ops.OpsMetrics}) from what the watches know already, and decides at its door ({@link
 * io.wiretag.ops.OpsDoor}) who may ask. The watches know nothing of the server:
 *
 * <ul>
 *   <li>{@link io.wiretag.ops.lag}: how far every group is behind, and how it does. The dashboard gets it from {@code
 *       LagMonitor#current}, which {@code ClusterWatch} hands to {@code OpsApi}.
 *   <li>{@link io.wiretag.ops.stories}: what comes out, how fresh it is, and who has fallen silent.
 *   <li>{@link io.wiretag.ops.desk}: what was taken back, corrected or is held, and who has read it, for the night desk ({@link
 *       io.wiretag.ops.DeskApi}).
 *   <li>{@link io.wiretag.ops.rejected}: what could not be published, and how it is published again.
 *   <li>{@link io.wiretag.ops.notes}: what of all that outlives a watch, and is shared by two.
 *   <li>{@link io.wiretag.ops.json}: all that as JSON.
 * </ul>
 */
package io.wiretag.ops;
