package io.wiretag.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wiretag.access.ApiKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may correct: not everybody who may look and replay. */
class EditorDoorTest {
    private static final ApiKeys.NewKey EDITOR = ApiKeys.create("anna", OpsKeys.ofRole("editor"));
    private static final ApiKeys.NewKey DESK = ApiKeys.create("night-desk");

    @TempDir
    static Path folder;

    private static SmallServer server;

    @BeforeAll
    static void start() throws Exception {
        Path file = Files.write(folder.resolve("keys.txt"), List.of(EDITOR.line(), DESK.line()));
        OpsDoor door = new OpsDoor(true, Optional.of(OpsKeys.of(file)));
        OpsDoor nobody = new OpsDoor(true, Optional.empty());
        server = new SmallServer(config -> {
            config.routes.get("/correct", ctx -> ctx.result(door.requireEditor(ctx)));
            config.routes.get("/replay", ctx -> ctx.result(door.requireReplayer(ctx)));
            config.routes.get("/nobody", ctx -> ctx.result(nobody.requireEditor(ctx)));
        });
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void anEditorCorrectsInTheNameOfHisKeyAndReplaysAsWell() {
        assertThat(answer("/correct", "X-Ops-Key", EDITOR.key())).isEqualTo("200 anna");
        assertThat(answer("/replay", "X-Ops-Key", EDITOR.key())).isEqualTo("200 anna");
    }

    @Test
    void aKeyWithoutTheRoleReplaysAndDoesNotCorrect() {
        assertThat(answer("/replay", "X-Ops-Key", DESK.key())).isEqualTo("200 night-desk");
        assertThat(answer("/correct", "X-Ops-Key", DESK.key()))
                .startsWith("403 ")
                .contains("\"code\":\"no-editor\"", "\"name\":\"night-desk\"", "role=editor");
    }

    @Test
    void aKeyThatABrowserSendsByItselfDoesNotCorrect() {
        assertThat(answer("/correct", "Authorization", "Bearer " + EDITOR.key()))
                .startsWith("401 ")
                .contains("\"code\":\"no-key\"");
    }

    @Test
    void aPageOfAnotherSiteDoesNotCorrectWhateverKeyItHas() {
        assertThat(answer("/correct", "X-Ops-Key", EDITOR.key(), "Sec-Fetch-Site", "cross-site"))
                .startsWith("403 ")
                .contains("\"code\":\"other-site\"");
        assertThat(answer("/correct", "X-Ops-Key", EDITOR.key(), "Origin", "http://elsewhere.example"))
                .startsWith("403 ")
                .contains("\"code\":\"other-site\"");
    }

    @Test
    void withoutAFileOfKeysNobodyCorrects() {
        assertThat(answer("/nobody", "X-Ops-Key", EDITOR.key()))
                .startsWith("403 ")
                .contains("\"code\":\"nobody\"");
    }

    @Test
    void aRightThatThereIsNotIsToldWithItsLine() throws Exception {
        Path file = Files.write(
                folder.resolve("wrong.txt"),
                List.of(
                        EDITOR.line(),
                        ApiKeys.create("b", Map.of("role", "chief")).line(),
                        ApiKeys.create("c", Map.of("text", "no")).line()));

        assertThatThrownBy(() -> OpsKeys.of(file))
                .hasMessageContaining(file + ":2: has the role 'chief', must be editor")
                .hasMessageContaining(file + ":3: has the right text");
    }

    private static String answer(String path, String... headers) {
        var answer = server.get(path, headers);
        return answer.statusCode() + " " + answer.body();
    }
}
