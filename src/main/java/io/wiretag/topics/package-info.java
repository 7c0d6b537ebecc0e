/**
 * The topics, where all parts meet: their names, keys, values, headers and settings, named once.
 *
 * <p>{@link io.wiretag.topics.Topics} says which there are, {@link io.wiretag.topics.TopicAdmin} creates and checks them, {@link
 * io.wiretag.topics.SubjectAdmin} does the same for their schemas in the registry, {@link io.wiretag.topics.WiretagHeader} names
 * every header of a record, {@link io.wiretag.topics.TraceContext} those of tracing, and {@link io.wiretag.topics.Rights} says who may do
 * what. Left out: how values become bytes ({@link
 * io.wiretag.codec}), and producers, consumers and streams, which belong to the parts that use them.
 */
package io.wiretag.topics;
