/** {@code wiretag gazetteer}: a command in each file, and what they share. */
package io.wiretag.cli.gazetteer;
