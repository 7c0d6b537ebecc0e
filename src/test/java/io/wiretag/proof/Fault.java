package io.wiretag.proof;

import java.time.Duration;

/** Something that goes wrong for a while, under load, and is well again afterwards. */
interface Fault {
    /** In the history. */
    String name();

    /** About how long it takes, until the processors have caught up; the load is paced by it. */
    Duration length();

    /**
     * Breaks it, waits, mends it.
     *
     * @throws ProofException if something is not as it must be meanwhile
     */
    void strike(Scene scene) throws Exception;
}
