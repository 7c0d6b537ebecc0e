package io.wiretag.processor.watch;

import java.util.Comparator;
import java.util.Map;

/** What every thread of this process does now, for the log. {@code ThreadInfo} of the JDK would cut each at eight frames. */
final class ThreadDump {
    private ThreadDump() {}

    static String now() {
        StringBuilder dump = new StringBuilder();
        Thread.getAllStackTraces().entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.comparing(Thread::getName)))
                .forEach(entry -> {
                    Thread thread = entry.getKey();
                    dump.append('"').append(thread.getName()).append("\" ").append(thread.getState());
                    for (StackTraceElement frame : entry.getValue()) {
                        dump.append(System.lineSeparator()).append("    at ").append(frame);
                    }
                    dump.append(System.lineSeparator());
                });
        return dump.toString();
    }
}
