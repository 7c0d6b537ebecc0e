package io.wiretag.testing;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Ends a run in which no test begins or ends for many minutes: it names the test and where it stands, where a build server would only
 * say that its time is over. Covers what the limits of the engines do not: set-up, properties, and code that hears no interruption.
 */
public final class Standstill implements TestExecutionListener {
    private static final int MINUTES = Integer.getInteger("wiretag.test.standstill", 0);
    private static final int CODE = 86;

    private volatile String at = "nothing";
    private volatile long since = System.nanoTime();

    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        if (MINUTES > 0) {
            Thread watch = new Thread(this::watch, "standstill-watch");
            watch.setDaemon(true);
            watch.start();
        }
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        move(test.getUniqueId() + " began");
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        move(test.getUniqueId() + " ended");
    }

    private void move(String event) {
        at = event;
        since = System.nanoTime();
    }

    private void watch() {
        try {
            while (System.nanoTime() - since < Duration.ofMinutes(MINUTES).toNanos()) {
                Thread.sleep(1_000);
            }
        } catch (InterruptedException e) {
            return;
        }
        tell();
        Runtime.getRuntime().halt(CODE);
    }

    private void tell() {
        PrintStream console = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        console.println("[ERROR] nothing has begun or ended for " + MINUTES + " minutes since " + at);
        ThreadInfo[] threads = ManagementFactory.getThreadMXBean().dumpAllThreads(true, true);
        Arrays.stream(threads)
                .filter(thread -> "main".equals(thread.getThreadName()))
                .flatMap(thread -> Arrays.stream(thread.getStackTrace()))
                .forEach(frame -> console.println("[ERROR]     at " + frame));
        Path file = Path.of(
                System.getProperty("wiretag.build.dir", "target"),
                "standstill-" + ThreadLocalRandom.current().nextInt(1_000_000) + ".txt");
        try {
            Files.writeString(
                    file, Arrays.stream(threads).map(Standstill::stack).collect(Collectors.joining("\n")));
            console.println("[ERROR] all threads are in " + file);
        } catch (IOException e) {
            console.println("[ERROR] and the threads could not be written: " + e);
        }
    }

    /** Whole, where {@link ThreadInfo#toString} stops after eight frames. */
    private static String stack(ThreadInfo thread) {
        return Arrays.stream(thread.getStackTrace())
                .map(frame -> "    at " + frame + "\n")
                .collect(Collectors.joining(
                        "",
                        thread.getThreadName() + " " + thread.getThreadState() + " " + thread.getLockInfo() + "\n",
                        ""));
    }
}
