/**
 * How well rules tag texts of which an editor has said what is right: {@link io.wiretag.scoring.AnnotatedStory} is such a text, {@link
 * io.wiretag.scoring.StoryScore} what a tagger got right and wrong in it, {@link io.wiretag.scoring.ScoreSheet} adds them up.
 *
 * <pre>{@code
 * AnnotatedStory story = AnnotatedStory.read("{\"id\": \"1\", \"text\": \"Rain in Hue.\", \"provinces\": [\"VN-26\"]}");
 * ScoreSheet sheet = new ScoreSheet();
 * sheet.add(StoryScore.of(story, tagger.tag(story.story(Instant.now()))));
 * double f1 = sheet.of(Subject.PROVINCES).f1();
 * }</pre>
 *
 * <p>What the line does not speak of is not scored; what it calls optional is neither right nor wrong. Units and public bodies are not
 * scored. Which codes there are is the gazetteer's matter: whoever reads a line asks it.
 */
package io.wiretag.scoring;
