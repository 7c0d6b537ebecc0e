package io.wiretag.ops.lag;

/**
 * Something that belongs to what is watched, and was not seen in a look.
 *
 * @param what the thing: {@code topic articles.tagged}, {@code partition 1 of topic articles.tagged}, {@code group desk}
 * @param why in one sentence, with the remedy where there is one
 */
public record BlindSpot(String what, String why) {}
