package io.wiretag;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wiretag.processor.StreamsRunner;
import io.wiretag.tagging.gazetteer.InvalidGazetteerException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parts that were made leave nothing behind when a later one cannot be had. */
class PartsCloseTest {
    @TempDir
    Path folder;

    @Test
    void aDashboardThatCannotStartLeavesNoConsumerOpen() throws Exception {
        Path wrong = Files.writeString(folder.resolve("wrong.txt"), "no such thing\n");
        try (OwnInstallation installation =
                new OwnInstallation("leak", folder, Map.of("gazetteer.file", wrong.toString()))) {
            int before = consumers();

            assertThatThrownBy(() -> installation.wiretag().opsServer()).isInstanceOf(InvalidGazetteerException.class);

            assertThat(consumers()).isEqualTo(before);
        }
        try (ServerSocket taken = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
                OwnInstallation installation =
                        new OwnInstallation("leak", folder, Map.of("ops.port", String.valueOf(taken.getLocalPort())))) {
            int before = consumers();

            assertThatThrownBy(() -> installation.wiretag().opsServer()).hasMessageContaining("cannot be had");

            assertThat(consumers()).isEqualTo(before);
            assertThat(Thread.getAllStackTraces().keySet())
                    .noneMatch(thread -> thread.getName().equals("wiretag-lag"));
        }
    }

    @Test
    void aStartThatIsInterruptedDoesNotPassForARunningStream() throws Exception {
        try (OwnInstallation installation = new OwnInstallation("interrupted", folder, Map.of());
                StreamsRunner processor = installation.wiretag().processor()) {
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            Thread starting = new Thread(() -> {
                try {
                    processor.start(OwnInstallation.LIMIT);
                } catch (RuntimeException e) {
                    thrown.set(e);
                }
            });
            starting.start();
            await("it to wait until the stream runs", () -> waits(starting));

            starting.interrupt();

            starting.join(OwnInstallation.LIMIT.toMillis());
            assertThat(thrown.get()).isInstanceOf(CancellationException.class);
        }
    }

    private static boolean waits(Thread starting) {
        return Arrays.stream(starting.getStackTrace())
                .anyMatch(frame -> frame.getClassName().endsWith("CountDownLatch"));
    }

    private static int consumers() throws Exception {
        return ManagementFactory.getPlatformMBeanServer()
                .queryNames(new ObjectName("kafka.consumer:type=app-info,*"), null)
                .size();
    }
}
