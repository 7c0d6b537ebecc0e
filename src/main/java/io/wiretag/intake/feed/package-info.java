/** Feeds on the web: {@link io.wiretag.intake.feed.FeedPoller} publishes what is new in them. */
package io.wiretag.intake.feed;
