/**
 * The way out for those who have no Kafka, without HTTP: {@link io.wiretag.delivery.ArticleDelivery} is the door.
 *
 * <p>A client stands at positions of {@code articles.tagged}, which a {@link io.wiretag.delivery.Cursor} holds ({@code ArticleDelivery} reads it from
 * what the client sent, by {@code Cursor.parse}). While it keeps up, it reads
 * from {@code LiveTail}, the one reader that all share; while it is behind, a {@code LogReader} of its own, of which there is a
 * bounded number. {@link io.wiretag.delivery.ArticleFilter} answers by level, from one record alone: each says by {@code reached} what
 * any version so far was tagged with. {@code ArticlesNow} gives snapshots and single articles from {@code articles.current}, where
 * {@code CurrentArticles} knows the place of each.
 *
 * <p>Left out: HTTP, keys and limits ({@link io.wiretag.delivery.http}).
 */
package io.wiretag.delivery;
