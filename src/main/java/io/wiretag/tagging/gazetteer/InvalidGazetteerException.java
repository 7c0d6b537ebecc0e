package io.wiretag.tagging.gazetteer;

import java.util.List;
import java.util.stream.Collectors;

/** Gazetteer files are wrong. The message has a line for each problem: file, line, and what was expected. */
public final class InvalidGazetteerException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<String> sentences;

    InvalidGazetteerException(List<GazetteerProblem> problems) {
        super(problems.stream().map(GazetteerProblem::sentence).collect(Collectors.joining("\n")));
        this.sentences = problems.stream().map(GazetteerProblem::sentence).toList();
    }

    /** One for each problem. */
    public List<String> sentences() {
        return sentences;
    }
}
