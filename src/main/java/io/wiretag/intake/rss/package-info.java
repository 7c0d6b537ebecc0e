/** Feeds on the web: {@link io.wiretag.intake.rss.FeedPoller} publishes what is new in them. */
package io.wiretag.intake.rss;
