/**
 * The topics, where all parts meet: their names, keys, values and settings, named once.
 *
 * <p>{@link io.wiretag.topics.Topics} says which there are, {@link io.wiretag.topics.TopicAdmin} creates and checks them,
 * {@link io.wiretag.topics.ValueSerdes} turns values into bytes and back with the serializers that the configuration
 * names, {@link io.wiretag.topics.TopicScan} reads topics through for a question. Left out: producers, consumers and streams,
 * which belong to the parts that use them.
 */
package io.wiretag.topics;
