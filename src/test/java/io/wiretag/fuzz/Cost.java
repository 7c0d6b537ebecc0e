package io.wiretag.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * What an input cost the thread that read it: its own time and allocations, so that other work of the machine does not count.
 *
 * @param length of the input, in bytes
 * @param cpuNanos time of the processor, in nanoseconds
 * @param allocated bytes of memory that were asked for, whether given back or not
 */
record Cost(int length, long cpuNanos, long allocated) {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** What any input may take, for a small one in a cold JVM says nothing of its reader. */
    private static final long FLOOR_NANOS = 250_000_000;

    private static final long NANOS_A_MEGABYTE = 1_000_000_000;
    private static final int MEGABYTE = 1 << 20;

    /** Below this, what every input costs alike hides what its bytes cost. */
    private static final int TELLING_LENGTH = 4096;

    static Cost of(FuzzTarget target, byte[] input) throws Exception {
        long cpu = THREADS.getCurrentThreadCpuTime();
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        target.feed(input);
        return new Cost(
                input.length,
                THREADS.getCurrentThreadCpuTime() - cpu,
                THREADS.getCurrentThreadAllocatedBytes() - allocated);
    }

    /** What it cost at least, by two measurements of the same input. */
    Cost orLess(Cost again) {
        return new Cost(length, Math.min(cpuNanos, again.cpuNanos), Math.min(allocated, again.allocated));
    }

    /** @param alike what every input costs, whatever is in it: a gazetteer is read with all built-in names */
    boolean isTooSlow(Cost alike) {
        return cpuNanos > alike.cpuNanos + FLOOR_NANOS + length * (double) NANOS_A_MEGABYTE / MEGABYTE;
    }

    double secondsAMegabyte() {
        return cpuNanos / 1e9 * MEGABYTE / Math.max(length, TELLING_LENGTH);
    }

    double allocatedAByte() {
        return allocated / (double) Math.max(length, TELLING_LENGTH);
    }
}
