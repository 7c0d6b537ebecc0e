/**
 * Reading the sinks as a subscriber does. {@link io.wiretag.subscribers.ArticleSubscriber} shows the habit to follow: hand
 * over first, then commit the position.
 */
package io.wiretag.subscribers;
