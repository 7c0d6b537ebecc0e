/**
 * The configuration: read once at the start by {@link io.wiretag.config.ConfigLoader} from defaults, file, environment and
 * flags, checked, and handed on as the plain values of {@link io.wiretag.config.Config}.
 *
 * <p>{@link io.wiretag.config.ConfigKeys} defines the keys, each with its description: {@code docs/configuration.md} is made from it by {@code mvn
 * test -Dtest=ConfigurationPageTest -Dwiretag.write.page=true}. An unknown key is an error. What begins with {@code kafka.},
 * {@code streams.} or {@code serde.} is passed on to libraries, since only they know their keys; {@link
 * io.wiretag.config.KafkaNames} finds slips in names of Kafka's clients, and what is no setting of a topic.
 * {@link io.wiretag.config.BuildSerdes} has what the build has set.
 */
package io.wiretag.config;
