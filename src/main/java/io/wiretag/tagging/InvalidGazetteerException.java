package io.wiretag.tagging;

/** A gazetteer file is wrong; the message names the file, the line, and what was expected. */
public final class InvalidGazetteerException extends RuntimeException {
    private static final long serialVersionUID = 1;

    InvalidGazetteerException(String file, int line, String what) {
        super(file + ":" + line + ": " + what);
    }
}
