package io.wiretag.scoring;

import java.util.EnumMap;
import java.util.Map;

/** The scores of many stories, added up: each tag counts alike, wherever it stands. For one thread. */
public final class ScoreSheet {
    private final Map<Subject, Score> scores = new EnumMap<>(Subject.class);
    private int firsts;
    private int firstsRight;

    public void add(StoryScore story) {
        story.marks().forEach((subject, mark) -> scores.merge(subject, mark.score(), Score::plus));
        story.first().ifPresent(first -> {
            firsts++;
            firstsRight += first.right() ? 1 : 0;
        });
    }

    /** Of no story where nobody said what is right. */
    public Score of(Subject subject) {
        return scores.getOrDefault(subject, Score.NONE);
    }

    /** Stories that are about a province. */
    public int firsts() {
        return firsts;
    }

    /** Those of them whose foremost province is one that it is about. */
    public int firstsRight() {
        return firstsRight;
    }
}
