/** {@code wiretag correct} and {@code wiretag corrections}: a command in each file, and what they share. */
package io.wiretag.cli.corrections;
