package io.wiretag.ops;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests of a page on a staged server. Those of a class share one, for a start costs seconds: they look at it, and write at most
 * stories with uris of their own. A test that does more has a server of its own.
 */
abstract class StagedPageTest extends BrowserTest {
    @TempDir
    static Path folder;

    private static StagedOps shared;

    StagedOps server;

    /** Who else looked at this server would see what the test does to it. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @interface OwnServer {}

    @BeforeEach
    void serve(TestInfo test) {
        if (test.getTestMethod().orElseThrow().isAnnotationPresent(OwnServer.class)) {
            server = staged();
        } else {
            shared = shared == null ? staged() : shared;
            server = shared;
        }
    }

    /** A server as the tests of the class find it. */
    StagedOps staged() {
        return new StagedOps(folder);
    }

    @Override
    void close() {
        if (server != shared) {
            server.close();
        }
    }

    @AfterAll
    static void closeShared() {
        if (shared != null) {
            shared.close();
            shared = null;
        }
    }
}
