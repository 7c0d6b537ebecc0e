package io.wiretag.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageFilesTest {
    private static SmallServer server;

    @BeforeAll
    static void start() {
        PageFiles files = new PageFiles("/page-files/");
        server = new SmallServer(config -> {
            config.routes.get("/", files::page);
            config.routes.get("/assets/<file>", files::asset);
        });
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aFileIsSentWithItsTypeAndOnceOnly() {
        HttpResponse<String> first = server.get("/assets/deep/one.js");
        String tag = first.headers().firstValue("ETag").orElseThrow();

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.body()).isEqualTo("export const one = 1;\n");
        assertThat(first.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/javascript");
        assertThat(first.headers().firstValue("Cache-Control")).contains("no-cache");
        HttpResponse<String> again = server.get("/assets/deep/one.js", "If-None-Match", tag);
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(server.get("/assets/deep/one.js", "If-None-Match", "\"other\"")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void thePageIsAtTheRoot() {
        assertThat(server.get("/").headers().firstValue("Content-Type").orElseThrow())
                .startsWith("text/html");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/assets/none.js",
                "/assets/key.pem",
                "/assets/%2e%2e/index.html",
                "/assets/..%2findex.html",
                "/assets/deep//one.js",
                "/assets/deep/",
                "/assets/deep%5cone.js"
            })
    void whatIsNoFileOfThePageIsNotSent(String path) {
        assertThat(server.get(path).statusCode()).isIn(400, 404);
    }
}
