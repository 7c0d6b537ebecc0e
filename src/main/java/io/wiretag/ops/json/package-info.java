/**
 * What is watched, as JSON: one mapping for each concept, for commands ({@code --json}) and for the server alike. Times are
 * ISO 8601 in UTC, lengths of time seconds, unknown is null and never 0.
 *
 * <p>{@link io.wiretag.ops.json.RejectedJson} and {@link io.wiretag.ops.json.LagJson} have what both say; the server adds the beginning of
 * a rejected value as text and bytes ({@code OpsJson}), commands add headers and the whole value ({@code io.wiretag.cli.print.Json}).
 */
package io.wiretag.ops.json;
