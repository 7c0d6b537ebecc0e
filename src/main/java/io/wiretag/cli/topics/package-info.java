/** {@code wiretag topics}: a command in each file. */
package io.wiretag.cli.topics;
