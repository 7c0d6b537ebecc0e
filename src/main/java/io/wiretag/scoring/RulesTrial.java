package io.wiretag.scoring;

import io.wiretag.tagging.Tagging;
import io.wiretag.tagging.Tags;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tags annotated stories by two gazetteers, or by one, adds up what is right, and keeps what is wrong. For one thread. */
public final class RulesTrial {
    private final Rules builtIn;
    private final Optional<Rules> given;
    private final ScoreSheet builtInScores = new ScoreSheet();
    private final ScoreSheet givenScores = new ScoreSheet();
    private final List<Judged> wrong = new ArrayList<>();
    private int stories;

    /**
     * A gazetteer at work.
     *
     * @param version as it stands in its tags
     */
    public record Rules(String version, Tagging tagger) {}

    /** What became of a story by the given rules. */
    public enum Change {
        /** Less is wrong. */
        BETTER,
        /** More is wrong. */
        WORSE,
        /** As much is wrong, and something else. */
        OTHERWISE,
        SAME
    }

    /**
     * A story that one of them tags wrong.
     *
     * @param now by the given rules, or by those built in where none are given
     */
    public record Judged(String id, String title, StoryScore builtIn, StoryScore now) {
        public Change change() {
            int more = now.mistakes() - builtIn.mistakes();
            if (more != 0) {
                return more > 0 ? Change.WORSE : Change.BETTER;
            }
            return now.equals(builtIn) ? Change.SAME : Change.OTHERWISE;
        }
    }

    public RulesTrial(Rules builtIn, Optional<Rules> given) {
        this.builtIn = builtIn;
        this.given = given;
    }

    /** @param arrived counts where the story has no date */
    public void take(AnnotatedStory annotated, Instant arrived) {
        StoryScore before = StoryScore.of(annotated, tags(builtIn, annotated, arrived));
        StoryScore now = given.map(rules -> StoryScore.of(annotated, tags(rules, annotated, arrived)))
                .orElse(before);
        stories++;
        builtInScores.add(before);
        givenScores.add(now);
        if (before.mistakes() > 0 || now.mistakes() > 0) {
            wrong.add(new Judged(annotated.id(), annotated.title(), before, now));
        }
    }

    private static Tags tags(Rules rules, AnnotatedStory annotated, Instant arrived) {
        return rules.tagger().tag(annotated.story(arrived));
    }

    public int stories() {
        return stories;
    }

    public String builtInVersion() {
        return builtIn.version();
    }

    /** Empty where no other rules are given. */
    public Optional<String> givenVersion() {
        return given.map(Rules::version);
    }

    public ScoreSheet builtInScores() {
        return builtInScores;
    }

    /** Those of the rules built in where no others are given. */
    public ScoreSheet scores() {
        return givenScores;
    }

    /** Those that one of them tags wrong, as they came. */
    public List<Judged> wrong() {
        return List.copyOf(wrong);
    }

    public long count(Change change) {
        return wrong.stream().filter(each -> each.change() == change).count();
    }
}
