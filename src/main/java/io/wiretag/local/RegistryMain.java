package io.wiretag.local;

import java.io.IOException;

/**
 * What the registry's process runs: the registry's own main class, and beside it a watch on standard input. The other end
 * of that pipe is held by the parent alone, so end of file means that the parent has closed it or is dead, be it by
 * {@code kill -9}; either way this process ends too.
 *
 * <p>Imports the JDK alone, for it travels to that process without the rest of this program.
 */
final class RegistryMain {

    private static final String REGISTRY = "io.quarkus.runner.GeneratedMain";

    /** More than the registry needs to close its database; after that it is halted. */
    private static final long PATIENCE_MILLIS = 10_000;

    private RegistryMain() {}

    public static void main(String[] arguments) throws ReflectiveOperationException {
        daemon("parent-watch", RegistryMain::endWithParent);
        Class.forName(REGISTRY).getMethod("main", String[].class).invoke(null, (Object) arguments);
    }

    private static void endWithParent() {
        try {
            while (System.in.read() != -1) {
                // nothing is ever sent
            }
        } catch (IOException e) {
            // a broken pipe says the same
        }
        daemon("halt", RegistryMain::haltWhenPatienceEnds);
        System.exit(0);
    }

    private static void haltWhenPatienceEnds() {
        try {
            Thread.sleep(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(1);
    }

    private static void daemon(String name, Runnable duty) {
        Thread thread = new Thread(duty, name);
        thread.setDaemon(true);
        thread.start();
    }
}
