package io.wiretag.cli.print;

/**
 * A line of a file that cannot be used.
 *
 * @param number counted from 1
 * @param why in one line, with the remedy
 */
public record RefusedLine(String file, int number, String why) {
    public String sentence() {
        return file + ":" + number + ": " + why;
    }
}
