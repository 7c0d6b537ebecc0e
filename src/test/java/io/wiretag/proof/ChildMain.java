package io.wiretag.proof;

import java.io.IOException;
import java.util.Arrays;

/**
 * What every child process runs: the main class that is named first, with the rest of the arguments, and beside it a watch on
 * standard input. The other end of that pipe is held by the parent alone: end of file means that the parent is gone, be it by
 * {@code kill -9}, and the child ends too.
 */
final class ChildMain {
    private ChildMain() {}

    public static void main(String[] arguments) throws ReflectiveOperationException {
        Thread watch = new Thread(ChildMain::endWithParent, "parent-watch");
        watch.setDaemon(true);
        watch.start();
        String[] rest = Arrays.copyOfRange(arguments, 1, arguments.length);
        Class.forName(arguments[0]).getMethod("main", String[].class).invoke(null, (Object) rest);
    }

    private static void endWithParent() {
        try {
            while (System.in.read() != -1) {
                // nothing is ever sent
            }
        } catch (IOException e) {
            // a broken pipe says the same
        }
        // at once: whoever held the pipe cannot wait for a good end any more
        Runtime.getRuntime().halt(1);
    }
}
