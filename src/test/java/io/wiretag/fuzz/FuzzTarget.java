package io.wiretag.fuzz;

/** One door through which bytes from outside come in. Used by one thread. */
public interface FuzzTarget {

    /**
     * Lets the bytes in and checks what the door promises of them, which includes that a complaint comes as its contract says.
     *
     * @throws AssertionError if a promise is broken
     * @throws Exception if something is thrown that the door does not declare: a promise is broken as well
     */
    void feed(byte[] input) throws Exception;
}
