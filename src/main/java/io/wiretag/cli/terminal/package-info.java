/**
 * How a terminal is written to: its width, colours, what changes in place, and what must never reach it. {@code Console} is the only
 * way out; {@code HarmlessOutput} stands behind it and lets no hostile text pass.
 */
package io.wiretag.cli.terminal;
