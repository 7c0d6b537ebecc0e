/**
 * What Kafka Streams does not tell by itself: a registry that is away, topics that vanish, partitions that do not move. Watches say
 * so and stop the stream; none of them decides what becomes of an article.
 *
 * <p>{@code StreamWatch} asks the brokers every few seconds for {@code TopicWatch} and {@code StallWatch}; {@code RegistryWatch} holds
 * the stream while the registry is away, and tries until it answers.
 */
package io.wiretag.processor.watch;
