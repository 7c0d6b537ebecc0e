/**
 * The editor's data: provinces, agencies, public bodies ({@code bodies.txt}), their names, words that announce or take away a place, overrides. Read from text files,
 * checked line by line, compiled into a lexicon.
 *
 * <p>{@link io.wiretag.tagging.gazetteer.Gazetteer} is what others use; {@code GazetteerReader} has the grammar (see {@code
 * docs/gazetteer.md}), {@code Lexicon} finds every name in one pass over a folded text, {@code Cues} the words beside those that a rule asks for,
 * {@code Phrase} compares how a name of several words is spelled, each by {@link io.wiretag.tagging.text.Word}. What a find means is not decided here
 * but by the rules in {@link io.wiretag.tagging}.
 */
package io.wiretag.tagging.gazetteer;
