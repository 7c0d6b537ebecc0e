/**
 * Reading the sinks as a subscriber does. {@link io.wiretag.subscribers.ArticleSubscriber} shows the habit to follow: hand
 * over first, then commit the position. {@link io.wiretag.subscribers.HistoryReader} finds all that happened to one article.
 *
 * <pre>{@code
 * ValueSerdes serdes = new ValueSerdes(new ValueSerdes.Settings(
 *         AvroKafkaSerializer.class.getName(), AvroKafkaDeserializer.class.getName(), URI.create(registry), Map.of()));
 * Consumer<String, TaggedArticle> consumer = new KafkaConsumer<>(
 *         Map.of(
 *                 "bootstrap.servers", brokers,
 *                 "group.id", "our-site",
 *                 "isolation.level", "read_committed",
 *                 "enable.auto.commit", "false",
 *                 "auto.offset.reset", "none"),
 *         new StringDeserializer(),
 *         serdes.deserializer(TaggedArticle.class));
 * consumer.subscribe(List.of("articles.by-province"));
 * try (serdes; ArticleSubscriber subscriber = new ArticleSubscriber(consumer, true, true)) {
 *     subscriber.run(record -> apply(record.key(), record.value()), () -> false);
 * }
 * }</pre>
 *
 * <p>One thread reads; {@code stop()} ends it from another. What is handed over may come once more after a crash: {@code apply}
 * bears that, as {@code docs/subscribing.md} tells.
 */
package io.wiretag.subscribers;
