/**
 * Reading the sinks as a subscriber does. {@link io.wiretag.subscribers.ArticleSubscriber} shows the habit to follow: hand
 * over first, then commit the position. {@link io.wiretag.subscribers.HistoryReader} finds all that happened to one article.
 */
package io.wiretag.subscribers;
