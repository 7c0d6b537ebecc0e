/**
 * The proof kit: a cluster of real processes on this machine, a load whose outcome is known beforehand, faults, and one line
 * at the end.
 *
 * <p>{@link io.wiretag.proof.Proof} runs it: a {@code Cluster} of three brokers, three processors and a registry; the
 * {@code Load} publishes {@code Story} after {@code Story} and some {@code Poison}; each {@code Fault} strikes meanwhile;
 * {@code SinkReader}s read along, others read everything once more at the end, and a {@code Ledger} holds what each of them
 * saw against the {@code Oracle}. {@code docs/proof.md} tells what is proven by that.
 *
 * <p>The oracle shares nothing with the topology: no tagger, no order of versions, no rules of an article's life.
 */
package io.wiretag.proof;
