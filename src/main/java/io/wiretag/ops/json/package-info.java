/**
 * What is watched, as JSON: one mapping for each concept, for commands ({@code --json}) and for the server alike. Names are those of
 * the Javadoc; times are ISO 8601 in UTC, lengths of time seconds, unknown is null and never 0.
 */
package io.wiretag.ops.json;
