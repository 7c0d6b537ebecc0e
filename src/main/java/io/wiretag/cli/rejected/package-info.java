/** {@code wiretag rejected}: its four commands, each in a file of its own. What they ask and do is {@link io.wiretag.ops.rejected}. */
package io.wiretag.cli.rejected;
