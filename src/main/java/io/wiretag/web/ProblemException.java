package io.wiretag.web;

/** Leaves the depths of a request with the answer to it; never leaves the server. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    ProblemException(Problem problem) {
        // thrown for every bad request: a stack trace would tell nobody anything
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
