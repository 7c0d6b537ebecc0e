package io.wiretag.intake.http;

/** Leaves the depths of a request with the answer to it; never leaves the package. */
final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Answer answer;

    RefusedException(Answer answer) {
        // thrown for every bad request: a stack trace would tell nobody anything
        super(String.valueOf(answer.body().get("detail")), null, false, false);
        this.answer = answer;
    }

    Answer answer() {
        return answer;
    }
}
