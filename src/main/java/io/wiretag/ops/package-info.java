/**
 * Watching from beside: how far every group is behind.
 *
 * <p>{@link io.wiretag.ops.LagReport} is arithmetic on offsets, {@link io.wiretag.ops.LagReader} the calls that fetch them.
 */
package io.wiretag.ops;
