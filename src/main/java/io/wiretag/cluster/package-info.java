/**
 * Questions to brokers, and their answers in words.
 *
 * <p>{@link io.wiretag.cluster.KafkaCall} makes a value or an exception with a sentence of every call, {@link
 * io.wiretag.cluster.AccessDenied} says who may not do what, {@link io.wiretag.cluster.ClusterFacts} asks for offsets and groups,
 * {@link io.wiretag.cluster.TopicScan} reads topics through for a question, {@link io.wiretag.cluster.ConsumerThread} is for those who
 * read on, {@link io.wiretag.cluster.TopicFollower} for those who want to know until when they have seen all of a topic. Left out: which topics there are ({@link
 * io.wiretag.topics}), and the producers, consumers and streams of the parts.
 */
package io.wiretag.cluster;
