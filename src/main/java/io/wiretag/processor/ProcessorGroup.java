package io.wiretag.processor;

import io.wiretag.cluster.KafkaCall;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.GroupState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a processor of an installation runs anywhere, for what may be done only while none does. */
final class ProcessorGroup {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessorGroup.class);

    private static final Duration LIMIT = Duration.ofSeconds(30);
    /** Longer than those of processors last, unless somebody has set them so. */
    private static final Duration SESSIONS = Duration.ofSeconds(60);

    private final Admin admin;
    private final String applicationId;

    ProcessorGroup(Admin admin, String applicationId) {
        this.admin = admin;
        this.applicationId = applicationId;
    }

    /**
     * One that was killed, or could not say goodbye, is a member until its session times out: that is waited for.
     *
     * @param stopped whether it is waited for no longer
     * @throws MisfitException if one runs
     */
    void requireNobodyRuns(BooleanSupplier stopped) {
        long end = System.nanoTime() + SESSIONS.toNanos();
        boolean told = false;
        while (hasMembers()) {
            if (System.nanoTime() - end > 0 || stopped.getAsBoolean() || !slept()) {
                throw new MisfitException("group " + applicationId + " has members: stop every processor first");
            }
            if (!told) {
                LOG.info(
                        "group {} has members: waiting up to {} s until they are gone",
                        applicationId,
                        SESSIONS.toSeconds());
                told = true;
            }
        }
    }

    /** Whether one runs now, or its session has not timed out yet. */
    boolean hasMembers() {
        return KafkaCall.await(admin.listGroups().all(), "list the groups", LIMIT).stream()
                .filter(each -> each.groupId().equals(applicationId))
                .anyMatch(each -> each.groupState()
                        .filter(state -> state != GroupState.EMPTY && state != GroupState.DEAD)
                        .isPresent());
    }

    private static boolean slept() {
        try {
            TimeUnit.SECONDS.sleep(1);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
