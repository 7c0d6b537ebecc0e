/**
 * Values to bytes and back, with the serializers that the configuration names, and who is to blame when that fails: a bad value or
 * a registry that is away.
 *
 * <p>Start at {@link io.wiretag.codec.ValueCodec}; {@link io.wiretag.codec.ValueSerdes} is the one there is. {@code FailureChain}
 * judges what a serializer threw, {@code RegistryTrouble} turns the registry's answers (401, 404, 409 ...) into words with a
 * remedy, {@code RollCall} asks whether the registry is still the one that was known, {@code SchemaGap} what a writer's schema
 * says that ours cannot.
 *
 * <p>Knows neither topics nor brokers, only names of topics as serializers want them.
 */
package io.wiretag.codec;
