/**
 * What people and scripts read: one printer for each concept, and {@code Json} for the same as lines of JSON. Nothing here asks a
 * broker or decides an exit code; commands do.
 */
package io.wiretag.cli.print;
