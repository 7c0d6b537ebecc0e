/**
 * What comes out, as a subscriber sees it: {@link io.wiretag.ops.stories.StoryWatch} reads the sinks and remembers the stories of
 * the last while ({@link io.wiretag.ops.stories.StoryWindow}), how fresh they were ({@link io.wiretag.ops.stories.Freshness}) and
 * which sources have fallen silent ({@link io.wiretag.ops.stories.Sources}).
 */
package io.wiretag.ops.stories;
