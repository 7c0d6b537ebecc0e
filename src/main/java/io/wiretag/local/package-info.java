/**
 * A real Kafka broker and a real schema registry on this machine, for {@code wiretag demo} and for the tests.
 *
 * <pre>
 * try (LocalStack stack = LocalStack.start(options, System.err::println)) {
 *     ... stack.bootstrapServers(), stack.registryUrl() ...
 * }
 * </pre>
 *
 * <p>The broker runs inside this JVM: its classes are ours anyway (same Kafka version), and it starts faster so. The registry
 * is a process of its own, because it brings other versions of the same libraries; it is held by a pipe, so that it ends
 * with this process however that one ends. Both listen on 127.0.0.1 alone and keep all they know in one data directory,
 * which can be used again later, by one stack at a time.
 *
 * <p>No other package imports a Kafka server class, and none of this belongs in production: the server libraries are
 * optional, and nothing here knows of replication, security or more than one node.
 */
package io.wiretag.local;
