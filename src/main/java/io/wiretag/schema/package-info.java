/**
 * The contract with newsrooms and subscribers as classes, made from {@code schemas/article.avsc} and
 * {@code schemas/tagged-article.avsc}, which lie beside them in the jar.
 *
 * <p>{@link io.wiretag.schema.Article} is what a newsroom publishes, {@link io.wiretag.schema.TaggedArticle} what a subscriber
 * gets: read its {@link io.wiretag.schema.Operation} first. Whoever lets Avro make these classes and does not use {@code
 * io.wiretag.codec} tells it to trust them: {@code -Dorg.apache.avro.SERIALIZABLE_PACKAGES=io.wiretag.schema}.
 */
package io.wiretag.schema;
