/** {@code wiretag kills} and its subcommands: who has a kill, who says that he has acted on it, and a file that proves it. */
package io.wiretag.cli.kills;
