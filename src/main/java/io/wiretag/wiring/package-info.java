/**
 * From configuration to parts: one class for each part of the house, made of what {@link io.wiretag.wiring.Installation} has. The only
 * room that knows both the configuration and the parts; no rule of the product is here. Commands and programs use {@link
 * io.wiretag.Wiretag}.
 *
 * <p>Which settings a Kafka client gets is decided in {@code KafkaClients}, save those of the stream ({@code
 * io.wiretag.processor.StreamSettings}).
 */
package io.wiretag.wiring;
