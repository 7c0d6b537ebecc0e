/** {@code wiretag subscription}: a command in each file, and what they share. */
package io.wiretag.cli.subscription;
