package io.wiretag.scoring;

/**
 * How many tags were right and wrong.
 *
 * @param stories of which it is known what is right
 * @param right tags that are wanted and were given
 * @param tooMany tags that were given and are not wanted
 * @param missing tags that are wanted and were not given
 */
public record Score(int stories, int right, int tooMany, int missing) {
    static final Score NONE = new Score(0, 0, 0, 0);

    Score plus(Score other) {
        return new Score(
                stories + other.stories, right + other.right, tooMany + other.tooMany, missing + other.missing);
    }

    /** Share of the given tags that are right; 1 if none was given. */
    public double precision() {
        return right + tooMany == 0 ? 1 : (double) right / (right + tooMany);
    }

    /** Share of the wanted tags that were given; 1 if none is wanted. */
    public double recall() {
        return right + missing == 0 ? 1 : (double) right / (right + missing);
    }

    /** The harmonic mean of both. */
    public double f1() {
        double sum = precision() + recall();
        return sum == 0 ? 0 : 2 * precision() * recall() / sum;
    }
}
