/**
 * What comes out, as a subscriber sees it: {@link io.wiretag.ops.feed.FeedWatch} reads the sinks and remembers the stories of
 * the last while ({@link io.wiretag.ops.feed.StoryWindow}), how fresh they were ({@link io.wiretag.ops.feed.Freshness}) and
 * which sources have fallen silent ({@link io.wiretag.ops.feed.Sources}).
 */
package io.wiretag.ops.feed;
