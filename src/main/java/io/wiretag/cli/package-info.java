/**
 * The front door: one command, one file. A command parses, calls and prints; {@code Failures} is the one place where
 * exceptions become a line and an exit code, {@code Main} the one that reads the environment and ends the process.
 *
 * <p>{@code cli.rejected} has the commands of that name, {@code cli.options} what command lines share, {@code
 * cli.print} what people read, {@code cli.terminal} how a terminal is written to.
 *
 * <p>Results go to standard output, everything else to standard error.
 */
package io.wiretag.cli;
