/**
 * Text in, tags out: which provinces of Viet Nam a story names and is about, which news agencies it comes from, and
 * which public bodies are in it. Every tag carries its evidence.
 *
 * <pre>{@code
 * Tagger tagger = Tagger.of(Gazetteer.builtIn());            // once; shared by all threads
 * Tags tags = tagger.tag(Story.ofText("HÀ NỘI (VNS) — Rain fell over Đà Nẵng. — VNS"));
 * }</pre>
 *
 * <h2>The way of a text</h2>
 *
 * <pre>
 * Story.Field
 *    -> WireText      layout: headline, captions, dateline, sign-off, a site's navigation list
 *    -> FoldedText    words without diacritics and case; beside each its diacritics, capitals, what stands before it, its place in the original
 *    -> Lexicon       one pass over the words: every stretch that is spelled like a name or a trap
 *    -> Passage       candidates (of two that overlap the earlier, then the longer)
 *       Cues          what the words beside them say; each word read when a rule first asks for it
 *    -> PlaceRules    each candidate: accepted or rejected, by a rule with a name
 *       AgencyRules   each agency: origin, credit, mention, or nothing
 *       BodyRules     each public body: speaks, is mentioned, or nothing
 *       DivisionRules communes and districts that the text announces
 *    -> Overruling    what an editor forces or forbids, above all rules
 *    -> Layout        where each mention stands and what it is like
 *       Relevance     which provinces the story is about
 *    -> Tags          or an Explanation, with the rejected ones
 * </pre>
 *
 * <h2>Spelling</h2>
 *
 * Vietnamese without its diacritics is ambiguous, and is written without them all the time: by foreign wires, in slugs, in haste. So a
 * name is looked up by its bare letters, and then its diacritics are compared ({@link io.wiretag.tagging.text.Word}). The same diacritics, or no diacritics at all, are the name; other
 * diacritics are another word: Bình Định is a province, bình định is to pacify, and hai dương tính are two positive tests. Diacritics left away
 * within a text that has diacritics all around are no haste but another word again: Thanh Hoa is a singer, Thanh Hóa a province.
 * The tone mark may stand on either vowel (Hòa, Hoà), composed or not, and Đ may be any of the letters that look like it.
 *
 * <h2>Context</h2>
 *
 * What letters cannot tell, the neighbours can. The gazetteer lists them by kind ({@link io.wiretag.tagging.gazetteer.CueKind}): words for
 * units (tỉnh, City) announce a place; words for streets and wards, titles and surnames, names of papers and companies take it
 * away. Names that are doubtful alone (Vinh, Hồ Chí Minh, hòa bình) count in a list beside a sure place. Phrases that hold a name
 * and mean something else, Thái Bình Dương (the Pacific), are traps: longer than the name, they win by length.
 *
 * <h2>The editor has the last word</h2>
 *
 * Files of the same grammar extend and change the gazetteer at start ({@link io.wiretag.tagging.gazetteer.Gazetteer#builtInWith}): names
 * come and go and change their notes, and a tag is forced or forbidden by the uri of a story or by a phrase in it. Phrases of
 * overrides are found in the same pass as names, but do not compete with them, so that a long phrase hides nothing that the rules
 * look at. The version of the gazetteer names the bytes of the files.
 *
 * <h2>Time</h2>
 *
 * Codes are those of the 63 units until 30 June 2025. Since then 23 of the names mean more than before, so each tag tells whether
 * its code stands for the unit as it was or for the enlarged one, and which of the 63 that covers ({@link
 * io.wiretag.tagging.Tags.Unit}). The date of the story decides, unless the text is more exact than any date: a town, "Lâm Đồng cũ".
 *
 * <p>{@code docs/tagging.md} goes through the rules one by one and tells how well they do.
 *
 * <h2>What is left out</h2>
 *
 * Communes and districts are tagged only where the text announces them; islands and sights are not, but for special zones; rivers that
 * cross provinces, battles, and the man Hồ Chí Minh are not places. No network, nothing but the JDK: a tag can be traced to a line of
 * a text file. Learnt are thirteen weights alone, those of {@link io.wiretag.tagging.about.Relevance}, and none while it runs.
 *
 * <p>All classes are immutable once built or used by one thread for one story; what a field is read into, for one story after the other. No regular expression is run over a text, every rule
 * looks at a bounded number of words, and so the cost is linear in the length of the story.
 */
package io.wiretag.tagging;
