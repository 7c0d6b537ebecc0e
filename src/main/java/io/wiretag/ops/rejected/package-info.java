/**
 * {@link io.wiretag.ops.rejected.RejectedReader} shows what was rejected, {@link io.wiretag.ops.rejected.RejectedReplay}
 * publishes it again, {@link io.wiretag.ops.rejected.RejectedSummary} counts what waits for that.
 *
 * <p>That a record was replayed is remembered by a mark in the rejected topic itself: the mark and the replayed record are one
 * transaction, so neither is there without the other; the mark is kept as long as the record it regards; and who reads the
 * topic anyway needs nothing else to know what waits. A compacted topic beside it would outlive what it tells of, and the
 * topic of published articles, which has the replayed records too, is kept a shorter time and would have to be read as a
 * whole.
 */
package io.wiretag.ops.rejected;
