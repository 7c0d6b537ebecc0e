/**
 * What a desk asks at night: what was taken back, corrected or is held, and who has read it. {@link io.wiretag.ops.desk.DeskWatch}
 * follows {@code articles.tagged} and what the processor holds, each on a thread and with a consumer of its own: a kill is seen
 * while the registry is away, and what happened in the last hours keeps nobody waiting. Headers and keys say all of it; no value
 * is decoded.
 */
package io.wiretag.ops.desk;
