package io.wiretag.cli.terminal;

/** How a command ended, for scripts. The README lists them. */
public final class ExitCode {
    /** Done. */
    public static final int OK = 0;
    /** Done, and the answer is no: an input could not be read, a topic is missing, a sample did not arrive. */
    public static final int FAILED = 1;
    /** The command line or the configuration cannot be used. */
    public static final int USAGE = 2;
    /** Kafka or the registry cannot be reached or refuses. */
    public static final int UNAVAILABLE = 3;
    /** A fault of ours. */
    public static final int FAULT = 70;

    private ExitCode() {}
}
