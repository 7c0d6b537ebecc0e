/**
 * What a text is before anybody judges it: words without their diacritics and case, each with its place in the original, and the
 * layout of a wire story.
 *
 * <p>{@link io.wiretag.tagging.text.FoldedText} folds and keeps the spelling, {@link io.wiretag.tagging.text.Word} compares a name with its
 * diacritics with what stands there, {@link io.wiretag.tagging.text.WireText} finds headline, dateline, captions and sign-off. Knows no
 * gazetteer; each class is read from left to right once, so that the cost is linear.
 */
package io.wiretag.tagging.text;
