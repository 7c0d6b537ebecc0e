package io.wiretag.fuzz;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM that feeds one door with mutations up to a megabyte: what grows faster than its input shows there. */
final class Mutated {

    private static final int LONGEST = 1024 * 1024;

    private Mutated() {}

    /** @param args name of a door, URL of a registry, number of inputs, file for the input that breaks a promise */
    public static void main(String[] args) throws IOException {
        Door door = Door.valueOf(args[0]);
        Trial trial = new Trial(door.open(() -> URI.create(args[1])));
        List<byte[]> kept = new ArrayList<>(Inputs.seeds(door));
        kept.addAll(Inputs.found(door));
        Mutation mutation = new Mutation(door.ordinal() + 1000, kept, LONGEST);
        for (long i = Long.parseLong(args[2]); i > 0; i--) {
            byte[] input = mutation.next();
            try {
                trial.feed(input);
            } catch (AssertionError e) {
                Files.write(Path.of(args[3]), input);
                e.printStackTrace();
                System.exit(1);
            }
        }
        System.err.println(trial.report());
        // clients of the registry leave threads behind
        System.exit(0);
    }
}
