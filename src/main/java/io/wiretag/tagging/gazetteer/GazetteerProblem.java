package io.wiretag.tagging.gazetteer;

import java.util.Objects;

/**
 * What is wrong, or looks wrong, in a gazetteer file.
 *
 * @param file as it was named
 * @param line counted from 1; 0 if the file as a whole is meant
 * @param what is wrong, with the remedy
 */
public record GazetteerProblem(String file, int line, String what) {
    public GazetteerProblem {
        Objects.requireNonNull(file, "file of a problem");
        Objects.requireNonNull(what, "what is wrong");
        if (line < 0) {
            throw new IllegalArgumentException("not the number of a line: " + line);
        }
    }

    /** {@code FILE:LINE: what}, as compilers write it, so that editors can jump there. */
    public String sentence() {
        return (line == 0 ? file : file + ":" + line) + ": " + what;
    }
}
