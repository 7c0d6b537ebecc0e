package io.wiretag.fuzz;

import java.net.URI;

/** The door that Jazzer feeds; it looks for methods of these names. */
public final class CoverageGuided {

    private static Trial trial;

    private CoverageGuided() {}

    /** @param args name of a door, URL of a registry */
    public static void fuzzerInitialize(String[] args) {
        Door door = Door.valueOf(args[0]);
        trial = new Trial(door.open(() -> URI.create(args[1])));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.err.println(trial.report()), "fuzz-report"));
    }

    /** One input. */
    public static void fuzzerTestOneInput(byte[] input) {
        trial.feed(input);
    }
}
